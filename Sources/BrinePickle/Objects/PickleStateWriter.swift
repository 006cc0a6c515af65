/// Takes the members of an object that is being pickled, by name.
///
/// ```swift
/// func saveState(to state: PickleStateWriter) throws {
///   try state.set("name", name)
///   try state.set("children", children)
///   try state.setWeak("parent", parent)
/// }
/// ```
///
/// Members may be anything that is picklable: numbers, strings and other `Codable` values (as
/// ``PickleEncoder`` has them), ``Picklable`` objects, ``PickleRepresentable`` values, ``PickleFunction``s,
/// and optionals, arrays, dictionaries and sets of those. Sets and dictionaries are written in the order of
/// their keys, where those have one, so that equal objects make equal pickles.
public final class PickleStateWriter {
  /// The attribute that holds the version of the state, where that is not 1.
  public static let versionKey = "_state_version"

  let registry: PickleRegistry
  let encoding: EncodingState
  /// What changes; behind a pointer, because every access to a class's own `var` is checked at run time.
  let now: UnsafeMutablePointer<Now>

  struct Now: ~Copyable {
    /// The objects that were met. It keeps them, so that no other one can take their addresses.
    var objects: [any Picklable] = []
    var words: [ObjectIdentifier: Word] = [:]
    /// How many of the objects have their state.
    var done = 0
    /// Keys and values, in turn, of the states that are being made.
    var entries = Vector<Word>()
    var depth = 0
    var keys = KnownKeys()
    var kinds = MemberKinds()
    var lastClass: (type: ObjectIdentifier, word: Word)?
    var classes: [ObjectIdentifier: Word] = [:]
    /// States with weak references to objects that nothing had led to.
    var open: [OpenState] = []
    /// Weak references of the states that are being made.
    var weak: [WeakEntry] = []
    /// The types whose members were looked at.
    var checked: Set<ObjectIdentifier> = []
    /// What was found to be bad, where that is asked for rather than a pickle.
    var survey: ObjectSurvey?
    /// The names of the weak references, where they alone are asked for.
    var weakNames: [String]?
  }

  struct WeakEntry {
    /// Where its value is to be, counted in words.
    var place: Int
    let target: any Picklable
  }

  struct OpenState {
    let dict: Word
    let entries: [Word]
    let weak: [WeakEntry]
  }

  init(_ registry: PickleRegistry, _ encoder: PickleEncoder, survey: ObjectSurvey? = nil) {
    self.registry = registry
    encoding = EncodingState(encoder)
    now = .allocate(capacity: 1)
    now.initialize(to: Now())
    now.pointee.survey = survey
  }

  deinit {
    now.deinitialize(count: 1)
    now.deallocate()
  }
}

// MARK: Members

extension PickleStateWriter {
  /// Saves a member.
  ///
  /// - Throws: ``PicklingError`` for what can't be pickled, with the path to it.
  @inlinable
  public func set<T>(_ name: String, _ value: T) throws {
    // Where the type is known to the caller, nothing but one of these is left.
    if T.self == Int.self, let value = value as? Int { return try set(name, int: value) }
    if T.self == Double.self, let value = value as? Double { return try set(name, double: value) }
    if T.self == String.self, let value = value as? String { return try set(name, string: value) }
    if T.self == Bool.self, let value = value as? Bool { return try set(name, bool: value) }
    try set(name, any: value)
  }

  /// Saves a reference to an object.
  ///
  /// - Throws: ``PicklingError`` when its class is not registered.
  public func set<T: Picklable>(_ name: String, _ object: T) throws { try set(name, object: object) }

  /// Saves a reference to an object, if there is one.
  ///
  /// - Throws: ``PicklingError`` when its class is not registered.
  public func set<T: Picklable>(_ name: String, _ object: T?) throws { try set(name, object: object) }

  /// Saves a reference that does not keep its object: it is `None` unless other references lead to the object
  /// too.
  ///
  /// - Throws: ``PicklingError``.
  public func setWeak<T: Picklable>(_ name: String, _ object: T?) throws { try set(name, weak: object) }

  func set(_ name: String, object: (any Picklable)?) throws {
    guard now.pointee.weakNames == nil else { return }
    guard let object else { return add(name, .none) }
    if now.pointee.survey != nil { return add(name, try word(of: object, at: .member(name))) }
    do { add(name, try word(object: object)) } catch { throw PicklingError.adding(.member(name), to: error) }
  }

  func set(_ name: String, weak object: (any Picklable)?) throws {
    now.pointee.weakNames?.append(name)
    guard let object else { return add(name, .none) }
    let known = now.pointee.words[ObjectIdentifier(object)]
    add(name, known ?? .absent)
    guard known == nil else { return }
    now.pointee.weak.append(WeakEntry(place: now.pointee.entries.count - 1, target: object))
  }

  @usableFromInline
  func set(_ name: String, int value: Int) throws {
    add(name, encoding.now.pointee.builder.int(value))
  }

  @usableFromInline
  func set(_ name: String, double value: Double) throws {
    add(name, encoding.now.pointee.builder.double(value))
  }

  @usableFromInline
  func set(_ name: String, string value: String) throws {
    add(name, encoding.now.pointee.builder.string(value))
  }

  @usableFromInline
  func set(_ name: String, bool value: Bool) throws { add(name, .bool(value)) }

  @usableFromInline
  func set<T>(_ name: String, any value: T) throws {
    guard now.pointee.weakNames == nil else { return }
    add(name, try word(of: value, at: .member(name)))
  }

  /// Says of a member that it can't be pickled.
  func refuse(_ name: String, _ value: Any, _ refusal: Refusal) throws {
    guard now.pointee.weakNames == nil else { return }
    guard now.pointee.survey != nil else {
      throw PicklingError(refusal.code, refusal.text, at: .member(name))
    }
    try noteMember(name, value, refusal)
  }

  // MARK: Entries

  @inline(__always)
  private func add(_ name: String, _ value: Word) {
    now.pointee.entries.append(key(name))
    now.pointee.entries.append(value)
  }

  @inline(__always)
  private func key(_ name: String) -> Word { now.pointee.keys.expected(name) ?? unexpectedKey(name) }

  @inline(never)
  private func unexpectedKey(_ name: String) -> Word {
    if let word = now.pointee.keys.known(name) { return word }
    return now.pointee.keys.add(name, encoding.now.pointee.builder.shared(name))
  }
}
