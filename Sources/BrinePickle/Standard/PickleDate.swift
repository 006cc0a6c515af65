#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A `datetime.date`: a day of the proleptic Gregorian calendar, years 1 to 9999.
public struct PickleDate: Sendable, Hashable, CustomStringConvertible {
  /// From 1 to 9999.
  public let year: Int
  /// From 1 to 12.
  public let month: Int
  /// From 1.
  public let day: Int

  /// The four bytes that `date.__reduce__` gives: the year in two, month, day. `nil` where there is no such day.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 else { return nil }
    (year, month, day) = (Int(bytes[0]) << 8 | Int(bytes[1]), Int(bytes[2]), Int(bytes[3]))
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(month, year) else {
      return nil
    }
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// `2026-01-02`.
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// Days since 1970-01-01, by the civil calendar.
  var daysSince1970: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// A `datetime.time`: the time of a day, without its time zone.
public struct PickleTime: Sendable, Hashable, CustomStringConvertible {
  /// From 0 to 23.
  public let hour: Int
  /// From 0 to 59.
  public let minute: Int
  /// From 0 to 59.
  public let second: Int
  /// From 0 to 999999.
  public let microsecond: Int
  /// Whether this is the second of two equal times, when clocks are set back.
  public internal(set) var isFolded: Bool

  /// The six bytes that `time.__reduce__` gives. `nil` where there is no such time.
  init?(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 6 else { return nil }
    isFolded = bytes[0] & 0x80 != 0
    (hour, minute, second) = (Int(bytes[0] & 0x7F), Int(bytes[1]), Int(bytes[2]))
    microsecond = Int(bytes[3]) << 16 | Int(bytes[4]) << 8 | Int(bytes[5])
    guard hour < 24, minute < 60, second < 60, microsecond < 1_000_000 else { return nil }
  }

  /// `03:04:05`, and `.000006` where there are microseconds.
  public var description: String {
    "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
      + (microsecond == 0 ? "" : "." + padded(microsecond, 6))
  }
}

/// A `datetime.timedelta`, in the normal form that Python keeps it in.
public struct PickleTimeDelta: Sendable, Hashable {
  /// Whole days, below zero for a span that goes back.
  public let days: Int
  /// From 0 to 86399.
  public let seconds: Int
  /// From 0 to 999999.
  public let microseconds: Int

  init?(days: Int, seconds: Int, microseconds: Int) {
    guard (-999_999_999...999_999_999).contains(days), (0..<86_400).contains(seconds),
      (0..<1_000_000).contains(microseconds)
    else { return nil }
    (self.days, self.seconds, self.microseconds) = (days, seconds, microseconds)
  }

  /// The whole span in seconds.
  public var timeInterval: TimeInterval {
    Double(days) * 86_400 + Double(seconds) + Double(microseconds) / 1_000_000
  }

  /// As the offset of a time zone: `+01:00`, `-05:30:10`; `nil` when it is a day or more.
  var offsetText: String? {
    let total = days * 86_400 + seconds
    guard abs(total) < 86_400 else { return nil }
    // -1 day + 86399.5 s is -0.5 s: count in microseconds to get sign and size right.
    let microseconds = total * 1_000_000 + self.microseconds
    let size = abs(microseconds)
    let (rest, fraction) = (size / 1_000_000, size % 1_000_000)
    var text = (microseconds < 0 ? "-" : "+") + padded(rest / 3600, 2) + ":" + padded(rest / 60 % 60, 2)
    if rest % 60 != 0 || fraction != 0 { text += ":" + padded(rest % 60, 2) }
    if fraction != 0 { text += "." + padded(fraction, 6) }
    return text
  }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
