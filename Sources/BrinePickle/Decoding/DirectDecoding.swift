import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Types that do not go through `Codable`: plain arrays and dictionaries for speed, and types with a Python
/// counterpart of their own.
extension ValueDecoder {
  /// The value, when `T` is one of those types; `nil` when it is not.
  @inline(never)
  func direct<T>(_ type: T.Type) throws -> T? {
    // Comparing types is a comparison of addresses.
    if type == Int.self { return try decode(Int.self) as? T }
    if type == String.self { return try decode(String.self) as? T }
    if type == Double.self { return try decode(Double.self) as? T }
    if word.mayHaveChildren || word.has(.bytes) {
      if let value = try directContainer(type) { return value }
      if !Self.ownTypes.contains(ObjectIdentifier(type)) {
        state.now.pointee.ordinaryType = ObjectIdentifier(type)
      }
      return nil
    }
    if type == BigInt.self {
      try state.spend(graph.leafSize(word) / 8)
      return graph.integer(word) as? T
    }
    return try directText(type)
  }

  /// All types that may be decoded otherwise than through their `init(from:)`.
  private static let ownTypes: Set<ObjectIdentifier> = Set(
    [
      Int.self, String.self, Double.self, BigInt.self, Data.self, Date.self, UUID.self, Decimal.self,
      Duration.self, PickleComplex.self, PickleBuffer.self, Range<Int>.self, ClosedRange<Int>.self,
      URL.self, NDArray.self, [Int].self, [Double].self, [Float].self, [String].self, [Bool].self,
      [Int32].self,
      [Int64].self,
      [UInt8].self, [String: Int].self, [String: Double].self, [String: String].self, [String: Bool].self,
    ].map { (type: any Any.Type) in ObjectIdentifier(type) })

  @inline(never)
  private func directContainer<T>(_ type: T.Type) throws -> T? {
    if word.has(.list) || word.isTuple {
      if type == [Int].self { return try array { $0.inlineInt ?? graph.int($0) } as? T }
      if type == [Double].self { return try array { $0.double ?? number($0) } as? T }
      if type == [Float].self { return try array { ($0.double ?? number($0)).map(Float.init) } as? T }
      if type == [String].self { return try array { $0.has(.string) ? state.string($0) : nil } as? T }
      if type == [Bool].self { return try array { $0 == .true ? true : $0 == .false ? false : nil } as? T }
      if type == [Int32].self { return try array { graph.int($0).flatMap(Int32.init(exactly:)) } as? T }
      if type == [Int64].self { return try array { graph.int($0).map(Int64.init) } as? T }
      if type == [UInt8].self { return try array { graph.int($0).flatMap(UInt8.init(exactly:)) } as? T }
      return nil
    }
    if word.has(.dict) {
      if type == [String: Int].self { return try dictionary { $0.inlineInt ?? graph.int($0) } as? T }
      if type == [String: Double].self { return try dictionary { $0.double ?? number($0) } as? T }
      if type == [String: String].self {
        return try dictionary { $0.has(.string) ? state.string($0) : nil } as? T
      }
      if type == [String: Bool].self {
        return try dictionary { $0 == .true ? true : $0 == .false ? false : nil } as? T
      }
      return nil
    }
    return try directObject(type)
  }

  // MARK: Arrays and dictionaries

  private func number(_ word: Word) -> Double? { graph.double(word) ?? graph.int(word).map(Double.init) }

  /// All items, or `nil` when one needs more than a look, which the general way then gives.
  @inline(__always)
  private func array<E>(_ read: (Word) -> E?) throws -> [E]? {
    let items = graph.items(word)
    try state.spend(items.count)
    var isComplete = true
    let array = [E](unsafeUninitializedCapacity: items.count) { buffer, count in
      for item in items {
        guard let value = read(item) else {
          isComplete = false
          return
        }
        (buffer.baseAddress.unsafelyUnwrapped + count).initialize(to: value)
        count += 1
      }
    }
    return isComplete ? array : nil
  }

  /// All entries, or `nil` when a key is no string or a value needs more than a look.
  @inline(__always)
  private func dictionary<V>(_ read: (Word) -> V?) throws -> [String: V]? {
    let entries = graph.rawEntries(word)
    try state.spend(entries.count)
    var dictionary: [String: V] = [:]
    dictionary.reserveCapacity(entries.count)
    for index in 0..<entries.count {
      let key = entries.key(index)
      guard key.has(.string), let name = state.string(key), let value = read(entries.value(index)) else {
        return nil
      }
      dictionary[name] = value
    }
    return dictionary
  }

  // MARK: Types with a Python counterpart

  private func directObject<T>(_ type: T.Type) throws -> T? {
    let value = PickleValue(graph, word)
    if let ndarray = value.ndarray, let result = try array(type, ndarray) { return result }
    if type == Data.self {
      guard let data = value.bytes else { throw mismatch(type, "bytes") }
      try state.spend(data.count / 8)
      return data as? T
    }
    if type == [UInt8].self, let data = value.bytes {
      try state.spend(data.count)
      return [UInt8](data) as? T
    }
    if type == Date.self {
      guard
        let date = value.instant
          ?? value.date.map({ Date(timeIntervalSince1970: Double($0.daysSince1970) * 86_400) })
      else { throw mismatch(type, "a date, or a datetime whose time zone is a fixed offset") }
      return date as? T
    }
    if type == UUID.self, let uuid = value.uuid { return uuid as? T }
    if type == Decimal.self, let text = value.decimalText { return try decimal(text) as? T }
    if type == Duration.self, let delta = value.timeDelta {
      let seconds = Int64(delta.days) * 86_400 + Int64(delta.seconds)
      return Duration(
        secondsComponent: seconds, attosecondsComponent: Int64(delta.microseconds) * 1_000_000_000_000) as? T
    }
    return try directNewer(type, value)
  }

  private func directNewer<T>(_ type: T.Type, _ value: PickleValue) throws -> T? {
    if type == PickleComplex.self, let complex = value.complex {
      return PickleComplex(complex.real, complex.imaginary) as? T
    }
    if type == PickleBuffer.self, let data = value.bytes {
      return PickleBuffer(data, isReadOnly: value.isReadOnlyBytes) as? T
    }
    if type == Range<Int>.self || type == ClosedRange<Int>.self, let (start, end) = range(value) {
      guard start <= end else { throw corrupted("the range goes backwards") }
      if type == Range<Int>.self { return start..<end as? T }
      guard start < end else { throw corrupted("a ClosedRange can't be empty") }
      return start...(end - 1) as? T
    }
    return nil
  }

  /// The bounds of a `range` with steps of one.
  private func range(_ value: PickleValue) -> (Int, Int)? {
    guard case .instance(let instance) = value.meaning,
      instance.name == PickleName(module: "builtins", name: "range"), instance.arguments.count == 3,
      let start = graph.int(instance.arguments[0]), let end = graph.int(instance.arguments[1]),
      graph.int(instance.arguments[2]) == 1
    else { return nil }
    return (start, end)
  }

  private func directText<T>(_ type: T.Type) throws -> T? {
    if type == Date.self, let seconds = number(word) { return Date(timeIntervalSince1970: seconds) as? T }
    if type == Decimal.self {
      if let int = graph.integer(word) { return try decimal(int.description) as? T }
      return try Decimal(decode(Double.self)) as? T
    }
    guard word.has(.string), let text = state.string(word) else { return nil }
    if type == UUID.self {
      guard let uuid = UUID(uuidString: text) else { throw corrupted("\(text) is not a UUID") }
      return uuid as? T
    }
    if type == URL.self {
      guard let url = URL(string: text) else { throw corrupted("\(text) is not a URL") }
      return url as? T
    }
    return nil
  }

  private func decimal(_ text: String) throws -> Decimal {
    let isNaN = text.lowercased().contains("nan")
    guard let value = isNaN ? Decimal.nan : Decimal(string: text) else {
      throw corrupted("\(text) does not fit Decimal")
    }
    return value
  }
}
