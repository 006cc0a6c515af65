import BigInt
import BrineCore

/// Gives keys numbers that are equal exactly when Python holds the keys to be equal.
///
/// `1`, `1.0` and `True` are one key; strings and bytes are equal by content; tuples and frozensets by their items;
/// dates and the like by their arguments; other objects only to themselves. Tuples are numbered from the leaves up
/// and once each, so that deep or heavily shared ones cost no more than their size.
struct KeyInterner {
  private enum Key: Hashable {
    case int(Int)
    case big(BigInt)
    case float(UInt64)
    case text([UInt8])
    case bytes([UInt8])
    case tuple([Int])
    case frozenset([Int])
    case call(KnownGlobal, Int)
    case word(Word)
    case unique(Int)
  }

  private let graph: PickleGraph
  private var numbers: [Key: Int] = [:]
  private var known: [Word: Int] = [:]
  private var uniqueCount = 0

  init(_ graph: PickleGraph) { self.graph = graph }

  /// For `count` keys, the ones to keep in order, with the place of each one's last value; `nil` when all differ.
  mutating func order(count: Int, _ key: (Int) -> Word) -> [EntryOrder]? {
    var order: [EntryOrder] = []
    order.reserveCapacity(count)
    var places = [Int](repeating: -1, count: 0)
    for index in 0..<count {
      let number = number(of: key(index))
      while places.count <= number { places.append(-1) }
      if places[number] < 0 {
        places[number] = order.count
        order.append(
          EntryOrder(key: Int32(truncatingIfNeeded: index), value: Int32(truncatingIfNeeded: index)))
      } else {
        order[places[number]].value = Int32(truncatingIfNeeded: index)
      }
    }
    return order.count == count ? nil : order
  }

  /// The number of a key. Works through nested tuples with a stack of its own.
  mutating func number(of word: Word) -> Int {
    if let value = word.double, value.isNaN { return intern(key(value)) }
    var pending = [word]
    while let next = pending.last {
      if known[next] == nil {
        let parts = parts(next).filter { known[$0] == nil }
        if !parts.isEmpty {
          pending.append(contentsOf: parts)
          continue
        }
        known[next] = intern(key(next))
      }
      pending.removeLast()
    }
    return known[word] ?? 0
  }

  private mutating func intern(_ key: Key) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = numbers.count
    return numbers.count - 1
  }

  /// The words that must have numbers before this one can.
  private func parts(_ word: Word) -> [Word] {
    switch word.tag {
    case .tuple, .frozenset: return Array(graph.items(word))
    case .object: return dataCall(word).map { [$0.arguments] } ?? []
    default: return []
    }
  }

  private mutating func key(_ word: Word) -> Key {
    switch word.tag {
    case nil: return key(word.double ?? 0)
    case .int: return .int(word.inlineInt ?? 0)
    case .number:
      switch graph.number(word) {
      case .float(let value): return key(value)
      case .integer(let value): return Int(exactly: value).map { .int($0) } ?? .big(value)
      }
    case .constant: return word == .true ? .int(1) : word == .false ? .int(0) : .word(word)
    case .string: return .text(graph.text(word))
    case .bytes: return .bytes(graph.withBytes(word) { [UInt8]($0) })
    case .tuple: return .tuple(graph.items(word).map { known[$0] ?? 0 })
    case .frozenset: return .frozenset(Set(graph.items(word).map { known[$0] ?? 0 }).sorted())
    case .object:
      guard let call = dataCall(word) else { return .word(word) }
      return .call(call.known, known[call.arguments] ?? 0)
    default: return .word(word)
    }
  }

  private mutating func key(_ value: Double) -> Key {
    if let int = Int(exactly: value) { return .int(int) }
    if value.isNaN {
      uniqueCount += 1
      return .unique(uniqueCount)
    }
    return value.isFinite && value.rounded() == value ? .big(BigInt(value)) : .float(value.bitPattern)
  }

  /// A call that makes a value without identity of its own, such as a date, from hashable arguments.
  private func dataCall(_ word: Word) -> (known: KnownGlobal, arguments: Word)? {
    let record = graph.objects[word.objectIndex]
    guard word.construction == .reduce, record.callable.has(.global), record.state == .absent,
      record.items == .absent
    else { return nil }
    switch graph.globals[record.callable.payload].known {
    case .date, .datetime, .time, .timedelta, .timezone, .decimal, .complex:
      let isHashable = record.arguments == .emptyTuple || graph.containers[record.arguments.payload].aux == 0
      return isHashable ? (graph.globals[record.callable.payload].known, record.arguments) : nil
    default: return nil
    }
  }
}
