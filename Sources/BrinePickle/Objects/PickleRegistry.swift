/// Which Swift classes and functions stand for which names in pickles.
///
/// It is a value: readers and writers are given one, and nothing is global.
public struct PickleRegistry: Sendable {
  /// A registered class.
  struct ClassEntry: Sendable {
    let type: any Picklable.Type
    let name: PickleName
    let hasSlots: Bool
  }

  enum Target: Sendable {
    case type(ClassEntry)
    case function(any AnyPickleFunction)

    var text: String {
      switch self {
      case .type(let entry): "the class \(entry.type)"
      case .function: "a function"
      }
    }
  }

  private(set) var classes: [ObjectIdentifier: ClassEntry] = [:]
  private(set) var targets: [PickleName: Target] = [:]

  /// An empty registry.
  public init() {}

  /// Makes a class known.
  ///
  /// - Parameters:
  ///   - type: The class.
  ///   - name: The class in Python, such as `geometry.Rectangle`. By default the type's name in its Swift
  ///     module.
  ///   - aliases: Further names that pickles may have for it, such as earlier ones.
  ///   - hasSlots: Whether the Python class has `__slots__` and no `__dict__`, and so takes its state in
  ///     another form.
  /// - Throws: ``PicklingError/Code/nameClash`` when something else has one of the names, or the class has
  ///   another name; ``PicklingError/Code/badName`` for a name that Python can't have.
  public mutating func register<T: Picklable>(
    _ type: T.Type, as name: PickleName? = nil, aliases: [PickleName] = [], hasSlots: Bool = false
  ) throws(PicklingError) {
    let entry = ClassEntry(type: type, name: name ?? PickleName(of: type), hasSlots: hasSlots)
    if let known = classes[ObjectIdentifier(type)], known.name != entry.name {
      throw PicklingError(
        .nameClash,
        "\(type) is registered as \(known.name) and can't be \(entry.name) too; pass further names as aliases"
      )
    }
    for name in [entry.name] + aliases { try claim(name, for: ObjectIdentifier(type), "the class \(type)") }
    classes[ObjectIdentifier(type)] = entry
    for name in [entry.name] + aliases { targets[name] = .type(entry) }
  }

  /// Makes a function known by its name.
  ///
  /// - Throws: ``PicklingError/Code/nameClash`` when something else has one of the names;
  ///   ``PicklingError/Code/badName`` for a name that Python can't have.
  public mutating func register<Input, Output>(
    _ function: PickleFunction<Input, Output>, aliases: [PickleName] = []
  ) throws(PicklingError) {
    for name in [function.name] + aliases { try claim(name, for: nil, "a function") }
    for name in [function.name] + aliases { targets[name] = .function(function) }
  }

  private func claim(_ name: PickleName, for type: ObjectIdentifier?, _ what: String) throws(PicklingError) {
    guard name.isValid else {
      throw PicklingError(
        .badName, "\(name) can't be the name of \(what) in Python; pass another one as `as:`")
    }
    guard let target = targets[name] else { return }
    if case .type(let entry) = target, let type, ObjectIdentifier(entry.type) == type { return }
    throw PicklingError(.nameClash, "\(name) can't stand for \(what): it already stands for \(target.text)")
  }

  /// The name of a class; `nil` when it is not registered.
  public func name(of type: any Picklable.Type) -> PickleName? { classes[ObjectIdentifier(type)]?.name }

  /// The class of a name; `nil` when there is none.
  public func type(named name: PickleName) -> (any Picklable.Type)? {
    guard case .type(let entry) = targets[name] else { return nil }
    return entry.type
  }
}
