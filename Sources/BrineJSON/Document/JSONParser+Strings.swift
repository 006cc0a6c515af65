extension JSONParser {
  /// Reads a string, whose opening quote is the next byte.
  @_lifetime(self: copy self)
  mutating func readString() throws(JSONError) {
    let start = index
    var hasEscapes = false
    index &+= 1
    skipPlain()
    while byte(index) != 0x22 {
      try readSpecial(&hasEscapes)
      skipPlain()
    }
    let length = UInt64(truncatingIfNeeded: index &- start &- 1)
    try append(JSONNode(.string, offset: start, hasEscapes: hasEscapes, tail: length))
    index &+= 1
  }

  /// Moves over ASCII up to a quote, backslash, control character, or the end; eight bytes at a time.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipPlain() {
    while span.byteCount &- index >= 8 {
      let bytes = unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      let stops = Self.stops(UInt64(littleEndian: bytes))
      guard stops == 0 else {
        index &+= stops.trailingZeroBitCount &>> 3
        return
      }
      index &+= 8
    }
    while Self.stops(UInt64(byte(index)) | 0x6161_6161_6161_6100) == 0 { index &+= 1 }
  }

  /// The highest bit of the first byte that ends plain text is the lowest bit set; 0 where all eight bytes are plain.
  ///
  /// A subtraction sets that bit where the byte was zero, or below 0x20. It may also set bits of bytes after
  /// such a byte, which does not matter, and of bytes that are not ASCII, which end plain text anyway.
  @inline(__always)
  private static func stops(_ bytes: UInt64) -> UInt64 {
    let each: UInt64 = 0x0101_0101_0101_0101
    let quotes = (bytes ^ (each &* 0x22)) &- each
    let backslashes = (bytes ^ (each &* 0x5C)) &- each
    let controls = bytes &- each &* 0x20
    return (quotes | backslashes | controls | bytes) & (each &* 0x80)
  }

  /// Reads an escape, or characters that are not ASCII.
  @_lifetime(self: copy self)
  private mutating func readSpecial(_ hasEscapes: inout Bool) throws(JSONError) {
    let first = byte(index)
    if first == 0x5C {
      hasEscapes = true
      return try readEscape()
    }
    guard first >= 0x80 else { throw badCharacter() }
    repeat {
      let length = characterLength()
      guard length > 0 else { throw badUTF8() }
      index &+= length
    } while byte(index) >= 0x80
  }

  @_lifetime(self: copy self)
  private mutating func readEscape() throws(JSONError) {
    switch byte(index &+ 1) {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      index &+= 2
    case 0x75:
      for offset in 2..<6 where JSONEscapes.hexadecimal(byte(index &+ offset)) == nil {
        throw badEscape(length: offset)
      }
      index &+= 6
    default: throw badEscape(length: 1)
    }
  }

  /// The number of bytes of the character at `index`, which is not ASCII; 0 where it is not UTF-8.
  ///
  /// Source: The Unicode Standard 16.0, table 3-7.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func characterLength() -> Int {
    let (first, second) = (byte(index), byte(index &+ 1))
    switch first {
    case 0xC2...0xDF:
      return Self.isContinuation(second) ? 2 : 0
    case 0xE0...0xEF:
      let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
      return second >= lowest && second <= highest && Self.isContinuation(byte(index &+ 2)) ? 3 : 0
    case 0xF0...0xF4:
      let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
      let (third, fourth) = (byte(index &+ 2), byte(index &+ 3))
      guard second >= lowest, second <= highest else { return 0 }
      return Self.isContinuation(third) && Self.isContinuation(fourth) ? 4 : 0
    default: return 0
    }
  }

  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
