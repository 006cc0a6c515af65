import BrineCore

/// A value for each word of one graph that can be told apart from others: objects, and leaves by their place.
///
/// Containers and objects, which are nearly all, index an array; the rest goes to a dictionary.
struct WordTable<Value: Sendable>: Sendable {
  private var containers: [Value]
  private var objects: [Value]
  private var others: [Word: Value] = [:]
  private let none: Value

  /// A table in which every word has the value `none`.
  init(_ graph: PickleGraph, none: Value) {
    self.none = none
    containers = [Value](repeating: none, count: graph.containers.count)
    objects = [Value](repeating: none, count: graph.objects.count)
  }

  subscript(word: Word) -> Value {
    get {
      switch word.tag {
      case .list, .tuple, .dict, .set, .frozenset, .parts: containers[word.payload]
      case .object: objects[word.objectIndex]
      default: others[word] ?? none
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

extension WordTable where Value == Bool {
  /// Notes that a word was met.
  ///
  /// - Returns: whether this was the first time.
  mutating func insert(_ word: Word) -> Bool {
    if self[word] { return false }
    self[word] = true
    return true
  }
}

extension PickleGraph {
  /// How many references may be followed in one walk: several times what an honest graph holds, where each takes a byte
  /// of the file or a word of the pool.
  ///
  /// Only arguments of calls are walked anew for each call, so that few bytes can ask for more.
  var referenceBudget: Int {
    let size = byteRange.count.adding(pool.count) ?? .max
    return (size.multiplied(2) ?? .max).adding(1 << 20) ?? .max
  }
}
