extension JSONParser {
  /// The byte at `offset`, or 0, which is allowed nowhere, at the end.
  @inline(__always) @_lifetime(self: copy self)
  mutating func byte(_ offset: Int) -> UInt8 {
    offset < span.byteCount ? unsafe span.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) : 0
  }

  /// Moves over spaces and line ends; the byte after them, 0 at the end.
  @inline(__always) @_lifetime(self: copy self)
  mutating func skipSpaces() -> UInt8 {
    let next = byte(index)
    return next > 0x20 ? next : skipMoreSpaces()
  }

  @_lifetime(self: copy self)
  private mutating func skipMoreSpaces() -> UInt8 {
    index = Self.skippingSpaces(from: index, in: span)
    return byte(index)
  }

  /// The offset after spaces and line ends, and after a byte order mark at the start.
  static func skippingSpaces(from start: Int, in span: RawSpan) -> Int {
    var index = start == 0 ? byteOrderMarkLength(span) : start
    while index < span.byteCount {
      switch unsafe span.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self) {
      case 0x20, 0x0A, 0x0D, 0x09: index &+= 1
      default: return index
      }
    }
    return index
  }

  /// How many bytes a byte order mark takes at the start: three or none.
  static func byteOrderMarkLength(_ span: RawSpan) -> Int {
    span.withUnsafeBytes { $0.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
  }

  /// Reads `null`, `true` or `false`.
  @inline(__always) @_lifetime(self: copy self)
  mutating func readWord(_ word: StaticString, _ kind: JSONNode.Kind) throws(JSONError) {
    for position in 1..<word.utf8CodeUnitCount where byte(index &+ position) != word.utf8Start[position] {
      throw badWord(word, at: position)
    }
    try append(JSONNode(kind, offset: index, tail: UInt64(word.utf8CodeUnitCount)))
    index &+= word.utf8CodeUnitCount
  }

  /// Reads a number, whose first byte is a digit or `-`.
  @inline(__always) @_lifetime(self: copy self)
  mutating func readNumber() throws(JSONError) {
    let start = index
    var kind = JSONNode.Kind.integer
    if byte(index) == 0x2D { index &+= 1 }
    let isZero = byte(index) == 0x30
    let digits = skipDigits()
    var isGood = isZero ? digits == 1 : digits > 0
    if byte(index) == 0x2E {
      kind = .float
      index &+= 1
      if skipDigits() == 0 { isGood = false }
    }
    if byte(index) | 0x20 == 0x65 {
      kind = .float
      index &+= 1
      let sign = byte(index)
      if sign == 0x2B || sign == 0x2D { index &+= 1 }
      if skipDigits() == 0 { isGood = false }
    }
    guard isGood, !Self.isPartOfNumber(byte(index)) else { throw badNumber(start) }
    try append(JSONNode(kind, offset: start, tail: UInt64(truncatingIfNeeded: index &- start)))
  }

  /// Moves over digits; how many there were.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipDigits() -> Int {
    let start = index
    while byte(index) &- 0x30 < 10 { index &+= 1 }
    return index &- start
  }

  /// Whether a byte after a number makes it another number, or none.
  @inline(__always)
  static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
