import BrineCore

/// What all containers of one encoding share.
final class EncodingState {
  let settings: PickleEncoder
  /// What changes; behind a pointer, because every access to a class's own `var` is checked at run time.
  let now: UnsafeMutablePointer<Now>

  struct Now: ~Copyable {
    var builder = GraphBuilder()
    var root = Word.absent
    /// How many values were put in their places.
    var placed = 0
    /// The keys and indexes from the root to the value being encoded.
    var path: [PathEntry] = []
    /// For each level the container that its encoder made, and whose it is.
    var open: [(place: Place, container: Word)] = []
    /// What the value that is encoded next is to be, besides what its `encode(to:)` makes of it.
    var pending = TypeKind.ordinary
    var hasPending = false
    /// The last type that was found to be an ordinary one: rows of one type come one after the other.
    var ordinaryType: ObjectIdentifier?
    var kinds: [ObjectIdentifier: TypeKind] = [:]
    var keys = KnownKeys()
    var utc = Word.absent
  }

  enum PathEntry {
    case key(any CodingKey)
    case index(Int)
  }

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
  }

  deinit {
    now.deinitialize(count: 1)
    now.deallocate()
  }

  /// The graph of what was encoded.
  func finish() throws -> PickleValue {
    let root = now.pointee.root
    let builder = now.move().builder
    now.initialize(to: Now())
    return PickleValue(try builder.finish(root), root)
  }

  /// Puts a value where it belongs.
  @inline(__always)
  func put(_ word: Word, at place: Place) {
    now.pointee.placed &+= 1
    if place.container == .max {
      now.pointee.root = word
    } else if place.key == .absent {
      now.pointee.builder.append(word, to: Word(.list, Int(place.container)))
    } else {
      now.pointee.builder.set(place.key, word, in: Word(.dict, Int(place.container)))
    }
  }

  // MARK: The path

  /// Goes one step deeper, from `depth`.
  @inline(__always)
  func enter(_ entry: PathEntry, at depth: Int) throws {
    leave(to: depth)
    guard depth < settings.options.limits.depth else { throw tooDeep() }
    now.pointee.path.append(entry)
  }

  @inline(__always)
  func leave(to depth: Int) {
    while now.pointee.path.count > depth { now.pointee.path.removeLast() }
  }

  @inline(never)
  private func tooDeep() -> PickleError {
    let limit = settings.options.limits.depth
    return PickleError(
      .limitExceeded,
      "the value nests deeper than \(limit) levels (Limits.depth). Codable can't encode objects that hold each other; "
        + "Picklable can",
      context: ErrorContext(path: codingPath(depth: 8).map(\.stringValue).joined(separator: "/") + "/…"))
  }

  func codingPath(depth: Int) -> [any CodingKey] {
    now.pointee.path.prefix(depth).map {
      switch $0 {
      case .key(let key): key
      case .index(let index): PickleKey(index)
      }
    }
  }

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
