import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values of Python's standard library, as its classes pickle themselves.
extension GraphBuilder {
  /// A `complex`.
  mutating func complex(_ real: Double, _ imaginary: Double) -> Word {
    let parts = [double(real), double(imaginary)]
    return call("builtins", "complex", parts)
  }

  /// A `datetime.timedelta`, in Python's normal form.
  mutating func timedelta(days: Int, seconds: Int, microseconds: Int) -> Word {
    call("datetime", "timedelta", [int(days), int(seconds), int(microseconds)])
  }

  /// A `datetime.date`, `datetime.time` or `datetime.datetime` of the bytes that its `__reduce__` gives.
  mutating func dateOrTime(_ type: String, _ state: [UInt8], tz: Word? = nil) -> Word {
    let state = state.withUnsafeBytes { bytes($0) }
    return call("datetime", type, tz.map { [state, $0] } ?? [state])
  }

  /// A `decimal.Decimal` of its text.
  mutating func decimal(_ text: String) -> Word {
    let text = string(text)
    return call("decimal", "Decimal", [text])
  }

  /// A `uuid.UUID` of its number.
  mutating func uuid(_ number: BigInt) -> Word {
    let word = object(.newObj, global("uuid", "UUID"))
    let state = container(.dict)
    set(shared("int"), integer(number), in: state)
    addState(state, to: word)
    return word
  }

  /// A `range`.
  mutating func range(_ start: Int, _ end: Int, step: Int = 1) -> Word {
    let arguments = [int(start), int(end), int(step)]
    return call("builtins", "range", arguments)
  }

  /// `datetime.timezone.utc`.
  mutating func utc() -> Word {
    let zero = timedelta(days: 0, seconds: 0, microseconds: 0)
    return call("datetime", "timezone", [zero])
  }

  // MARK: Swift's types

  /// A point in time as a `datetime.datetime` in UTC, to the microsecond; `nil` outside of the years 1 to 9999.
  mutating func instant(_ date: Date, utc: Word) -> Word? {
    let interval = date.timeIntervalSince1970
    let seconds = interval.rounded(.down)
    // Year 1 to 9999, so that everything below fits.
    guard seconds >= -62_135_596_800, seconds < 253_402_300_800 else { return nil }
    let microseconds = min(Int(((interval - seconds) * 1_000_000).rounded()), 999_999)
    let day = Int((seconds / 86_400).rounded(.down))
    let rest = Int(seconds) - day * 86_400
    let (year, month, dayOfMonth) = PickleDate.civil(daysSince1970: day)
    let state =
      [year >> 8, year & 0xFF, month, dayOfMonth, rest / 3600, rest / 60 % 60, rest % 60]
      + [microseconds >> 16, microseconds >> 8 & 0xFF, microseconds & 0xFF]
    return dateOrTime("datetime", state.map { UInt8(truncatingIfNeeded: $0) }, tz: utc)
  }

  /// A span of time as a `datetime.timedelta`, to the microsecond; `nil` when it is longer than those can be.
  mutating func duration(_ duration: Duration) -> Word? {
    let (seconds, attoseconds) = duration.components
    let nearest = Int((Double(attoseconds) * 1e-12).rounded())
    let carry = nearest >= 1_000_000 ? 1 : nearest < 0 ? -1 : 0
    let microseconds = nearest - carry * 1_000_000
    guard let whole = Int(seconds).adding(carry) else { return nil }
    let days = whole >= 0 ? whole / 86_400 : -((86_399 - whole) / 86_400)
    guard (-999_999_999...999_999_999).contains(days) else { return nil }
    return timedelta(days: days, seconds: whole - days * 86_400, microseconds: microseconds)
  }

  /// A UUID.
  mutating func uuid(_ uuid: UUID) -> Word {
    let bytes = withUnsafeBytes(of: uuid.uuid) { [UInt8]($0) }
    return self.uuid(BigInt(BigUInt(Data(bytes))))
  }
}

extension PickleDate {
  /// The day of the proleptic Gregorian calendar, by the civil calendar's arithmetic, for years 1 to 9999.
  static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
