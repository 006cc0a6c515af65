import Synchronization

/// A `NameIndex` that is made when a name is looked up first.
final class LazyNameIndex: Sendable {
  private let made = Mutex<NameIndex?>(nil)

  /// The index of names, which are the same each time.
  func index(of names: [NameSlice]) -> NameIndex {
    made.withLock { made in
      let index = made ?? NameIndex(names)
      made = index
      return index
    }
  }
}

/// Finds names in a list by their hashes.
///
/// It takes eight bytes and no memory of its own for each name, unlike a dictionary, and few names need no index.
struct NameIndex: Sendable {
  private struct Entry {
    let hash: UInt32
    let index: UInt32
  }
  /// By hash, those of one hash in the list's order. Empty where there are few names.
  private let entries: [Entry]

  /// So many names are looked at one after the other.
  private static let few = 16

  init(_ names: [NameSlice]) {
    guard names.count > Self.few else {
      entries = []
      return
    }
    var entries: [Entry] = []
    entries.reserveCapacity(names.count)
    for (index, name) in names.enumerated() {
      entries.append(Entry(hash: name.hash, index: UInt32(truncatingIfNeeded: index)))
    }
    entries.sort { ($0.hash, $0.index) < ($1.hash, $1.index) }
    self.entries = entries
  }

  /// The first of `names`, which are those the index was made from, that is `name`.
  func find(_ name: LookupName, in names: [NameSlice]) -> Int? {
    guard !entries.isEmpty else {
      for (index, other) in names.enumerated() where other.isEqual(to: name) { return index }
      return nil
    }
    let hash = name.hash
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    while low < entries.count, entries[low].hash == hash {
      let index = Int(entries[low].index)
      if names[index].isEqual(to: name) { return index }
      low += 1
    }
    return nil
  }
}
