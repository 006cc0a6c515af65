import BrineCore

/// Which objects of a graph are met more than once when it is walked as typed JSON shows it.
///
/// Source: `Documentation/typed-json.md`, "Sharing and cycles".
struct SharedObjects {
  private enum Mark: UInt8 { case new, seen, shared, leaf }

  private var containers: [Mark]
  private var objects: [Mark]
  /// Bytearrays and the like, which are few.
  private var others: [Word: Mark] = [:]

  /// Walks everything below `root`, each object once, with a stack of its own.
  ///
  /// - Throws: `PickleError.Code.limitExceeded` when there are far more references than the pickle has bytes: parts of
  ///   calls, such as their arguments, are shown anew for each call, so that few bytes can ask for very many.
  init(_ graph: PickleGraph, root: Word) throws(PickleError) {
    var budget = graph.walkBudget
    containers = [Mark](repeating: .new, count: graph.containers.count)
    objects = [Mark](repeating: .new, count: graph.objects.count)
    var pending = [root]
    while let word = pending.popLast() {
      guard word.mayHaveChildren, self[word] != .leaf else { continue }
      if self[word] != .new {
        self[word] = .shared
        continue
      }
      let meaning = graph.meaning(word)
      if meaning.hasIdentity { self[word] = .seen } else if meaning.isLeaf { self[word] = .leaf }
      graph.forEachChild(of: meaning) {
        budget -= 1
        if $0.mayHaveChildren, budget > 0 { pending.append($0) }
      }
      guard budget > 0 else {
        throw PickleError(.limitExceeded, "the pickle refers to the same parts far too often")
      }
    }
  }

  /// Whether the object is met more than once.
  func isShared(_ word: Word) -> Bool { word.mayHaveChildren && self[word] == .shared }

  private subscript(word: Word) -> Mark {
    get {
      switch word.tag {
      case .list, .tuple, .dict, .set, .frozenset, .parts: containers[word.payload]
      case .object: objects[word.objectIndex]
      default: others[word] ?? .new
      }
    }
    set {
      switch word.tag {
      case .list, .tuple, .dict, .set, .frozenset, .parts: containers[word.payload] = newValue
      case .object: objects[word.objectIndex] = newValue
      default: others[word] = newValue
      }
    }
  }
}

extension PickleGraph {
  /// How large what the graph was made of is. A graph that was built has few bytes for many values.
  var size: Int { options.buffers.reduce(byteRange.count &+ pool.count) { $0 &+ $1.data.count } }

  /// How many references may be followed in one walk.
  var walkBudget: Int { (size.multiplied(16) ?? .max).adding(1 << 20) ?? .max }
}

extension Word {
  /// Whether the word may be met again as the same object, or lead to others.
  var mayHaveChildren: Bool { bits >= UInt64(Tag.bytearray.rawValue) &<< 48 }
}

extension Meaning {
  /// Whether there is nothing below.
  var isLeaf: Bool {
    switch self {
    case .time(_, let tz), .datetime(_, _, let tz): tz == nil
    default: !hasIdentity
    }
  }
}
