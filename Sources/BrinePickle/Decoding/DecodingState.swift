import BrineCore

/// What all containers of one decoding share.
final class DecodingState {
  let graph: PickleGraph
  let settings: PickleDecoder
  /// The keys and indexes from the root to the value being decoded.
  var path: [PathEntry] = []
  private var budget: Int
  private var lastTable: (shape: UInt32, table: KeyTable)?
  private var tables: [UInt32: KeyTable] = [:]
  /// Long strings that were made once: a pickle may refer to one again and again.
  private var longStrings: [Int: String] = [:]

  enum PathEntry {
    case key(any CodingKey)
    case index(Int)
  }

  init(_ settings: PickleDecoder, _ graph: PickleGraph) {
    self.settings = settings
    self.graph = graph
    let bytes = graph.byteRange.count.multiplied(4) ?? .max
    budget = bytes.adding(settings.options.limits.expansion) ?? .max
  }

  /// Counts values that are made, which are many more than the pickle holds when it refers to one list a million times.
  @inline(__always)
  func spend(_ count: Int) throws {
    budget -= count
    if budget < 0 { throw exhausted() }
  }

  @inline(never)
  private func exhausted() -> PickleError {
    PickleError(
      .limitExceeded, "the pickle decodes into far more values than it has bytes; see Limits.expansion",
      context: ErrorContext(path: codingPath(depth: path.count).map(\.stringValue).joined(separator: "/")))
  }

  /// Runs `body` one step deeper.
  @inline(__always)
  func descend<T>(_ entry: PathEntry, to depth: Int, _ body: () throws -> T) throws -> T {
    if path.count > depth { path.removeLast(path.count - depth) }
    guard depth < settings.options.limits.depth else { throw tooDeep() }
    path.append(entry)
    let value = try body()
    if path.count > depth { path.removeLast(path.count - depth) }
    return value
  }

  /// Goes one step deeper for good: for decoders and containers that are handed out.
  func enter(_ entry: PathEntry, at depth: Int) throws {
    try spend(1)
    if path.count > depth { path.removeLast(path.count - depth) }
    guard depth < settings.options.limits.depth else { throw tooDeep() }
    path.append(entry)
  }

  @inline(never)
  private func tooDeep() -> PickleError {
    PickleError(.limitExceeded, "the value nests deeper than \(settings.options.limits.depth) levels; see Limits.depth")
  }

  func codingPath(depth: Int) -> [any CodingKey] {
    path.prefix(depth).map {
      switch $0 {
      case .key(let key): key
      case .index(let index): PickleKey(index)
      }
    }
  }

  // MARK: Strings

  func string(_ word: Word) -> String? {
    let isLong = graph.withText(word) { $0.count > 256 }
    guard isLong else { return graph.string(word) }
    if let known = longStrings[word.leafOffset] { return known }
    let string = graph.string(word)
    longStrings[word.leafOffset] = string
    return string
  }

  // MARK: Keys

  /// The names of a dict's keys, found once for all dicts of the same shape.
  @inline(__always)
  func table(_ container: Container, _ dict: Word, depth: Int) -> KeyTable {
    if container.aux != 0, let last = lastTable, last.shape == container.aux { return last.table }
    return findTable(container, dict, depth: depth)
  }

  @inline(never)
  private func findTable(_ container: Container, _ dict: Word, depth: Int) -> KeyTable {
    if container.aux != 0, let known = tables[container.aux] {
      lastTable = (container.aux, known)
      return known
    }
    let entries = graph.rawEntries(dict)
    let table = KeyTable(
      (0..<entries.count).map { codingName(entries.key($0), depth: depth) }, stride: entries.stride)
    if container.aux != 0 {
      tables[container.aux] = table
      lastTable = (container.aux, table)
    }
    return table
  }

  /// The name by which a key is asked for; `nil` when it is no string.
  func codingName(_ key: Word, depth: Int) -> String? {
    guard key.has(.string), let name = string(key) else {
      return key.inlineInt.map(String.init)
    }
    switch settings.keyDecodingStrategy {
    case .useDefaultKeys: return name
    case .convertFromSnakeCase: return SnakeCase.converted(name)
    case .custom(let convert): return convert(codingPath(depth: depth) + [PickleKey(name)]).stringValue
    }
  }
}

/// The names of a dict's keys, and where each one's value is.
final class KeyTable {
  let names: [String?]
  /// How far apart values are.
  let stride: Int
  /// The entry that is expected to be asked for next: types ask in the order of their fields, which mostly is the
  /// order in the file.
  private var expected = 0
  private var places: [String: Int]?

  init(_ names: [String?], stride: Int) {
    self.names = names
    self.stride = stride
  }

  /// The number of the last entry of this name.
  @inline(__always)
  func find(_ name: String) -> Int? {
    let guess = expected
    if places == nil, guess < names.count, names[guess] == name {
      expected = guess + 1 == names.count ? 0 : guess + 1
      return isLast(guess, name) ? guess : search(name)
    }
    return search(name)
  }

  private var hasDuplicates: Bool?

  /// Whether no later entry has this name. That some name comes twice is found once for all.
  @inline(__always)
  private func isLast(_ index: Int, _ name: String) -> Bool {
    hasDuplicates == false || !checkDuplicates()
  }

  @inline(never)
  private func checkDuplicates() -> Bool {
    if let hasDuplicates { return hasDuplicates }
    let known = names.compactMap(\.self)
    let result = Set(known).count < known.count
    hasDuplicates = result
    return result
  }

  @inline(never)
  private func search(_ name: String) -> Int? {
    if names.count <= 8 {
      guard let index = names.lastIndex(of: name) else { return nil }
      expected = index + 1 == names.count ? 0 : index + 1
      return index
    }
    if let places { return places[name] }
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if let name { places[name] = index }
    }
    self.places = places
    return places[name]
  }
}

/// A coding key made of a dict's key or an index.
struct PickleKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = "Index \(index)"
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}

/// Names in snake case.
enum SnakeCase {
  /// `first_name` as `firstName`; underscores at either end stay.
  static func converted(_ name: String) -> String {
    let leading = name.prefix { $0 == "_" }
    let trailing = name.dropFirst(leading.count).reversed().prefix { $0 == "_" }
    let core = name.dropFirst(leading.count).dropLast(trailing.count)
    let parts = core.split(separator: "_")
    guard parts.count > 1 else { return name }
    let rest = parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    return leading + parts[0].lowercased() + rest.joined() + String(repeating: "_", count: trailing.count)
  }
}
