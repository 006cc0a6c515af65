import BrineCore

/// The state of an object that is being read: its attributes by name.
///
/// ```swift
/// func restoreState(from state: PickleStateReader) throws {
///   name = try state.get("name")
///   children = try state.get("children")
///   parent = try state.get("parent")
/// }
/// ```
///
/// Attributes that nobody asks for are left alone. Objects come with their identity, but may not have their
/// state yet.
public struct PickleStateReader {
  let reader: ObjectReader
  let word: Word
  let table: KeyTable
  private let values: UnsafePointer<Word>
  /// Why there are no attributes, where the state is something else.
  private let problem: PicklingError?
  /// What a migration changed.
  private var changes: [String: Change]?
  /// The version of the state, which is that of the type unless it is being migrated.
  public internal(set) var version = 1

  private enum Change {
    case word(Word)
    case value(Any)
    case removed
  }

  init(_ reader: ObjectReader, _ word: Word) throws {
    self.reader = reader
    self.word = word
    let decoder = ValueDecoder(reader.decoding, word, depth: 0)
    if let dict = KeyedValues.onlyDict(decoder) {
      let graph = reader.graph
      table = try reader.decoding.table(
        graph.containers[dict.payload], dict, depth: 0, keepsKeys: reader.keepsKeys)
      values = graph.rawEntries(dict).values
      problem = nil
      return
    }
    problem = Self.problem(reader, word)
    values = UnsafePointer(reader.graph.pool.base)
    guard problem == nil, Self.hasAttributes(reader, word) else {
      table = KeyTable(reader.decoding, [], stride: 1)
      return
    }
    do { table = try KeyedValues.collect(decoder) } catch { throw PicklingError(of: error) ?? error }
  }

  /// What is wrong with a state that has no attributes.
  private static func problem(_ reader: ObjectReader, _ word: Word) -> PicklingError? {
    guard case .instance(let instance) = reader.graph.meaning(word) else {
      return reader.mismatch("a dict or an instance", word)
    }
    for state in instance.states where reader.graph.attributeDicts(instance).isEmpty {
      return PicklingError(
        .badState, "the state should be a dict of attributes, found \(PickleValue(reader.graph, state))")
    }
    return nil
  }

  /// Whether there may be attributes; an instance can be made of nothing but arguments.
  private static func hasAttributes(_ reader: ObjectReader, _ word: Word) -> Bool {
    guard case .instance(let instance) = reader.graph.meaning(word) else { return true }
    return instance.arguments.isEmpty || instance.keywords != nil
      || !reader.graph.attributeDicts(instance).isEmpty || PickleValue(reader.graph, word).dictWord != nil
  }

  func checkIsKeyed() throws {
    if let problem { throw problem }
  }

  @inline(__always)
  func value(at index: Int) -> Word {
    table.collected.isEmpty ? values[index &* table.stride] : table.collected[index]
  }

  /// The attribute of a name, where there is one.
  @inline(__always)
  private func find(_ name: String) throws -> Change? {
    if changes != nil || problem != nil { return try findChanged(name) }
    return table.find(name).map { .word(value(at: $0)) }
  }

  @inline(never)
  private func findChanged(_ name: String) throws -> Change? {
    if let change = changes?[name] {
      if case .removed = change { return nil }
      return change
    }
    try checkIsKeyed()
    return table.find(name).map { .word(value(at: $0)) }
  }

  @inline(never)
  private func missing(_ name: String) -> PicklingError {
    let type = PickleValue(reader.graph, word).typeName
    return PicklingError(
      .missingAttribute, "there is no attribute \(name) in this \(type)", at: .member(name))
  }
}

// MARK: Members

extension PickleStateReader {
  /// The attribute of a name. An optional one is `nil` where it is missing.
  ///
  /// - Throws: ``PicklingError``, with the path, when it is missing or something else than a `T`.
  public func get<T>(_ name: String, as type: T.Type = T.self) throws -> T {
    switch try find(name) {
    case .word(let word):
      do { return try reader.read(word, as: T.self) } catch {
        throw PicklingError.adding(.member(name), to: error)
      }
    case .value(let value):
      do { return try reader.result(value, T.self) } catch {
        throw PicklingError.adding(.member(name), to: error)
      }
    case .removed, nil:
      if let optional = T.self as? any OptionalMember.Type { return try reader.result(optional.none, T.self) }
      throw missing(name)
    }
  }

  /// The integer of a name.
  ///
  /// - Throws: as `get(_:as:)`.
  public func get(_ name: String, as type: Int.Type = Int.self) throws -> Int {
    if case .word(let word) = try find(name), let int = word.inlineInt { return int }
    return try getAny(name)
  }

  /// The float of a name.
  ///
  /// - Throws: as `get(_:as:)`.
  public func get(_ name: String, as type: Double.Type = Double.self) throws -> Double {
    if case .word(let word) = try find(name), let double = word.double { return double }
    return try getAny(name)
  }

  /// The string of a name.
  ///
  /// - Throws: as `get(_:as:)`.
  public func get(_ name: String, as type: String.Type = String.self) throws -> String {
    if case .word(let word) = try find(name), word.has(.string), let text = reader.decoding.string(word) {
      return text
    }
    return try getAny(name)
  }

  /// The object of a name.
  ///
  /// - Throws: as `get(_:as:)`.
  public func get<T: Picklable>(_ name: String, as type: T.Type = T.self) throws -> T {
    guard case .word(let word) = try find(name) else { return try getAny(name) }
    return try object(name, word)
  }

  /// The object of a name, if there is one.
  ///
  /// - Throws: as `get(_:as:)`, but for a missing one.
  public func get<T: Picklable>(_ name: String, as type: T?.Type = T?.self) throws -> T? {
    guard case .word(let word) = try find(name) else { return try getAny(name) }
    guard word != .none else { return nil }
    let object: T = try object(name, word)
    return object
  }

  private func getAny<T>(_ name: String) throws -> T { try get(name, as: T.self) }

  private func object<T>(_ name: String, _ word: Word) throws -> T {
    do { return try reader.object(word, T.self) } catch {
      throw PicklingError.adding(.member(name), to: error)
    }
  }

  /// Whether there is an attribute of a name.
  public func contains(_ name: String) -> Bool {
    guard let found = try? find(name) else { return false }
    if case .removed = found { return false }
    return true
  }

  /// The names of all attributes, in the order of the pickle.
  public var names: [String] {
    var seen: Set<String> = []
    let own = table.names.compactMap { $0 }.filter { seen.insert($0).inserted && contains($0) }
    return own + (changes ?? [:]).keys.sorted().filter { seen.insert($0).inserted && contains($0) }
  }

  /// The object as the pickle describes it: its class, arguments and state, for classes that Python pickles
  /// in another way than by their attributes.
  public var pickleValue: PickleValue { PickleValue(reader.graph, word) }

  /// An argument that Python's class was called with, counted from 0.
  ///
  /// - Throws: ``PicklingError`` when there is none, or it is no `T`.
  public func argument<T>(_ index: Int, as type: T.Type = T.self) throws -> T {
    guard case .instance(let instance) = reader.graph.meaning(word),
      instance.arguments.indices.contains(index)
    else { throw PicklingError(.missingAttribute, "there is no argument \(index)", at: .argument(index)) }
    do { return try reader.read(instance.arguments[index], as: T.self) } catch {
      throw PicklingError.adding(.argument(index), to: error)
    }
  }
}

// MARK: Migration

extension PickleStateReader {
  /// Gives an attribute another name. Nothing happens where there is none.
  public mutating func rename(_ old: String, to new: String) {
    guard let found = try? find(old) else { return }
    changes = changes ?? [:]
    changes?[old] = .removed
    changes?[new] = found
  }

  /// Sets an attribute to a value of the type that the member has.
  public mutating func set<T>(_ name: String, to value: T) {
    changes = changes ?? [:]
    changes?[name] = .value(value)
  }

  /// Removes an attribute.
  public mutating func remove(_ name: String) {
    changes = changes ?? [:]
    changes?[name] = .removed
  }
}
