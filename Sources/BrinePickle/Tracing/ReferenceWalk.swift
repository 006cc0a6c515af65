import BrineCore

/// The walk that finds all references, with a stack of its own.
struct ReferenceWalk {
  private let graph: PickleGraph
  private(set) var holders: [PickleReferences.Holder] = []
  private(set) var edges: [PickleReferences.Edge] = []
  private(set) var last: WordTable<UInt32>
  private var seen: WordTable<Bool>
  private var frames: [Frame] = []
  private var budget: Int

  private struct Frame {
    let holder: UInt32
    let children: PickleChildren
    var next = 0
  }

  init(_ graph: PickleGraph) {
    self.graph = graph
    last = WordTable(graph, none: 0)
    seen = WordTable(graph, none: false)
    budget = min(graph.referenceBudget, Int(Int32.max) / 2)
  }

  /// Walks everything below a word; `false` when that was too much.
  mutating func run(from root: Word) -> Bool {
    visit(root, edge: -1)
    while let frame = frames.last {
      guard frame.next < frame.children.count, budget > 0 else {
        frames.removeLast()
        continue
      }
      frames[frames.count - 1].next += 1
      let word = frame.children[frame.next].value.word
      budget -= 1
      guard graph.isStored(word) else { continue }
      let edge = edges.count
      add(word, frame.holder, .child(UInt32(truncatingIfNeeded: frame.next)))
      visit(word, edge: Int32(truncatingIfNeeded: edge))
    }
    return budget > 0
  }

  private mutating func add(_ word: Word, _ holder: UInt32, _ place: PickleReferences.Place) {
    edges.append(PickleReferences.Edge(holder: holder, place: place, previous: last[word]))
    last[word] = UInt32(truncatingIfNeeded: edges.count)
  }

  private mutating func visit(_ word: Word, edge: Int32) {
    guard word.mayHaveChildren, seen.insert(word) else { return }
    let meaning = graph.meaning(word)
    let holder = UInt32(truncatingIfNeeded: holders.count)
    holders.append(PickleReferences.Holder(word: word, edge: edge))
    graph.forEachHiddenPart(of: word, meaning) { part in
      budget -= 1
      guard budget > 0, graph.isStored(part.word) else { return }
      switch part.role {
      case .key(let index): add(part.word, holder, .key(UInt32(truncatingIfNeeded: index)))
      case .state(let index): add(part.word, holder, .state(UInt32(truncatingIfNeeded: index)))
      case .argument(let index): add(part.word, holder, .argument(UInt32(truncatingIfNeeded: index)))
      }
    }
    if !meaning.isLeaf { frames.append(Frame(holder: holder, children: PickleChildren(graph, meaning))) }
  }
}
