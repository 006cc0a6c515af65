import BrineCore

/// Finds the objects that are items of sets or keys of dicts, which must be restored before they are hashed.
///
/// It walks through containers only, not into other objects, and into each container once.
struct HashedObjects: ~Copyable {
  private let graph: PickleGraph
  /// For each container whether it was walked: 1 as a value, 2 as a part of a key too.
  private var seen: Vector<UInt8>
  private var pending: [(word: Word, isHashed: Bool)] = []

  init(_ graph: PickleGraph) {
    self.graph = graph
    seen = Vector(zeroed: graph.containers.count)
  }

  /// The objects in a value, or in the state of an object, that were not found before.
  mutating func found(in word: Word) -> [Word] {
    if word.has(.object) {
      let record = graph.objects[word.objectIndex]
      push(record.state, false)
      push(record.items, false)
      push(record.arguments, false)
    } else {
      push(word, false)
    }
    var found: [Word] = []
    while let (next, isHashed) = pending.popLast() {
      if next.has(.object) { found.append(next) } else { walk(next, isHashed) }
    }
    return found
  }

  @inline(__always)
  private mutating func push(_ word: Word, _ isHashed: Bool) {
    switch word.tag {
    case .list, .tuple, .dict, .set, .frozenset, .parts:
      let level: UInt8 = isHashed ? 2 : 1
      guard seen[word.payload] < level else { return }
      seen[word.payload] = level
      pending.append((word, isHashed))
    case .object:
      if let list = oldSet(word) {
        push(list, true)
      } else if isHashed {
        pending.append((word, true))
      }
    default: break
    }
  }

  private mutating func walk(_ word: Word, _ isHashed: Bool) {
    if word.has(.dict) {
      let entries = graph.rawEntries(word)
      for index in 0..<entries.count {
        push(entries.key(index), true)
        push(entries.value(index), isHashed)
      }
    } else {
      let isSet = word.has(.set) || word.has(.frozenset)
      for item in graph.items(word) { push(item, isHashed || isSet) }
    }
  }

  /// The items of a set that an old protocol wrote as a call.
  private func oldSet(_ word: Word) -> Word? {
    let known = graph.known(graph.objects[word.objectIndex].callable)
    guard known == .set || known == .frozenset else { return nil }
    switch graph.meaning(word) {
    case .set(let list), .frozenset(let list): return list == .emptyTuple ? nil : list
    default: return nil
    }
  }
}
