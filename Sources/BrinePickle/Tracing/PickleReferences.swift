import BrineCore

/// Who refers to what below a value: why an object is kept.
///
/// ```swift
/// let references = PickleReferences(pickle.root)
/// for reference in references.references(to: value) { print(reference.path) }
/// ```
/// One walk finds all references, each object's once. Objects are told apart by identity, strings and bytes by where
/// they are stored; numbers, `None` and the like have no identity, and nothing is said to refer to them.
public struct PickleReferences: Sendable {
  private let graph: PickleGraph
  private let holders: [Holder]
  private let edges: [Edge]
  /// 1 + the index of the last edge to each word; 0 for none.
  private let last: WordTable<UInt32>
  /// Whether everything was looked at; not so where the pickle refers to the same parts far too often.
  public let isComplete: Bool

  /// A value that refers to others, and the edge through which it was met first.
  struct Holder: Sendable {
    let word: Word
    /// The index of the edge; -1 for the root.
    let edge: Int32
  }

  /// One reference.
  struct Edge: Sendable {
    /// The index of the holder.
    let holder: UInt32
    let place: Place
    /// 1 + the index of the edge before this one that leads to the same word; 0 for none.
    let previous: UInt32
  }

  /// Where in its holder a reference is.
  enum Place: Sendable {
    case child(UInt32)
    case key(UInt32)
    case state(UInt32)
    case argument(UInt32)
  }

  /// Finds all references in a pickle.
  public init(_ graph: PickleGraph) { self.init(PickleValue(graph, graph.root)) }

  /// Finds all references below `root`.
  public init(_ root: PickleValue) {
    var walk = ReferenceWalk(root.graph)
    isComplete = walk.run(from: root.word)
    (graph, holders, edges, last) = (root.graph, walk.holders, walk.edges, walk.last)
  }

  /// How many references lead to a value.
  public func count(of value: PickleValue) -> Int { edges(to: value).count }

  /// The references that lead to a value, in document order, at most `limit` of them.
  ///
  /// The path of each is the first way to its holder, then the last step.
  public func references(to value: PickleValue, limit: Int = .max) -> [PickleReference] {
    var ways = Ways()
    return edges(to: value).prefix(limit).map { index in
      let edge = edges[index]
      let holder = Int(edge.holder)
      let step = step(of: edge, &ways)
      let way = way(to: holder, &ways)
      return PickleReference(
        holder: PickleValue(graph, holders[holder].word), step: step, holderPath: way.path,
        path: way.path.appending(step), depth: way.depth + 1)
    }
  }

  /// The indexes of the edges to a value, in document order.
  private func edges(to value: PickleValue) -> [Int] {
    guard value.graph === graph, graph.isStored(value.word) else { return [] }
    var indexes: [Int] = []
    var next = last[value.word]
    while next > 0 {
      indexes.append(Int(next) - 1)
      next = edges[Int(next) - 1].previous
    }
    return indexes.reversed()
  }

  // MARK: Ways

  /// What was worked out about holders, so that no part of a way is followed twice.
  private struct Ways {
    var known: [Int: (path: PicklePath, depth: Int)] = [:]
    var children: [Int: PickleChildren] = [:]
  }

  private func step(of edge: Edge, _ ways: inout Ways) -> PickleStep {
    switch edge.place {
    case .child(let position):
      let holder = Int(edge.holder)
      let children = ways.children[holder] ?? PickleValue(graph, holders[holder].word).children
      ways.children[holder] = children
      return children[Int(position)].step
    case .key(let index): return .keyItself(Int(index))
    case .state(let index): return .state(Int(index))
    case .argument(let index): return .argument(Int(index))
    }
  }

  /// The way to a holder, made of the ways that are known already.
  private func way(to holder: Int, _ ways: inout Ways) -> (path: PicklePath, depth: Int) {
    var (unknown, next) = ([Int](), holder)
    while ways.known[next] == nil, holders[next].edge >= 0 {
      unknown.append(next)
      next = Int(edges[Int(holders[next].edge)].holder)
    }
    var way = ways.known[next] ?? (PicklePath(), 0)
    for holder in unknown.reversed() {
      let step = step(of: edges[Int(holders[holder].edge)], &ways)
      way = (way.path.appending(step), way.depth + 1)
      ways.known[holder] = way
    }
    return way
  }
}

/// One place that refers to a value.
public struct PickleReference: Sendable {
  /// The value that refers to it.
  public let holder: PickleValue
  /// The step from there. A plain key or an attribute's name is ``PickleStep/keyItself(_:)``.
  public let step: PickleStep
  /// The first way to the holder.
  public let holderPath: PicklePath
  /// The whole way.
  public let path: PicklePath
  /// How many steps it has.
  public let depth: Int
}

extension PickleValue {
  /// Whether this is the value that its pickle holds.
  public var isRoot: Bool { word == graph.root }

  /// Whether other values can refer to this one, rather than hold one that is equal: not so for numbers and constants.
  public var hasPlace: Bool { graph.isStored(word) }
}

extension Pickle {
  /// The references that lead to a value of this pickle, at most `limit` of them.
  ///
  /// For more than one value, make one ``PickleReferences``.
  public func references(to value: PickleValue, limit: Int = .max) -> [PickleReference] {
    PickleReferences(root).references(to: value, limit: limit)
  }
}
