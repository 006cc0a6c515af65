import BrineCore

/// The text form of strings in protocol 0: Latin-1, with `\uXXXX` and `\UXXXXXXXX` for all else.
enum RawUnicodeEscape {
  /// Whether every escape is whole and names a code point.
  static func isValid(_ line: RawSpan) -> Bool { decode(line) { _ in } }

  /// The text as generalized UTF-8.
  static func decoded(_ line: RawSpan) -> [UInt8]? {
    var bytes: [UInt8] = []
    return decode(line) { GeneralizedUTF8.append($0, to: &bytes) } ? bytes : nil
  }

  private static func decode(_ line: RawSpan, _ emit: (UInt32) -> Void) -> Bool {
    line.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index &+= 1
        guard byte == UInt8(ascii: "\\"), index < bytes.count else {
          emit(UInt32(byte))
          continue
        }
        let kind = bytes[index]
        index &+= 1
        let length = kind == UInt8(ascii: "u") ? 4 : kind == UInt8(ascii: "U") ? 8 : 0
        if length == 0 {
          emit(UInt32(byte))
          emit(UInt32(kind))
        } else {
          guard let value = hexadecimal(bytes, index, length), value <= 0x10FFFF else { return false }
          emit(value)
          index &+= length
        }
      }
      return true
    }
  }

  /// The text form of generalized UTF-8. Besides what Latin-1 does not have, what would end or change the line is
  /// escaped: NUL, line breaks, U+001A and the backslash itself.
  static func encoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(text.count)
    var index = 0
    while index < text.count, let (value, length) = GeneralizedUTF8.scalar(text, at: index) {
      index &+= length
      switch value {
      case 0, 0x0A, 0x0D, 0x1A, 0x5C, 0x100...: append(value, to: &line)
      default: line.append(UInt8(truncatingIfNeeded: value))
      }
    }
    return line
  }

  private static func append(_ value: UInt32, to line: inout [UInt8]) {
    line.append(contentsOf: value < 0x10000 ? [0x5C, 0x75] : [0x5C, 0x55])
    for shift in stride(from: value < 0x10000 ? UInt32(12) : 28, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value &>> shift & 0xF)
      line.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  /// The number that `length` hexadecimal digits from `start` on make.
  static func hexadecimal(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt32? {
    guard bytes.count &- start >= length else { return nil }
    var value: UInt32 = 0
    for index in start..<(start &+ length) {
      guard let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue, bytes[index] < 0x80 else {
        return nil
      }
      value = value &<< 4 | UInt32(digit)
    }
    return value
  }
}
