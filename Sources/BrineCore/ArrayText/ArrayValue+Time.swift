/// Times as NumPy prints them.
///
/// Source: ISO 8601 as in <https://numpy.org/doc/stable/reference/arrays.datetime.html>; the calendar is the
/// Gregorian one at all times.
extension ArrayValue {
  /// The count of a point in time or a span; `nil` for `NaT` and all else.
  var moment: Int64? {
    switch self {
    case .datetime(let count, _), .timedelta(let count, _): count
    default: nil
    }
  }

  /// A point in time in quotes; a span as its number.
  var quotedTime: String {
    guard let moment else { return "'NaT'" }
    if case .datetime = self { return "'\(timeText)'" }
    return String(moment)
  }

  /// A point in time as far as its unit goes, such as `2026-01-02T03`.
  var timeText: String {
    guard case .datetime(let count?, let unit) = self else { return "NaT" }
    guard let steps = count.multiplied(Int64(unit.count)), let text = MomentText.text(steps, unit.base) else {
      return String(count)
    }
    return text
  }
}

extension TimeUnit.Base {
  /// The name for many of them.
  var plural: String {
    switch self {
    case .years: "years"
    case .months: "months"
    case .weeks: "weeks"
    case .days: "days"
    case .hours: "hours"
    case .minutes: "minutes"
    case .seconds: "seconds"
    case .milliseconds: "milliseconds"
    case .microseconds: "microseconds"
    case .nanoseconds: "nanoseconds"
    case .picoseconds: "picoseconds"
    case .femtoseconds: "femtoseconds"
    case .attoseconds: "attoseconds"
    case .generic: "generic time units"
    }
  }
}

private enum MomentText {
  /// The moment so many units after 1970 began; `nil` when it is beyond the calendar or has no unit.
  static func text(_ count: Int64, _ unit: TimeUnit.Base) -> String? {
    switch unit {
    case .generic: return nil
    case .years: return count.adding(1970).map(year)
    case .months:
      let (years, month) = floorDivided(count, 12)
      return year(years + 1970) + "-" + padded(month + 1, 2)
    case .weeks: return count.multiplied(7).flatMap(date)
    case .days: return date(count)
    case .hours: return clock(count, perDay: 24) { padded($0, 2) }
    case .minutes: return clock(count, perDay: 1440) { padded($0 / 60, 2) + ":" + padded($0 % 60, 2) }
    case .seconds: return clock(count, perDay: 86_400, seconds)
    case .milliseconds: return fraction(count, digits: 3)
    case .microseconds: return fraction(count, digits: 6)
    case .nanoseconds: return fraction(count, digits: 9)
    case .picoseconds: return fraction(count, digits: 12)
    case .femtoseconds: return fraction(count, digits: 15)
    case .attoseconds: return fraction(count, digits: 18)
    }
  }

  private static func clock(_ count: Int64, perDay: Int64, _ text: (Int64) -> String) -> String? {
    let (days, rest) = floorDivided(count, perDay)
    return date(days).map { $0 + "T" + text(rest) }
  }

  private static func fraction(_ count: Int64, digits: Int) -> String? {
    let (whole, rest) = floorDivided(count, (0..<digits).reduce(Int64(1)) { power, _ in power * 10 })
    return clock(whole, perDay: 86_400, seconds).map { $0 + "." + padded(rest, digits) }
  }

  private static func seconds(_ count: Int64) -> String {
    padded(count / 3600, 2) + ":" + padded(count / 60 % 60, 2) + ":" + padded(count % 60, 2)
  }

  private static func floorDivided(_ number: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// As C's `%04d`, in which the sign is one of the four.
  private static func year(_ year: Int64) -> String {
    year < 0 ? "-" + padded(year.magnitude, 3) : padded(year, 4)
  }

  private static func padded(_ number: some BinaryInteger, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// The date so many days after 1 January 1970; years are counted from March, so that the leap day comes
  /// last.
  private static func date(_ days: Int64) -> String? {
    guard let fromMarch = days.adding(719_468) else { return nil }
    let (era, dayOfEra) = floorDivided(fromMarch, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    let number = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return year(number) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }
}
