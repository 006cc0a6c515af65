public import BrineCore

/// Why a Swift object can't be pickled, or a pickle can't become one: what is wrong, and where.
///
/// The path of an error of writing is that of a Swift value, such as `session.log` or `shapes[3].owner`; the
/// path of an error of reading is one in the pickle, as ``PicklePath`` writes it. Two errors are equal when
/// their codes are.
public struct PicklingError: Error, Sendable {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// A value that means nothing outside of this process, or a type that says nothing about how to save it.
    case notPicklable
    /// An instance of a class that is not in the registry.
    case unregisteredType
    /// The pickle, or a function, has a name that is not in the registry.
    case unregisteredName
    /// A name or a type that is in the registry already, or two members with one name.
    case nameClash
    /// A name that no class or function of Python can have.
    case badName
    /// The pickle has something else than the member is.
    case typeMismatch
    /// The pickle has no attribute of the member's name.
    case missingAttribute
    /// The state of an object is not what a state can be.
    case badState
    /// The state was written by a later version of the type.
    case newerState
    /// The value nests deeper than `Limits.depth`, or asks for more than `Limits.expansion`.
    case limitExceeded
    /// What was read back is not what was written: see ``Dill/check(_:)``.
    case changed
  }

  /// What is wrong.
  public var code: Code
  /// The path, where there is one.
  public var context: ErrorContext
  /// What was found, what was expected and what can be done.
  public var detail: String
  /// The way to the place from the object whose members are being handled, the last step first.
  var steps: [ObjectStep] = []

  /// An error without a place; one that ``Picklable`` methods throw is given theirs on its way.
  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
    context = ErrorContext()
  }

  init(_ code: Code, _ detail: String, at step: ObjectStep) {
    self.init(code, detail)
    steps = [step]
  }
}

extension PicklingError: Equatable {
  /// Whether the codes are equal.
  public static func == (left: PicklingError, right: PicklingError) -> Bool { left.code == right.code }
}

extension PicklingError: CustomStringConvertible {
  /// The path and what is wrong: `session.log: FileHandle can't be pickled: …`.
  public var description: String { (context.path.map { $0 + ": " } ?? "") + detail }
}

extension PicklingError {
  /// An error one step further out. Errors of the value codecs become errors of this kind; others, which the
  /// author of a class threw, stay as they are.
  @inline(never)
  static func adding(_ step: ObjectStep, to error: any Error) -> any Error {
    guard var pickling = error as? PicklingError ?? PicklingError(of: error) else { return error }
    pickling.steps.append(step)
    return pickling
  }

  /// The error of a codec, with the path that it has from there on.
  init?(of error: any Error) {
    switch error {
    case let error as PicklingError: self = error
    case EncodingError.invalidValue(_, let context): self.init(.notPicklable, context)
    case DecodingError.keyNotFound(_, let context): self.init(.missingAttribute, context)
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      self.init(.typeMismatch, context)
    case let error as PickleError where error.code == .limitExceeded: self.init(.limitExceeded, error.detail)
    default: return nil
    }
  }

  private init(_ code: Code, _ context: EncodingError.Context) {
    self.init(code, context.debugDescription)
    steps = ObjectStep.reversed(context.codingPath)
  }

  private init(_ code: Code, _ context: DecodingError.Context) {
    self.init(code, context.debugDescription)
    steps = ObjectStep.reversed(context.codingPath)
  }

  /// The error with the path that its steps make, after those of the object that it is about.
  func placed(after steps: [ObjectStep], _ style: ObjectPath.Style) -> PicklingError {
    var error = self
    let path = ObjectPath(steps + error.steps.reversed()).text(style)
    error.context.path = path.isEmpty ? nil : path
    error.steps = []
    return error
  }
}
