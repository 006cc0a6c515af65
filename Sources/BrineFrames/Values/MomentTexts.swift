import BrineCore

/// Times as pandas writes them with `str`.
extension Timestamp: CustomStringConvertible {
  /// `2024-01-02 03:04:05.000006+01:00`. In UTC, if the zone is not known to this machine.
  public var description: String {
    let civil = self.civil
    return civil.dateText + " " + civil.timeText + offsetText
  }

  /// The clock's day and time.
  var civil: CivilTime { CivilTime(count, unit, offset: offset ?? 0) }

  /// How far the clock is ahead of UTC, in seconds.
  var offset: Int? {
    zone.map { $0.offset(atSecond: count.flooredDivision(by: unit.perSecond ?? 1).quotient) ?? 0 }
  }

  /// `+01:00`; empty without a zone.
  var offsetText: String { offset.map { Zone.offsetText($0) } ?? "" }
}

extension Timedelta: CustomStringConvertible {
  /// `1 days 02:03:04.500000`.
  public var description: String {
    let rest = parts.nanoseconds
    return text(digits: rest == 0 ? 0 : rest % 1000 == 0 ? 6 : 9)
  }

  /// The text with so many digits after the point: none, 6 or 9.
  func text(digits: Int) -> String {
    let parts = self.parts
    let text = "\(parts.days) days \(parts.sign)\(parts.clock)"
    switch digits {
    case 0: return text
    case 6: return text + "." + padded(parts.nanoseconds / 1000, 6)
    default: return text + "." + padded(parts.nanoseconds, 9)
    }
  }

  /// The days, rounded down, and the time after them.
  var parts: (days: Int64, sign: String, clock: String, nanoseconds: Int) {
    let perSecond = unit.perSecond ?? 1
    let (seconds, rest) = count.flooredDivision(by: perSecond)
    let (days, ofDay) = seconds.flooredDivision(by: 86_400)
    let nanoseconds = Int(rest * (1_000_000_000 / perSecond))
    let clock = "\(padded(ofDay / 3600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
    // Less than no days are written as so many days less, and the time added to them.
    return (days, days < 0 ? "+" : "", clock, nanoseconds)
  }

  /// Whether it is a whole number of days.
  var isWholeDays: Bool {
    let (seconds, rest) = count.flooredDivision(by: unit.perSecond ?? 1)
    return rest == 0 && seconds % 86_400 == 0
  }
}

extension Period: CustomStringConvertible {
  /// `2024-03`, `2024Q1`, `2024-01-01/2024-01-07`.
  public var description: String {
    switch frequency.offset {
    case "YearEnd", "YearBegin": return padded(ordinal &+ 1970, 4)
    case "QuarterEnd", "QuarterBegin":
      let (year, quarter) = ordinal.flooredDivision(by: 4)
      return "\(padded(1970 + year, 4))Q\(quarter + 1)"
    case "MonthEnd", "MonthBegin":
      let (year, month) = ordinal.flooredDivision(by: 12)
      return "\(padded(1970 + year, 4))-\(padded(month + 1, 2))"
    case "Week": return weekText
    case "BusinessDay": return CivilTime(days: businessDay).dateText
    case "Day": return CivilTime(days: ordinal).dateText
    default: return timeText
    }
  }

  /// Week 1 of weeks that end on Sunday ends on 1970-01-04; those that end on Monday end a day later, and so
  /// on.
  private var weekText: String {
    var weekday: Int64 = 6
    if case .int(let day) = frequency.arguments.at(0) { weekday = Int64(day) }
    let end = ordinal &* 7 &- 4 &+ (weekday &+ 1) % 7
    return "\(CivilTime(days: end &- 6).dateText)/\(CivilTime(days: end).dateText)"
  }

  /// Business days are counted from 1970-01-01, a Thursday, five a week.
  private var businessDay: Int64 {
    let (weeks, day) = (ordinal &+ 3).flooredDivision(by: 5)
    return weeks &* 7 &+ day &- 3
  }

  private var timeText: String {
    let units: [String: (TimeUnit, Int64)] = [
      "Hour": (.seconds, 3600), "Minute": (.seconds, 60), "Second": (.seconds, 1),
      "Milli": (.milliseconds, 1),
      "Micro": (.microseconds, 1), "Nano": (.nanoseconds, 1),
    ]
    guard let (unit, factor) = units[frequency.offset] else { return "Period(\(ordinal), \(frequency))" }
    let civil = CivilTime(ordinal &* factor, unit)
    let text = civil.dateText + " " + civil.clockText
    switch frequency.offset {
    case "Hour", "Minute": return String(text.dropLast(3))
    case "Second": return text
    case "Milli": return text + "." + padded(civil.nanosecond / 1_000_000, 3)
    case "Micro": return text + "." + padded(civil.nanosecond / 1000, 6)
    default: return text + "." + padded(civil.nanosecond, 9)
    }
  }
}

extension Interval: CustomStringConvertible {
  /// `(0, 1]`.
  public var description: String {
    let opening = closed == .left || closed == .both ? "[" : "("
    let ending = closed == .right || closed == .both ? "]" : ")"
    return opening + left.text + ", " + right.text + ending
  }
}
