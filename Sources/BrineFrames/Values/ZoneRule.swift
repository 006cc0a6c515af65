/// What a zone's clocks do from its last known change on: the footer of a TZif file, a POSIX `TZ` string such
/// as
/// `CET-1CEST,M3.5.0,M10.5.0/3`. Source: RFC 8536, section 3.3; POSIX.1-2017, chapter 8.3.
struct ZoneRule {
  private let standard: Int
  private let daylight: Int
  private let start: Change?
  private let end: Change?

  /// The `day`th weekday of a month, or a day of the year, at a second of it.
  private struct Change {
    enum Day {
      case weekday(month: Int, week: Int, day: Int)
      case julian(Int)
      case ofYear(Int)
    }
    let day: Day
    let second: Int

    /// When it is in a year, in seconds of the clock since 1970.
    func second(ofYear year: Int) -> Int64 {
      var first = CivilTime(days: 0)
      first.year = year
      let january = first.days
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      switch day {
      case .julian(let number):
        return (january + Int64(number - 1 + (isLeap && number > 59 ? 1 : 0))) * 86_400 + Int64(second)
      case .ofYear(let number): return (january + Int64(number)) * 86_400 + Int64(second)
      case .weekday(let month, let week, let day):
        first.month = month
        let begin = first.days
        // 1970-01-01 was a Thursday.
        let ahead = (Int64(day) - (begin + 4) % 7 + 14) % 7
        var date = begin + ahead + Int64(week - 1) * 7
        while CivilTime(days: date).month != month { date -= 7 }
        return date * 86_400 + Int64(second)
      }
    }
  }

  /// How many seconds the clocks are ahead of UTC at a time.
  func offset(atSecond second: Int64) -> Int {
    guard let start, let end else { return standard }
    // The calendar repeats itself every 400 years, weekdays too: so no time is too far away to be reckoned
    // with.
    let second = second % (146_097 * 86_400)
    let year = CivilTime(days: (second + Int64(standard)).flooredDivision(by: 86_400).quotient).year
    let (from, to) = (
      start.second(ofYear: year) - Int64(standard), end.second(ofYear: year) - Int64(daylight)
    )
    let isSummer = from < to ? second >= from && second < to : second >= from || second < to
    return isSummer ? daylight : standard
  }

  init?(_ text: String) {
    var scanner = ZoneRuleScanner(text)
    guard scanner.skipName(), let west = scanner.time() else { return nil }
    standard = -west
    guard !scanner.isAtEnd else {
      (daylight, start, end) = (-west, nil, nil)
      return
    }
    guard scanner.skipName() else { return nil }
    daylight = scanner.peek() == UInt8(ascii: ",") ? -west + 3600 : -(scanner.time() ?? west - 3600)
    guard let start = Self.change(&scanner), let end = Self.change(&scanner) else { return nil }
    (self.start, self.end) = (start, end)
  }

  private static func change(_ scanner: inout ZoneRuleScanner) -> Change? {
    guard scanner.skip(",") else { return nil }
    let day: Change.Day
    if scanner.skip("M") {
      guard let month = scanner.number(), scanner.skip("."), let week = scanner.number(), scanner.skip("."),
        let weekday = scanner.number(), (1...12).contains(month), (1...5).contains(week),
        (0...6).contains(weekday)
      else { return nil }
      day = .weekday(month: month, week: week, day: weekday)
    } else {
      let isJulian = scanner.skip("J")
      guard let number = scanner.number(), (0...366).contains(number) else { return nil }
      day = isJulian ? .julian(number) : .ofYear(number)
    }
    let second = scanner.skip("/") ? scanner.time() : 7200
    return second.map { Change(day: day, second: $0) }
  }
}

/// Goes through a POSIX `TZ` string.
struct ZoneRuleScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = ArraySlice(text.utf8) }

  var isAtEnd: Bool { rest.isEmpty }

  func peek() -> UInt8? { rest.first }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// Letters, or anything in angle brackets.
  mutating func skipName() -> Bool {
    if skip("<") {
      rest = rest.drop { $0 != UInt8(ascii: ">") }
      return skip(">")
    }
    let before = rest.count
    rest = rest.drop { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    return rest.count < before
  }

  mutating func number() -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty, digits.count <= 4 else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func time() -> Int? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard var seconds = number().map({ $0 * 3600 }) else { return nil }
    if skip(":") {
      guard let minutes = number() else { return nil }
      seconds += minutes * 60
      if skip(":") {
        guard let rest = number() else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }
}
