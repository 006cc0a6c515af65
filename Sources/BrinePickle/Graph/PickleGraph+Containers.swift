import BrineCore
import Synchronization

/// The children of containers.
extension PickleGraph {
  /// The items of a list, tuple, set, frozenset or parts word, as the pool has them.
  func items(_ word: Word) -> UnsafeBufferPointer<Word> {
    guard word != .emptyTuple else { return UnsafeBufferPointer(start: nil, count: 0) }
    let container = containers[word.payload]
    return UnsafeBufferPointer(start: pool.base + Int(container.start), count: Int(container.count))
  }

  /// The entries of a dict as the file has them: a key may come more than once.
  func rawEntries(_ word: Word) -> RawEntries {
    let container = containers[word.payload]
    let values = pool.base + Int(container.start)
    guard container.aux != 0 else {
      return RawEntries(keys: values, values: values + 1, stride: 2, count: Int(container.count))
    }
    let keys = pool.base + Int(shapes[Int(container.aux) - 1].start)
    return RawEntries(keys: keys, values: values, stride: 1, count: Int(container.count))
  }

  /// The entries of a dict as Python has them: each key once, where it first came, with its last value.
  func entries(_ word: Word) -> Entries {
    let raw = rawEntries(word)
    return Entries(raw: raw, order: order(word, count: raw.count) { raw.key($0) })
  }

  /// The items of a set, each once; of a frozenset or parts word too.
  func uniqueItems(_ word: Word) -> [Word] {
    let items = items(word)
    guard let order = order(word, count: items.count, { items[$0] }) else { return Array(items) }
    return order.map { items[Int($0.key)] }
  }

  /// Which items to keep where some are equal; `nil` where all differ. Found once for each container.
  private func order(_ word: Word, count: Int, _ key: (Int) -> Word) -> [EntryOrder]? {
    guard count > 1, !areSurelyDistinct(count, key) else { return nil }
    // Dicts of one shape have the same keys, and so one answer.
    let shape = word.has(.dict) ? Int(containers[word.payload].aux) : 0
    let place = shape == 0 ? word.payload : -shape
    if let known = orders.withLock({ $0[place] }) { return known.isEmpty ? nil : known }
    var interner = KeyInterner(self)
    let order = interner.order(count: count, key)
    orders.withLock { $0[place] = order ?? [] }
    return order
  }

  /// A cheap answer for small dicts.
  private func areSurelyDistinct(_ count: Int, _ key: (Int) -> Word) -> Bool {
    guard count <= 12 else { return false }
    for first in 0..<count {
      guard key(first).has(.string) || key(first).has(.int) || key(first) == .none else { return false }
      for second in 0..<first where !areSurelyDistinct(key(first), key(second)) { return false }
    }
    return true
  }

  /// Whether two strings, integers or Nones differ: what kind they are, or how long, mostly tells.
  private func areSurelyDistinct(_ left: Word, _ right: Word) -> Bool {
    guard left != right else { return false }
    guard left.has(.string), right.has(.string) else { return true }
    guard left.isASCII, right.isASCII else { return false }
    return withText(left) { left in
      withText(right) { right in
        left.count != right.count || (left.count <= 64 && !left.elementsEqual(right))
      }
    }
  }
}

/// Key and value, by number, of a dict as stored.
struct RawEntries {
  let keys: UnsafePointer<Word>
  let values: UnsafePointer<Word>
  let stride: Int
  let count: Int

  @inline(__always) func key(_ index: Int) -> Word { keys[index &* stride] }
  @inline(__always) func value(_ index: Int) -> Word { values[index &* stride] }
}

/// Where the key and the value of an entry are.
struct EntryOrder {
  var key: Int32
  var value: Int32
}

/// The entries of a dict, each key once.
struct Entries {
  let raw: RawEntries
  let order: [EntryOrder]?

  var count: Int { order?.count ?? raw.count }
  func key(_ index: Int) -> Word { raw.key(order.map { Int($0[index].key) } ?? index) }
  func value(_ index: Int) -> Word { raw.value(order.map { Int($0[index].value) } ?? index) }
}
