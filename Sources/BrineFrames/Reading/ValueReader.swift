import BrineCore
import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Python objects of a pickle as values of a frame.
enum ValueReader {
  /// A value of a pickle. What has no form here stays the object.
  static func value(_ value: PickleValue) -> FrameValue {
    var budget = mostParts
    return self.value(value, depth: 0, &budget)
  }

  /// The same, where many values are made that may have `budget` parts together.
  static func value(_ value: PickleValue, within budget: inout Int) -> FrameValue {
    var own = min(budget, mostParts)
    budget -= own
    defer { budget += own }
    return self.value(value, depth: 0, &own)
  }

  /// How many parts a tuple may have, those of tuples within it included.
  private static let mostParts = 4096

  private static func value(_ value: PickleValue, depth: Int, _ budget: inout Int) -> FrameValue {
    switch value.kind {
    case .none: return .none
    case .bool: return .bool(value.bool == true)
    case .int:
      guard let int = value.bigInt else { return object(value) }
      return Int64(exactly: int).map { .int($0) } ?? UInt64(exactly: int).map { .uint($0) } ?? object(value)
    case .float: return value.double.map { .float($0) } ?? object(value)
    case .complex: return value.complex.map { .complex($0.real, $0.imaginary) } ?? object(value)
    case .string: return value.string.map { .string($0) } ?? object(value)
    case .bytes: return value.bytes.map { .bytes([UInt8]($0)) } ?? object(value)
    case .date: return value.date.map { .date(days($0)) } ?? object(value)
    case .decimal: return value.decimalText.map { .decimal($0) } ?? object(value)
    case .tuple: return tuple(value, depth: depth, &budget)
    case .scalar:
      guard let array = value.ndarray, let element = array.values.first else { return object(value) }
      return NumPyText.value(element)
    default: return known(value, depth: depth, &budget) ?? object(value)
    }
  }

  private static func object(_ value: PickleValue) -> FrameValue { .object(PickleObject(value)) }

  private static func days(_ date: PickleDate) -> Int64 {
    var civil = CivilTime(days: 0)
    (civil.year, civil.month, civil.day) = (date.year, date.month, date.day)
    return civil.days
  }

  /// A tuple of plain values; long or deep ones stay objects, since a few bytes can nest one in another many
  /// times.
  private static func tuple(_ value: PickleValue, depth: Int, _ budget: inout Int) -> FrameValue {
    guard depth < 4, value.count <= 64, value.count <= budget, let items = value.array else {
      return object(value)
    }
    budget -= items.count
    return .tuple(items.map { self.value($0, depth: depth + 1, &budget) })
  }

  /// A value of pandas: a Timestamp, `NA` and so on; `nil` for anything else.
  static func known(_ value: PickleValue) -> FrameValue? {
    var budget = mostParts
    return known(value, depth: 0, &budget)
  }

  private static func known(_ value: PickleValue, depth: Int, _ budget: inout Int) -> FrameValue? {
    if let name = value.global { return isNA(name) ? .na : nil }
    guard let instance = value.instance, let name = instance.name, name.module.hasPrefix("pandas") else {
      return nil
    }
    let arguments = instance.arguments
    switch name.name {
    case "_nat_unpickle", "__nat_unpickle": return .nat
    case "_unpickle_timestamp": return timestamp(arguments)
    case "_timedelta_unpickle":
      guard let count = arguments.first?.int else { return nil }
      return .timedelta(Timedelta(Int64(count), unit(arguments.at(1))))
    // Before pandas 1.3: `Timestamp(count, freq, zone)`, `Timedelta(count)`.
    case "Timestamp": return timestamp(arguments)
    case "Timedelta":
      guard arguments.count == 1, let count = arguments[0].int else { return nil }
      return .timedelta(Timedelta(Int64(count)))
    case "Period":
      guard arguments.count == 3, let ordinal = arguments[2].int,
        let frequency = OffsetReader.frequency(arguments[1])
      else { return nil }
      return .period(Period(Int64(ordinal), frequency))
    case "Interval":
      guard depth < 4, arguments.count == 3, let closed = arguments[2].string.flatMap(Interval.Closed.init)
      else { return nil }
      let ends = arguments.prefix(2).map { self.value($0, depth: depth + 1, &budget) }
      return .interval(Interval(ends[0], ends[1], closed))
    default: return nil
    }
  }

  private static func isNA(_ name: PickleName) -> Bool {
    name.name == "NA" && (name.module == "pandas" || name.module == "pandas._libs.missing")
  }

  /// `(count, freq, zone, resolution)`.
  private static func timestamp(_ arguments: [PickleValue]) -> FrameValue? {
    guard arguments.count >= 3, let count = arguments[0].int else { return nil }
    let zone = arguments[2].isNone ? nil : ZoneReader.zone(arguments[2])
    return .timestamp(Timestamp(Int64(count), unit(arguments.at(3)), zone: zone))
  }

  /// The unit of a resolution; pandas before 2 gave none and counted nanoseconds.
  private static func unit(_ resolution: PickleValue?) -> TimeUnit {
    resolution?.int.flatMap { TimeUnit(resolution: $0) } ?? .nanoseconds
  }
}
