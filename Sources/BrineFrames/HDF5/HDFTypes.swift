import BrineCore
import BrinePickle

/// What stores say of types in words: `datetime64[ns]`, `period[M]`, time zones, frequencies.
enum HDFTypes {
  /// The unit of `datetime64[us]` or `timedelta64[us]`; without one, as before pandas 2, nanoseconds. `nil` for
  /// types that do not begin so.
  ///
  /// - Throws: `FrameError.malformed` for a unit that there is not.
  static func unit(_ name: String, prefix: String) throws(FrameError) -> TimeUnit? {
    guard name.hasPrefix(prefix) else { return nil }
    let rest = name.dropFirst(prefix.count)
    if rest.isEmpty { return .nanoseconds }
    guard rest.hasPrefix("["), rest.hasSuffix("]"), let unit = TimeUnit(rest.dropFirst().dropLast()) else {
      throw FrameError(.malformed, "there is no type \(name)")
    }
    return unit
  }

  /// The frequency of `period[M]`.
  static func period(_ name: String) -> Frequency? {
    guard name.hasPrefix("period["), name.hasSuffix("]") else { return nil }
    return Frequency(String(name.dropFirst(7).dropLast()), isPeriod: true)
  }

  /// A time zone: its name, or a pickled one.
  static func zone(_ value: NodeValue?) -> Zone? {
    switch value {
    case .text(let name)?: named(name)
    case .pickle(let value)?: zone(value)
    default: nil
    }
  }

  /// A pickled time zone, or its name.
  static func zone(_ value: PickleValue?) -> Zone? {
    guard let value, !value.isNone else { return nil }
    return value.string.map { named($0) } ?? ZoneReader.zone(value)
  }

  private static func named(_ name: String) -> Zone {
    // Python's own zones of a fixed distance have no other name than this.
    guard name.hasPrefix("UTC+") || name.hasPrefix("UTC-") else { return .named(name) }
    let parts = name.dropFirst(4).split(separator: ":").map { Int($0) ?? 0 }
    guard parts.count >= 2, parts[0] < 24, parts[1] < 60 else { return .named(name) }
    let seconds = parts[0] * 3600 + parts[1] * 60
    return Zone(.fixed(seconds: name.hasPrefix("UTC-") ? -seconds : seconds, name: nil), .datetime)
  }

  /// How far apart times are.
  static func frequency(_ value: NodeValue?) -> Frequency? {
    switch value {
    case .text(let text)?: Frequency(text)
    case .pickle(let value)?: value.isNone ? nil : OffsetReader.frequency(value)
    default: nil
    }
  }

  /// How long periods are.
  static func periodFrequency(_ value: NodeValue?) -> Frequency? {
    switch value {
    case .text(let text)?: Frequency(text, isPeriod: true)
    case .pickle(let value)?: value.isNone ? nil : OffsetReader.periodFrequency(value)
    default: nil
    }
  }

  /// 64-bit integers as times, in a zone if there is one.
  static func times(_ counts: NDArray, _ unit: TimeUnit, _ zone: Zone?) throws -> Column {
    let counts = try counts.viewed(as: DType(.datetime64(unit)))
    return zone.map { .zoned(ZonedColumn(counts: counts, unit: unit, zone: $0)) } ?? .array(counts)
  }

  /// 64-bit integers as spans.
  static func spans(_ counts: NDArray, _ unit: TimeUnit) throws -> Column {
    .array(try counts.viewed(as: DType(.timedelta64(unit))))
  }

  /// The proleptic day numbers of `date.toordinal` as dates.
  static func dates(_ ordinals: NDArray) throws -> Column {
    .objects(ObjectColumn(try ordinals.elements(as: Int64.self).map { .date($0 &- 719_163) }))
  }
}
