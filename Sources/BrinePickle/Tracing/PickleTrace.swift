import BrineCore

/// How large each part of a value is: its own bytes, and those of everything first reached through it.
///
/// ```swift
/// let trace = PickleTrace(pickle.root)
/// for node in trace.root.largestChildren(10) { print(node.step, node.size) }
/// ```
/// The parts are those that ``PickleValue/children`` shows, in the same order, depth first. An object counts where it
/// is met first; further references to it are nodes of their own, marked as repeated, that take two bytes each.
/// Names of attributes and keys that are plain values count for the value that has them. Sizes are those of
/// ``PickleStatistics``, plus what dates, bytes and the like are written with.
public struct PickleTrace: Sendable {
  /// What was found: the tree, flat, in document order.
  final class Storage: Sendable {
    let graph: PickleGraph
    let records: [Record]

    init(_ graph: PickleGraph, _ records: [Record]) {
      self.graph = graph
      self.records = records
    }
  }

  /// One node of the tree.
  struct Record: Sendable {
    let word: Word
    /// The bytes of the node and all below.
    var size: Int
    /// The index of the record after the last one below.
    var end: UInt32
    /// Which of its parent's children it is.
    let position: UInt32
    let isRepeated: Bool
  }

  private let storage: Storage
  /// Whether everything was looked at; not so where the pickle refers to the same parts far too often.
  public let isComplete: Bool

  /// Walks everything below `value`.
  public init(_ value: PickleValue) {
    var walk = TraceWalk(value.graph)
    isComplete = walk.run(from: value.word)
    storage = Storage(value.graph, walk.records)
  }

  /// The value that the trace began at.
  public var root: Node { Node(storage: storage, index: 0, step: nil) }

  /// The bytes of everything.
  public var size: Int { root.size }
}

/// The walk that finds the sizes, with a stack of its own.
private struct TraceWalk {
  let graph: PickleGraph
  var records: [PickleTrace.Record] = []
  private var seen: WordTable<Bool>
  private var frames: [Frame] = []
  private var budget: Int

  private struct Frame {
    let record: Int
    let children: PickleChildren
    var next = 0
    /// Whether the attributes were met before, as another instance's.
    let hasKnownState: Bool
  }

  init(_ graph: PickleGraph) {
    self.graph = graph
    seen = WordTable(graph, none: false)
    budget = min(graph.referenceBudget, Int(UInt32.max) / 2)
  }

  /// Walks everything below a word; `false` when that was too much.
  mutating func run(from root: Word) -> Bool {
    visit(root, position: 0)
    while let frame = frames.last {
      guard frame.next < frame.children.count, budget > 0 else {
        close(frame)
        continue
      }
      frames[frames.count - 1].next += 1
      let child = frame.children[frame.next]
      if !isLeftOut(child, of: frame) { visit(child.value.word, position: frame.next) }
    }
    return budget > 0
  }

  /// A fixed offset is part of a date; attributes of a state that was met before are not met again.
  private func isLeftOut(_ child: PickleChildren.Element, of frame: Frame) -> Bool {
    switch child.step {
    case .timeZone: graph.offsetText(child.value.word) != nil
    case .attribute: frame.hasKnownState
    default: false
    }
  }

  private mutating func close(_ frame: Frame) {
    frames.removeLast()
    records[frame.record].end = UInt32(truncatingIfNeeded: records.count)
    if let parent = frames.last { records[parent.record].size += records[frame.record].size }
  }

  private mutating func visit(_ word: Word, position: Int) {
    budget -= 1
    let isRepeated = graph.isStored(word) && !seen.insert(word)
    let index = records.count
    var size = isRepeated ? PickleGraph.referenceSize : graph.ownSize(word)
    var hasKnownState = false
    let isOpen = !isRepeated && word.mayHaveChildren
    let meaning = isOpen ? graph.meaning(word) : .none
    if isOpen { size += hiddenSize(word, meaning, &hasKnownState) }
    records.append(
      PickleTrace.Record(
        word: word, size: size, end: UInt32(truncatingIfNeeded: index + 1),
        position: UInt32(truncatingIfNeeded: position), isRepeated: isRepeated))
    if isOpen, !meaning.isLeaf {
      let children = PickleChildren(graph, meaning)
      frames.append(Frame(record: index, children: children, hasKnownState: hasKnownState))
    } else if let parent = frames.last {
      records[parent.record].size += size
    }
  }

  /// The size of the parts that are no nodes.
  private mutating func hiddenSize(_ word: Word, _ meaning: Meaning, _ hasKnownState: inout Bool) -> Int {
    var parts: [HiddenPart] = []
    graph.forEachHiddenPart(of: word, meaning) { parts.append($0) }
    budget -= parts.count
    var size = 0
    while let part = parts.popLast() {
      let isRepeated = graph.isStored(part.word) && !seen.insert(part.word)
      size += isRepeated ? PickleGraph.referenceSize : graph.ownSize(part.word)
      switch part.role {
      case .state: if isRepeated { hasKnownState = true }
      case .argument where !isRepeated && part.word.has(.object):
        graph.forEachHiddenPart(of: part.word, graph.meaning(part.word)) { parts.append($0) }
      default: break
      }
    }
    return size
  }
}
