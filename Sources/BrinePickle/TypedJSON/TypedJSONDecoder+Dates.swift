import BrineCore
import BrineJSON

/// Dates and times, as `isoformat()` writes them.
extension TypedJSONDecoder {
  mutating func date(_ node: Int) throws(TypedJSONError) -> Word {
    var reader = DateReader(try text(node, most: 64, "a date as 2026-01-02"))
    guard let state = reader.date(), reader.isAtEnd else {
      throw fail(.badValue, "expected a date as 2026-01-02", node)
    }
    return builder.dateOrTime("date", state)
  }

  mutating func timedelta(_ node: Int) throws(TypedJSONError) -> Word {
    let parts = try elements(node, 3, "an array of days, seconds and microseconds")
    let numbers = parts.compactMap { document.int(at: $0) }
    guard numbers.count == 3,
      let delta = PickleTimeDelta(days: numbers[0], seconds: numbers[1], microseconds: numbers[2])
    else { throw fail(.badValue, "expected days, seconds below 86400 and microseconds below 1000000", node) }
    return builder.timedelta(days: delta.days, seconds: delta.seconds, microseconds: delta.microseconds)
  }

  // MARK: With a time zone

  /// Reads a `$datetime` or `$time`, or begins to read its time zone.
  mutating func readMoment(_ tagged: Tagged) throws(TypedJSONError) {
    var zone = 0
    for member in document.members(of: tagged.node) where member.value != tagged.content {
      if document.isString(at: member.key, equalTo: "tz"), zone == 0 {
        zone = member.value
      } else if !document.isString(at: member.key, equalTo: "fold") {
        throw unexpected(member.key, beside: tagged.tag)
      }
    }
    guard zone != 0 else { return values.append(try moment(tagged.node, zone: nil)) }
    let end = document.end(of: zone)
    frames.append(
      Frame(kind: .moment, word: .none, node: tagged.node, base: values.count, end: end, after: tagged.after))
    next = zone
  }

  /// The word of a `$datetime` or `$time`.
  mutating func moment(_ node: Int, zone: Word?) throws(TypedJSONError) -> Word {
    let (tag, content) = (node + 1, node + 2)
    let isTime = document.isString(at: tag, equalTo: "$time")
    let expected: StaticString =
      isTime ? "a time as 03:04:05.000006" : "a time as 2026-01-02T03:04:05.000006+00:00"
    var reader = DateReader(try text(content, most: 256, expected))
    guard var state = isTime ? reader.time() : reader.datetime(), let offset = reader.offset(), reader.isAtEnd
    else {
      throw fail(.badValue, "expected \(expected)", content)
    }
    // The highest bit of the hour or of the month.
    if try isFolded(node) { state[isTime ? 0 : 2] |= 0x80 }
    if let zone { try check(zone, node, hasOffset: offset.microseconds != nil) }
    let word = zone ?? offset.microseconds.map { timezone($0) }
    return builder.dateOrTime(isTime ? "time" : "datetime", state, tz: word)
  }

  private func isFolded(_ node: Int) throws(TypedJSONError) -> Bool {
    var fold: Int?
    for member in document.members(of: node) where document.isString(at: member.key, equalTo: "fold") {
      guard fold == nil, let value = document.int(at: member.value), value == 0 || value == 1 else {
        throw fail(.badValue, "expected one fold, 0 or 1", member.value)
      }
      fold = value
    }
    return fold == 1
  }

  private func check(_ zone: Word, _ node: Int, hasOffset: Bool) throws(TypedJSONError) {
    guard !hasOffset else { throw fail(.badValue, "there is an offset in the text, and a tz too", node + 2) }
    let known = zone.has(.object) ? builder.known(of: zone) : .unknown
    guard zone.has(.object) || zone.has(.global) || zone.has(.special), known != .datetime, known != .time
    else {
      throw fail(.wrongShape, "expected an object for the tz", node)
    }
  }

  /// A fixed offset from UTC, the same object each time.
  private mutating func timezone(_ microseconds: Int) -> Word {
    if let known = zones[microseconds] { return known }
    let day = 86_400_000_000
    let days = microseconds < 0 ? -1 : 0
    let rest = microseconds - days * day
    let delta = builder.timedelta(days: days, seconds: rest / 1_000_000, microseconds: rest % 1_000_000)
    let zone = builder.call("datetime", "timezone", [delta])
    zones[microseconds] = zone
    return zone
  }
}

/// Reads the text of dates and times from left to right.
struct DateReader {
  private let text: [UInt8]
  private var index = 0

  init(_ text: String) { self.text = Array(text.utf8) }

  var isAtEnd: Bool { index == text.count }

  /// The state of a `date`: the year in two bytes, month and day.
  mutating func date() -> [UInt8]? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else {
      return nil
    }
    let state = [year >> 8, year & 0xFF, month, day].map { UInt8(truncatingIfNeeded: $0) }
    return PickleDate(state) == nil ? nil : state
  }

  /// The state of a `time`: hour, minute and second, and three bytes of microseconds.
  mutating func time() -> [UInt8]? {
    guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
      let fraction = fraction()
    else { return nil }
    let numbers = [hour, minute, second, fraction >> 16, fraction >> 8 & 0xFF, fraction & 0xFF]
    let state = numbers.map { UInt8(truncatingIfNeeded: $0) }
    return PickleTime(state[...]) == nil ? nil : state
  }

  /// The state of a `datetime`: both.
  mutating func datetime() -> [UInt8]? {
    guard let date = date(), take("T"), let time = time() else { return nil }
    return date + time
  }

  /// An offset from UTC, where there is one.
  struct Offset {
    var microseconds: Int?
  }

  /// An offset of less than a day, or none; `nil` where there is something else.
  mutating func offset() -> Offset? {
    guard !isAtEnd else { return Offset() }
    let isNegative = text[index] == UInt8(ascii: "-")
    guard take("-") || take("+"), let hours = number(2), take(":"), let minutes = number(2) else {
      return nil
    }
    var (seconds, fraction) = (0, 0)
    if take(":") {
      guard let number = number(2), let rest = self.fraction() else { return nil }
      (seconds, fraction) = (number, rest)
    }
    guard hours < 24, minutes < 60, seconds < 60 else { return nil }
    let size = (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + fraction
    return Offset(microseconds: isNegative ? -size : size)
  }

  /// Six digits after a point; 0 where there is none.
  private mutating func fraction() -> Int? { take(".") ? number(6) : 0 }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func number(_ digits: Int) -> Int? {
    guard index + digits <= text.count else { return nil }
    var value = 0
    for digit in text[index..<index + digits] {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit) - 0x30
    }
    index += digits
    return value
  }
}
