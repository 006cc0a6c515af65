/// A walk over what stands between the quotes of a string whose grammar was checked: plain runs and escapes.
struct JSONEscapes: ~Escapable {
  /// A part of a string.
  enum Piece {
    /// Bytes that stand for themselves.
    case plain(Range<Int>)
    /// The code point that one escape, or a pair of them, stands for. It may be a surrogate.
    case scalar(UInt32)
  }

  private let text: RawSpan
  private let joinsSurrogates: Bool
  private var index = 0

  /// A walk from the start of `text`.
  @_lifetime(copy text)
  init(_ text: RawSpan, joiningSurrogates: Bool) {
    self.text = text
    joinsSurrogates = joiningSurrogates
  }

  /// The next part; `nil` at the end.
  @_lifetime(self: copy self)
  mutating func next() -> Piece? {
    let start = index
    while index < text.byteCount, byte(index) != UInt8(ascii: "\\") { index &+= 1 }
    if index > start { return .plain(start..<index) }
    guard text.byteCount &- index >= 2 else { return nil }
    let letter = byte(index &+ 1)
    guard letter == UInt8(ascii: "u") else {
      index &+= 2
      return .scalar(Self.scalar(letter))
    }
    guard let first = unit(at: index) else { return nil }
    index &+= 6
    guard joinsSurrogates, first &>> 10 == 0x36, let second = unit(at: index), second &>> 10 == 0x37 else {
      return .scalar(first)
    }
    index &+= 6
    return .scalar(0x10000 &+ (first & 0x3FF) &<< 10 &+ (second & 0x3FF))
  }

  private func byte(_ index: Int) -> UInt8 { text.unsafeLoad(fromByteOffset: index, as: UInt8.self) }

  /// The UTF-16 code unit of a `\uXXXX`; `nil` where there is none.
  private func unit(at start: Int) -> UInt32? {
    guard text.byteCount &- start >= 6, byte(start) == UInt8(ascii: "\\"),
      byte(start &+ 1) == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for offset in 2..<6 {
      guard let digit = Self.hexadecimal(byte(start &+ offset)) else { return nil }
      value = value &<< 4 | digit
    }
    return value
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) &- 0x30
    case 0x41...0x46, 0x61...0x66: UInt32(byte | 0x20) &- 0x57
    default: nil
    }
  }

  /// What a backslash and one letter stand for.
  private static func scalar(_ letter: UInt8) -> UInt32 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: UInt32(letter)
    }
  }

  /// The bytes of a code point in UTF-8, surrogates included, the first one lowest.
  static func encoded(_ value: UInt32) -> (bytes: UInt32, count: Int) {
    let last = 0x80 | value & 0x3F
    switch value {
    case 0..<0x80: return (value, 1)
    case 0x80..<0x800: return (0xC0 | value &>> 6 | last &<< 8, 2)
    case 0x800..<0x10000:
      return (0xE0 | value &>> 12 | (0x80 | value &>> 6 & 0x3F) &<< 8 | last &<< 16, 3)
    default:
      let middle = (0x80 | value &>> 12 & 0x3F) &<< 8 | (0x80 | value &>> 6 & 0x3F) &<< 16
      return (0xF0 | value &>> 18 | middle | last &<< 24, 4)
    }
  }
}
