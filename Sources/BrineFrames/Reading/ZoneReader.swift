import BrinePickle

/// Time zones of the four libraries that pandas takes them from.
enum ZoneReader {
  /// The zone that an object is; an unknown one stays an object.
  static func zone(_ value: PickleValue) -> Zone {
    let unknown = Zone(.object(PickleObject(value)), .datetime)
    guard let instance = value.instance, let name = instance.name else { return unknown }
    let arguments = instance.arguments
    switch (name.module, name.name) {
    case ("datetime", "timezone"): return fixed(arguments) ?? unknown
    case ("pytz", "_UTC"), ("pytz", "UTC"): return Zone(.utc, .pytz)
    case ("pytz", "_p"), ("pytz.tzfile", _):
      return arguments.first?.string.map { Zone(.named($0), .pytz) } ?? unknown
    case ("pytz", "FixedOffset"), ("pytz", "_FixedOffset"):
      return arguments.first?.int.flatMap { seconds($0, 60) }.map {
        Zone(.fixed(seconds: $0, name: nil), .pytz)
      } ?? unknown
    case ("zoneinfo", _): return arguments.first?.string.map { zoneInfo($0) } ?? unknown
    case ("dateutil.tz.tz", "tzutc"), ("dateutil.tz", "tzutc"): return Zone(.utc, .dateutil)
    case ("dateutil.tz.tz", "tzoffset"), ("dateutil.tz", "tzoffset"):
      // Old protocols have a state instead of arguments.
      let (zoneName, span) = (arguments.first ?? value["_name"], arguments.at(1) ?? value["_offset"])
      guard let seconds = span.flatMap({ spanSeconds($0) }) else { return unknown }
      return Zone(.fixed(seconds: seconds, name: zoneName?.string), .dateutil)
    case ("dateutil.tz._tzfile", "_unpickle"):
      guard arguments.count >= 3, let key = arguments[1].string else { return unknown }
      return Zone(.named(key), .dateutil, path: arguments[2].string, object: PickleObject(value))
    default: return unknown
    }
  }

  private static func zoneInfo(_ key: String) -> Zone { Zone(.named(key), .zoneinfo) }

  /// `timezone(timedelta[, name])`.
  private static func fixed(_ arguments: [PickleValue]) -> Zone? {
    guard let first = arguments.first, let seconds = spanSeconds(first) else { return nil }
    let name = arguments.at(1)?.string
    if seconds == 0 && name == nil { return Zone(.utc, .datetime) }
    return Zone(.fixed(seconds: seconds, name: name), .datetime)
  }

  private static func spanSeconds(_ value: PickleValue) -> Int? {
    if let count = value.int { return seconds(count, 1) }
    guard let delta = value.timeDelta, delta.microseconds == 0, delta.days.magnitude <= 1 else { return nil }
    return delta.days * 86_400 + delta.seconds
  }

  /// No clock is more than a day from UTC.
  private static func seconds(_ count: Int, _ factor: Int) -> Int? {
    (-86_400 / factor...86_400 / factor).contains(count) ? count * factor : nil
  }
}

/// Date offsets: `pandas._libs.tslibs.offsets.Day(1, False)`.
enum OffsetReader {
  /// The frequency that an object is; `nil` when it is none.
  static func frequency(_ value: PickleValue) -> Frequency? {
    if let text = value.string { return Frequency(text) }
    guard let instance = value.instance, let name = instance.name, name.module.hasPrefix("pandas") else {
      return nil
    }
    let arguments = instance.arguments
    guard let count = arguments.first?.int else {
      let state = instance.attributes
      return Frequency(
        offset: name.name, count: state["n"]?.int ?? 1, isNormalized: state["normalize"]?.bool ?? false,
        object: PickleObject(value))
    }
    var given = arguments.dropFirst(2)
    // A business day is moved by nothing further, mostly.
    if name.name == "BusinessDay", given.count == 1, given.first?.timeDelta?.timeInterval == 0 { given = [] }
    let rest = given.map { argument -> Frequency.Argument in
      if let int = argument.int { return .int(int) }
      return argument.string.map { .string($0) } ?? .object(PickleObject(argument))
    }
    let isPlain =
      instance.states.isEmpty
      && rest.allSatisfy { argument in
        if case .object = argument { false } else { true }
      }
    return Frequency(
      offset: name.name, count: count, isNormalized: arguments.at(1)?.bool ?? false, arguments: rest,
      object: isPlain ? nil : PickleObject(value))
  }

  /// The frequency of a PeriodDtype: an offset, or from pandas 2 on the text `period[M]`.
  static func periodFrequency(_ value: PickleValue) -> Frequency? {
    guard let text = value.string else { return frequency(value) }
    guard text.hasPrefix("period["), text.hasSuffix("]") else { return Frequency(text, isPeriod: true) }
    return Frequency(String(text.dropFirst(7).dropLast()), isPeriod: true)
  }
}
