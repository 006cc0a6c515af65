/// A function with a name, which is pickled by that name, as Python pickles its functions.
///
/// ```swift
/// let square = PickleFunction("mathematics.square") { (x: Int) in x * x }
/// var registry = PickleRegistry()
/// try registry.register(square)
/// let data = try ObjectPickler(registry: registry).encode(square)
/// let again = try ObjectUnpickler(registry: registry).decode(PickleFunction<Int, Int>.self, from: data)
/// try again(7)  // 49
/// ```
///
/// The pickle holds the name alone; whoever reads it must have a function of that name in the registry.
public struct PickleFunction<Input, Output>: Sendable {
  /// The name by which the function is pickled.
  public let name: PickleName
  private let body: @Sendable (Input) throws -> Output

  /// A function of a name. Several inputs are a tuple.
  public init(_ name: PickleName, _ body: @escaping @Sendable (Input) throws -> Output) {
    self.name = name
    self.body = body
  }

  /// Calls the function.
  ///
  /// - Throws: what the function throws.
  public func callAsFunction(_ input: Input) throws -> Output { try body(input) }
}

extension PickleFunction: CustomStringConvertible {
  /// The name.
  public var description: String { name.description }
}

/// A `PickleFunction` of any input and output.
protocol AnyPickleFunction: Sendable {
  var name: PickleName { get }
}

extension PickleFunction: AnyPickleFunction {}
