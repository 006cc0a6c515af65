/// Why bytes are not text, in the words of Python.
struct TextProblem {
  static let notASCII = "ordinal not in range(128)"

  let reason: String
  /// What Python's exception says.
  let message: String

  /// A `ValueError` with just a message.
  init(_ message: String) {
    reason = message
    self.message = message
  }

  /// A `UnicodeDecodeError` about the bytes of `range`, the first of which is `byte`.
  init(_ codec: String, _ byte: UInt8, _ range: Range<Int>, _ reason: String) {
    self.reason = reason
    let hex = (byte < 16 ? "0" : "") + String(byte, radix: 16)
    let what =
      range.count == 1
      ? "byte 0x\(hex) in position \(range.lowerBound)"
      : "bytes in position \(range.lowerBound)-\(range.upperBound - 1)"
    message = "'\(codec)' codec can't decode \(what): \(reason)"
  }
}

/// Tells whether bytes are text in an encoding, as strictly as Python does.
enum TextCheck {
  // MARK: UTF-8

  /// UTF-8 with the error handler `surrogatepass`.
  static func utf8(_ bytes: UnsafeRawBufferPointer) -> TextProblem? {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index = endOfASCII(bytes, from: index + 1)
      } else {
        let step = sequence(bytes, at: index)
        guard step > 0 else { return utf8Problem(bytes, at: index) }
        index += step
      }
    }
    return nil
  }

  private static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while bytes.count - index >= 8 {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard word & 0x8080_8080_8080_8080 == 0 else { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The length of the multi-byte character at `index`; 0 when it is not one.
  private static func sequence(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let lead = bytes[index]
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard lead >= 0xC2, lead <= 0xF4, bytes.count - index >= count else { return 0 }
    for offset in 1..<count where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    let second = bytes[index + 1]
    // Too long for their value, or above U+10FFFF.
    if lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90 || lead == 0xF4 && second > 0x8F {
      return 0
    }
    return count
  }

  private static func utf8Problem(_ bytes: UnsafeRawBufferPointer, at index: Int) -> TextProblem {
    let lead = bytes[index]
    func problem(_ count: Int, _ reason: String) -> TextProblem {
      TextProblem("utf-8", lead, index..<(index + count), reason)
    }
    guard lead >= 0xC2, lead <= 0xF4 else { return problem(1, "invalid start byte") }
    let needed = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let rest = bytes[(index + 1)..<min(bytes.count, index + needed)]
    for (offset, byte) in rest.enumerated() {
      var allowed: ClosedRange<UInt8> = 0x80...0xBF
      if offset == 0 {
        switch lead {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
      }
      if !allowed.contains(byte) { return problem(offset + 1, "invalid continuation byte") }
    }
    return problem(rest.count + 1, "unexpected end of data")
  }

  // MARK: Escapes

  /// Latin-1 with `\uXXXX` and `\UXXXXXXXX`.
  static func rawUnicodeEscape(_ bytes: UnsafeRawBufferPointer) -> TextProblem? {
    var scalars = ScalarReader(bytes, .rawUnicodeEscape)
    while scalars.next() != nil {}
    guard let start = scalars.failure else { return nil }
    let long = bytes[start + 1] == UInt8(ascii: "U")
    let digits = bytes[(start + 2)..<min(bytes.count, start + (long ? 10 : 6))].prefix {
      ScalarReader.hexValue($0) != nil
    }
    let complete = long && digits.count == 8
    let reason =
      complete ? "\\Uxxxxxxxx out of range" : "truncated \\\(long ? "UXXXXXXXX" : "uXXXX") escape"
    return TextProblem("rawunicodeescape", bytes[start], start..<(start + 2 + digits.count), reason)
  }

  /// ASCII, after the escapes of a Python 2 literal were undone.
  static func escaped(_ bytes: UnsafeRawBufferPointer) -> TextProblem? {
    var scalars = ScalarReader(bytes, .escaped)
    var (position, beyond) = (0, nil as (Int, UInt8)?)
    while let value = scalars.next() {
      if value >= 0x80, beyond == nil { beyond = (position, UInt8(truncatingIfNeeded: value)) }
      position += 1
    }
    if let start = scalars.failure {
      return start + 1 == bytes.count
        ? TextProblem("Trailing \\ in string") : TextProblem("invalid \\x escape at position \(start)")
    }
    return beyond.map { TextProblem("ascii", $1, $0..<($0 + 1), TextProblem.notASCII) }
  }
}
