import Synchronization

/// What is known of a graph's by-value descriptions beyond the graph itself; made when first asked for.
///
/// dill sets some attributes late, to break cycles: it writes `setattr(cell, "cell_contents", function)` and drops the
/// result, so that nothing below the root leads to the call. The index finds these calls in one pass.
final class ByValueIndex: Sendable {
  /// What was set on an object last, by the word of the object and the name. A deleted attribute is `absent`.
  private let assignments: [Word: [Assigned: Word]]
  private let cache = Mutex<Cache>(Cache())

  /// The attributes that matter.
  enum Assigned: String { case cellContents = "cell_contents", qualname = "__qualname__" }

  /// Texts that many references to one object ask for again and again.
  private struct Cache {
    var titles: [Word: String] = [:]
    var lines: [Table: ClosedRange<Int>?] = [:]
    var coverage: [Word: Int] = [:]
    var sizes: [Word: Int] = [:]
    var dicts: [Word: Dict] = [:]
  }

  /// What is asked of the namespace of a class or module.
  struct Dict {
    /// The values of `__module__`, `__qualname__` and `__doc__`.
    var dunders: [String: Word] = [:]
    /// How many keys do not begin with two underscores.
    var plainCount = 0
  }

  private struct Table: Hashable {
    let word: Word
    let format: PickleLineTable.Format
  }

  init(_ graph: PickleGraph) {
    var assignments: [Word: [Assigned: Word]] = [:]
    var makers: [Word: ByValueMaker?] = [:]
    for index in 0..<graph.objects.count {
      let record = graph.objects[index]
      guard record.arguments.has(.tuple) else { continue }
      let arguments = graph.items(record.arguments)
      guard arguments.count == 2 || arguments.count == 3, arguments[1].has(.string) else { continue }
      let maker: ByValueMaker?
      if let known = makers[record.callable] {
        maker = known
      } else {
        maker = graph.byValueMaker(record.callable)
        makers[record.callable] = maker
      }
      guard
        maker == .setAttribute && arguments.count == 3 || maker == .deleteAttribute && arguments.count == 2,
        let name = graph.shortText(arguments[1]).flatMap(Assigned.init)
      else { continue }
      assignments[arguments[0], default: [:]][name] = arguments.count == 3 ? arguments[2] : .absent
    }
    self.assignments = assignments
  }

  /// What was set on an object: `nil` for nothing, `absent` where the attribute was deleted.
  func assigned(_ name: Assigned, to object: Word) -> Word? { assignments[object]?[name] }

  /// A text about an object, made once.
  func title(_ word: Word, _ make: () -> String) -> String {
    if let known = cache.withLock({ $0.titles[word] }) { return known }
    let title = make()
    cache.withLock { cache in
      if cache.titles.count < Self.mostTitles { cache.titles[word] = title }
    }
    return title
  }

  /// The lines that a table goes over, found once.
  func lines(of word: Word, _ format: PickleLineTable.Format, _ find: () -> ClosedRange<Int>?) -> ClosedRange<
    Int
  >? {
    let table = Table(word: word, format: format)
    if let known = cache.withLock({ $0.lines[table] }) { return known }
    let lines = find()
    cache.withLock { $0.lines[table] = .some(lines) }
    return lines
  }

  /// How much bytecode the pairs of a line table stand for together, found once.
  func coverage(of word: Word, _ find: () -> Int) -> Int {
    if let known = cache.withLock({ $0.coverage[word] }) { return known }
    let coverage = find()
    cache.withLock { $0.coverage[word] = coverage }
    return coverage
  }

  /// How many bytes there are behind the call that old protocols write for bytes, found once.
  func size(of word: Word, _ find: () -> Int) -> Int {
    if let known = cache.withLock({ $0.sizes[word] }) { return known }
    let size = find()
    cache.withLock { $0.sizes[word] = size }
    return size
  }

  /// What is asked of the namespace of a class or module, found once.
  func namespace(_ dict: Word, _ graph: PickleGraph) -> Dict {
    if let known = cache.withLock({ $0.dicts[dict] }) { return known }
    var found = Dict()
    let entries = graph.entries(dict)
    for index in 0..<entries.count {
      guard entries.key(index).has(.string) else { continue }
      let name = graph.clippedText(entries.key(index), limit: 16)
      if !name.hasPrefix("__") { found.plainCount += 1 }
      if ["__module__", "__qualname__", "__doc__"].contains(name) {
        found.dunders[name] = entries.value(index)
      }
    }
    cache.withLock { $0.dicts[dict] = found }
    return found
  }

  private static let mostTitles = 10_000
}

extension ByValueIndex {
  private struct Entry {
    weak var graph: PickleGraph?
    let index: ByValueIndex
  }

  /// The indexes of the graphs that were looked at last. They don't keep their graphs.
  private static let recent = Mutex<[Entry]>([])

  /// The index of a graph.
  static func of(_ graph: PickleGraph) -> ByValueIndex {
    let known = recent.withLock { entries in entries.first { $0.graph === graph }?.index }
    if let known { return known }
    let index = ByValueIndex(graph)
    recent.withLock { entries in
      entries.removeAll { $0.graph == nil }
      if entries.count >= 8 { entries.removeFirst() }
      entries.append(Entry(graph: graph, index: index))
    }
    return index
  }
}
