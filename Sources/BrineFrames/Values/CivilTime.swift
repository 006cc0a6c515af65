import BrineCore

/// A day of the proleptic Gregorian calendar and a time of it.
struct CivilTime: Hashable {
  var year: Int
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  var nanosecond = 0

  /// The day so many days after 1970-01-01. Source: Howard Hinnant's "chrono-compatible low-level date
  /// algorithms",
  /// <https://howardhinnant.github.io/date_algorithms.html>.
  init(days: Int64) {
    let shifted = days &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let dayOfEra = shifted &- era &* 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra &+ era &* 400) + (month <= 2 ? 1 : 0)
  }

  /// The time so many units after 1970-01-01T00:00.
  init(_ count: Int64, _ unit: TimeUnit, offset: Int = 0) {
    let perSecond = unit.perSecond ?? 1
    let (seconds, rest) = count.flooredDivision(by: perSecond)
    let (days, ofDay) = (seconds &+ Int64(offset)).flooredDivision(by: 86_400)
    self.init(days: days)
    hour = Int(ofDay / 3600)
    minute = Int(ofDay / 60 % 60)
    second = Int(ofDay % 60)
    nanosecond = Int(rest * (1_000_000_000 / perSecond))
  }

  /// Days since 1970-01-01.
  var days: Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `2024-01-02`.
  var dateText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// `03:04:05`, with as many digits after the point as there are: none, 3, 6 or 9.
  var timeText: String { clockText + fraction(nanosecond) }

  /// `03:04:05`.
  var clockText: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

  /// Whether it is midnight.
  var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 && nanosecond == 0 }
}

/// A number with zeros in front.
func padded(_ value: some BinaryInteger, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

/// Nanoseconds after the point as Python's `isoformat` and pandas have them: no digits, six or nine.
func fraction(_ nanoseconds: Int) -> String {
  if nanoseconds == 0 { return "" }
  if nanoseconds % 1000 == 0 { return "." + padded(nanoseconds / 1000, 6) }
  return "." + padded(nanoseconds, 9)
}

extension Int64 {
  /// The quotient rounded down, and what is left of it, which is never negative.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
