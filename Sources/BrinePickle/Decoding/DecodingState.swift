import BrineCore

/// What all containers of one decoding share.
final class DecodingState {
  let graph: PickleGraph
  let settings: PickleDecoder
  /// What changes. Behind a pointer, because every access to a class's own `var` is checked at run time, which costs
  /// more than reading a field does.
  let now: UnsafeMutablePointer<Now>

  struct Now {
    /// The keys and indexes from the root to the value being decoded.
    var path = CodingSteps()
    var budget: Int
    var lastShape: UInt32 = 0
    var lastTable: KeyTable?
    var tables: [UInt32: KeyTable] = [:]
    /// The last type that was found to have no way of its own: rows of one type come one after the other.
    var ordinaryType: ObjectIdentifier?
    /// Long strings that were made once: a pickle may refer to one again and again.
    var longStrings: [Int: String] = [:]
  }

  typealias PathEntry = CodingSteps.Step

  init(_ settings: PickleDecoder, _ graph: PickleGraph) {
    self.settings = settings
    self.graph = graph
    let bytes = graph.size.multiplied(4) ?? .max
    now = .allocate(capacity: 1)
    now.initialize(to: Now(budget: bytes.adding(settings.options.limits.expansion) ?? .max))
  }

  deinit {
    now.deinitialize(count: 1)
    now.deallocate()
  }

  /// Ends the decoding: the tables hold on to this object, as containers hold on to tables.
  func finish() {
    now.pointee.lastTable = nil
    now.pointee.tables = [:]
  }

  // MARK: Limits

  /// Counts values that are made, which are many more than the pickle holds when it refers to one list a million times.
  @inline(__always)
  func spend(_ count: Int) throws {
    now.pointee.budget -= count
    if now.pointee.budget < 0 { throw exhausted() }
  }

  @inline(never)
  private func exhausted() -> PickleError {
    PickleError(
      .limitExceeded, "the pickle decodes into far more values than it has bytes; see Limits.expansion",
      context: ErrorContext(path: pathText))
  }

  // MARK: The path

  /// Runs `body` one step deeper.
  @inline(__always)
  func descend<T>(_ entry: PathEntry, to depth: Int, _ body: () throws -> T) throws -> T {
    try enter(entry, at: depth)
    let value = try body()
    leave(to: depth)
    return value
  }

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
    PickleError(
      .limitExceeded, "the value nests deeper than \(settings.options.limits.depth) levels; see Limits.depth")
  }

  func codingPath(depth: Int) -> [any CodingKey] { now.pointee.path.codingPath(depth: depth) }

  /// The path as ``PicklePath`` writes it.
  private var pathText: String {
    codingPath(depth: now.pointee.path.count).reduce("") { text, key in
      if let index = key.intValue { return text + "[\(index)]" }
      return text.isEmpty ? key.stringValue : text + "/" + key.stringValue
    }
  }

  // MARK: Strings

  /// A string of the pickle; the same storage each time when it is long.
  @inline(__always)
  func string(_ word: Word) -> String? {
    if let text = graph.plainASCII(word), text.count <= 256 { return String(ascii: text) }
    return longString(word)
  }

  @inline(never)
  private func longString(_ word: Word) -> String? {
    if let known = now.pointee.longStrings[word.leafOffset] { return known }
    guard let string = graph.string(word) else { return nil }
    if string.utf8.count > 256 { now.pointee.longStrings[word.leafOffset] = string }
    return string
  }

  // MARK: Keys

  /// Whether names depend on more than the key, so that no two dicts need have the same.
  private var isCustom: Bool {
    if case .custom = settings.keyDecodingStrategy { return true }
    return false
  }

  var usesDefaultKeys: Bool {
    if case .useDefaultKeys = settings.keyDecodingStrategy { return true }
    return false
  }

  /// The names of a dict's keys, found once for all dicts of the same shape.
  @inline(__always)
  func table(_ container: Container, _ dict: Word, depth: Int, keepsKeys: Bool) throws -> KeyTable {
    if keepsKeys || isCustom { return try makeTable(dict, depth: depth, keepsKeys: keepsKeys) }
    if container.aux != 0, container.aux == now.pointee.lastShape, let last = now.pointee.lastTable {
      return last
    }
    return try findTable(container, dict, depth: depth)
  }

  @inline(never)
  private func findTable(_ container: Container, _ dict: Word, depth: Int) throws -> KeyTable {
    let table = try now.pointee.tables[container.aux] ?? makeTable(dict, depth: depth, keepsKeys: false)
    if container.aux != 0 {
      now.pointee.tables[container.aux] = table
      now.pointee.lastShape = container.aux
      now.pointee.lastTable = table
    }
    return table
  }

  private func makeTable(_ dict: Word, depth: Int, keepsKeys: Bool) throws -> KeyTable {
    let entries = graph.rawEntries(dict)
    try spend(entries.count)
    let names = (0..<entries.count).map { codingName(entries.key($0), depth: depth, keepsKeys: keepsKeys) }
    return KeyTable(self, names, stride: entries.stride)
  }

  /// The name by which a key is asked for; `nil` when it is neither a string nor an integer.
  func codingName(_ key: Word, depth: Int, keepsKeys: Bool) -> String? {
    guard key.has(.string), let name = string(key) else { return key.inlineInt.map { String($0) } }
    if keepsKeys { return name }
    switch settings.keyDecodingStrategy {
    case .useDefaultKeys: return name
    case .convertFromSnakeCase: return SnakeCase.converted(name)
    case .custom(let convert): return convert(codingPath(depth: depth) + [PickleKey(name)]).stringValue
    }
  }
}
