import BrineCore

/// Numbers that are equal when two values, of the same graph or another, are equal to Python.
///
/// `1`, `1.0` and `True` have one hash, sets and dicts have one in whatever order they are, instances are taken by
/// class, arguments, state and contents. Each object is hashed once, from the leaves up, with a stack of its own.
///
/// An object that leads back to itself can't be hashed from its leaves up. Those of one cycle (a strongly connected
/// component, found as in Tarjan, "Depth-first search and linear graph algorithms", 1972) are hashed by what is near
/// them: such a hash says that two may be equal, and its lowest bit is 0. In all other hashes that bit is 1.
struct StructuralHash {
  private let graph: PickleGraph
  private var known: WordTable<UInt64>
  /// The order in which objects were met; 0 for those that were not.
  private var numbers: WordTable<UInt32>
  private var count: UInt32 = 0
  /// What was met and is not hashed yet, and the way to the object that is being looked at.
  private var waiting: [Word] = []
  private var way: [Visit] = []
  private var budget: Int

  private struct Visit {
    let word: Word
    let children: [Word]
    var next = 0
    /// The first met of those that can be reached, as far as is known.
    var low: UInt32
    let number: UInt32
  }

  init(_ graph: PickleGraph) {
    self.graph = graph
    known = WordTable(graph, none: 0)
    numbers = WordTable(graph, none: 0)
    budget = graph.referenceBudget
  }

  /// Whether a hash stands for the whole value, rather than for what is near it in a cycle.
  static func isExact(_ hash: UInt64) -> Bool { hash & 1 == 1 }

  /// The hashes of values.
  ///
  /// - Throws: `limitExceeded` when the graph refers to the same parts far too often.
  mutating func hashes(_ words: some Collection<Word>) throws(PickleError) -> [UInt64] {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(words.count)
    for word in words { hashes.append(try hash(word)) }
    return hashes
  }

  private mutating func hash(_ word: Word) throws(PickleError) -> UInt64 {
    guard isObject(word) else { return graph.leafHash(word) }
    if known[word] == 0 { try visit(word) }
    while let top = way.last {
      if top.next < top.children.count {
        way[way.count - 1].next += 1
        try follow(top.children[top.next])
      } else {
        way.removeLast()
        if let parent = way.indices.last { way[parent].low = min(way[parent].low, top.low) }
        if top.low == top.number { finish(top) }
      }
    }
    return known[word]
  }

  /// Whether a word's hash is kept: it has children, or is long.
  private func isObject(_ word: Word) -> Bool { word.mayHaveChildren || graph.leafSize(word) > 64 }

  private mutating func follow(_ child: Word) throws(PickleError) {
    guard known[child] == 0 else { return }
    let number = numbers[child]
    guard number != 0 else { return try visit(child) }
    way[way.count - 1].low = min(way[way.count - 1].low, number)
  }

  private mutating func visit(_ word: Word) throws(PickleError) {
    let meaning = graph.meaning(word)
    var (children, references) = ([Word](), 1)
    graph.forEachChild(of: meaning) { child in
      references += 1
      if isObject(child), known[child] == 0 { children.append(child) }
    }
    budget -= references + meaning.contentWork(graph)
    guard budget > 0 else {
      throw PickleError(.limitExceeded, "the pickle refers to the same parts far too often")
    }
    if children.isEmpty {
      known[word] = graph.hash(word, meaning) { hash(ofKnown: $0) }
      return
    }
    count += 1
    numbers[word] = count
    waiting.append(word)
    way.append(Visit(word: word, children: children, low: count, number: count))
  }

  private func hash(ofKnown word: Word) -> UInt64 {
    let hash = known[word]
    return hash == 0 ? graph.leafHash(word) : hash
  }

  /// Hashes an object and all that form a cycle with it.
  private mutating func finish(_ visit: Visit) {
    let start = waiting.lastIndex(of: visit.word) ?? waiting.startIndex
    let members = Array(waiting[start...])
    waiting.removeLast(members.count)
    if members.count == 1, !visit.children.contains(visit.word) {
      known[visit.word] = graph.hash(visit.word, graph.meaning(visit.word)) { hash(ofKnown: $0) }
      return
    }
    var hashes: [Word: UInt64] = [:]
    for member in members { hashes[member] = graph.label(member) }
    // An instance, its state, the values in there: three rounds see that far.
    for _ in 0..<3 {
      let before = hashes
      for member in members {
        hashes[member] =
          graph.hash(member, graph.meaning(member)) { before[$0] ?? hash(ofKnown: $0) } & ~1
      }
    }
    // 0 stands for objects without a hash.
    for member in members { known[member] = max(2, (hashes[member] ?? 0) & ~1) }
  }
}
