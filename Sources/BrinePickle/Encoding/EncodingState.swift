import BrineCore

/// What all containers of one encoding share.
final class EncodingState {
  let settings: PickleEncoder
  /// What changes; behind a pointer, because every access to a class's own `var` is checked at run time.
  let now: UnsafeMutablePointer<Now>

  struct Now: ~Copyable {
    /// The state that this is part of.
    unowned(unsafe) var state: EncodingState?
    var builder = GraphBuilder()
    var root = Word.absent
    /// How many values were put in their places.
    var placed = 0
    /// The keys and indexes from the root to the value being encoded.
    var path = CodingSteps()
    /// For each level the container that its encoder made, and whose it is.
    var open: [(place: Place, container: Word)] = []
    /// What the value that is encoded next is to be, besides what its `encode(to:)` makes of it.
    var pending = TypeKind.ordinary
    var hasPending = false
    /// The last type that was found to be an ordinary one: rows of one type come one after the other.
    var ordinaryType: ObjectIdentifier?
    var kinds: [ObjectIdentifier: TypeKind] = [:]
    var keys = KnownKeys()
    /// By type, the words of coding keys that are a byte each.
    var keyTables: [ObjectIdentifier: UnsafeMutablePointer<Word>] = [:]
    var lastKeyTable: (type: ObjectIdentifier, words: UnsafeMutablePointer<Word>)?
    var utc = Word.absent
    var arrays = ArrayImporters()
  }

  typealias PathEntry = CodingSteps.Step

  /// Where the value of an encoder belongs.
  struct Place: Equatable {
    /// The index of the dict or list; `root` for none.
    var container: UInt32
    /// How many steps from the root.
    var depth: UInt32
    /// The key in a dict; `absent` in a list.
    var key: Word

    static let root = Place(container: .max, depth: 0, key: .absent)
  }

  init(_ settings: PickleEncoder) {
    self.settings = settings
    now = .allocate(capacity: 1)
    now.initialize(to: Now())
    now.pointee.state = self
  }

  deinit {
    for table in now.pointee.keyTables.values { table.deallocate() }
    now.deinitialize(count: 1)
    now.deallocate()
  }

  /// The graph of what was encoded.
  func finish() throws -> PickleValue {
    let root = now.pointee.root
    for table in now.pointee.keyTables.values { table.deallocate() }
    let builder = now.move().builder
    now.initialize(to: Now())
    now.pointee.state = self
    return PickleValue(try builder.finish(root), root)
  }

  /// Puts a value where it belongs.
  @inline(__always)
  func put(_ word: Word, at place: Place) { now.pointee.put(word, at: place) }

  // MARK: The path

  /// Goes one step deeper, from `depth`.
  @inline(__always)
  func enter(_ entry: PathEntry, at depth: Int) throws {
    guard depth < settings.options.limits.depth else { throw tooDeep() }
    now.pointee.path.enter(entry, at: depth)
  }

  @inline(__always)
  func leave(to depth: Int) { now.pointee.path.leave(to: depth) }

  @inline(never)
  private func tooDeep() -> PickleError {
    let limit = settings.options.limits.depth
    return PickleError(
      .limitExceeded,
      "the value nests deeper than \(limit) levels (Limits.depth). Codable can't encode objects that hold each other; "
        + "Picklable can",
      context: ErrorContext(path: codingPath(depth: 8).map(\.stringValue).joined(separator: "/") + "/…"))
  }

  func codingPath(depth: Int) -> [any CodingKey] { now.pointee.path.codingPath(depth: depth) }

  func failure(_ value: Any, _ text: String, depth: Int) -> EncodingError {
    .invalidValue(value, EncodingError.Context(codingPath: codingPath(depth: depth), debugDescription: text))
  }

  // MARK: Keys

  /// The string of a coding key: the same object each time.
  @inline(__always)
  func word(_ key: some CodingKey, depth: Int) -> Word {
    let text = key.stringValue
    if let word = now.pointee.keys.expected(text) { return word }
    return unexpected(key, text, depth: depth)
  }

  @inline(never)
  private func unexpected(_ key: any CodingKey, _ text: String, depth: Int) -> Word {
    if let word = now.pointee.keys.known(text) { return word }
    switch settings.keyEncodingStrategy {
    case .useDefaultKeys: return now.pointee.keys.add(text, now.pointee.builder.shared(text))
    case .convertToSnakeCase:
      return now.pointee.keys.add(text, now.pointee.builder.shared(SnakeCase.made(of: text)))
    // The same key may become another name elsewhere.
    case .custom(let convert):
      return now.pointee.builder.shared(convert(codingPath(depth: depth) + [key]).stringValue)
    }
  }
}

/// The words of keys. Structures of one type have the same keys in the same order, so that the next one is mostly known.
struct KnownKeys {
  private struct Key {
    let text: String
    let word: Word
    /// The place of the key that came after this one the last time.
    var next: Int
  }

  private var keys: [Key] = []
  private var places: [String: Int] = [:]
  private var next = 0
  private var last = -1

  /// The word of a key, when it is the one that is expected.
  @inline(__always)
  mutating func expected(_ text: String) -> Word? {
    guard next < keys.count, keys[next].text == text else { return nil }
    last = next
    next = keys[last].next
    return keys[last].word
  }

  mutating func known(_ text: String) -> Word? {
    guard let place = places[text] else { return nil }
    expect(place)
    return keys[place].word
  }

  mutating func add(_ text: String, _ word: Word) -> Word {
    places[text] = keys.count
    keys.append(Key(text: text, word: word, next: keys.count + 1))
    expect(keys.count - 1)
    return word
  }

  private mutating func expect(_ place: Int) {
    if last >= 0 { keys[last].next = place }
    last = place
    next = keys[place].next
  }
}

extension EncodingState.Now {
  /// The words of coding keys of a type by their bytes, `absent` where one was not used yet; `nil` for keys that are more
  /// than a byte, as the cases of an enumeration are, or may become another name elsewhere.
  @inline(__always)
  mutating func keyTable<Key: CodingKey>(of type: Key.Type) -> UnsafeMutablePointer<Word>? {
    guard MemoryLayout<Key>.size == 1, _isPOD(Key.self) else { return nil }
    if let last = lastKeyTable, last.type == ObjectIdentifier(Key.self) { return last.words }
    return otherKeyTable(ObjectIdentifier(Key.self))
  }

  @inline(never)
  private mutating func otherKeyTable(_ type: ObjectIdentifier) -> UnsafeMutablePointer<Word>? {
    if case .custom? = state?.settings.keyEncodingStrategy { return nil }
    let words: UnsafeMutablePointer<Word>
    if let known = keyTables[type] {
      words = known
    } else {
      words = .allocate(capacity: 256)
      words.initialize(repeating: .absent, count: 256)
      keyTables[type] = words
    }
    lastKeyTable = (type, words)
    return words
  }
}
