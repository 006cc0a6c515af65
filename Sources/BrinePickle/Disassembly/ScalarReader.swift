/// Decodes text into code points, surrogates among them, without allocating.
///
/// Stops at what cannot be decoded, and then `failure` is where that begins.
/// UTF-8 must have passed `TextCheck`; anything else is memory-safe but gives arbitrary code points.
struct ScalarReader {
  private let bytes: UnsafeRawBufferPointer
  private let encoding: PickleTextEncoding
  private var index = 0
  private(set) var failure: Int?
  /// The next backslash is the second one of two, and begins no escape.
  private var secondOfPair = false

  init(_ bytes: UnsafeRawBufferPointer, _ encoding: PickleTextEncoding) {
    self.bytes = bytes
    self.encoding = encoding
  }

  @inline(__always)
  mutating func next() -> UInt32? {
    while index < bytes.count, failure == nil {
      let byte = bytes[index]
      switch encoding {
      case .latin1:
        index += 1
        return UInt32(byte)
      case .utf8:
        return byte < 0x80 ? plain(byte) : utf8(byte)
      case .rawUnicodeEscape:
        return byte == UInt8(ascii: "\\") ? rawEscape() : plain(byte)
      case .escaped, .escapedPair:
        guard byte == UInt8(ascii: "\\") else {
          // Between the two texts of a pair, and only there, is a newline as such.
          return plain(byte == 0x0A && encoding == .escapedPair ? 0x20 : byte)
        }
        if let value = escape() { return value }
      }
    }
    return nil
  }

  private mutating func plain(_ byte: UInt8) -> UInt32 {
    index += 1
    return UInt32(byte)
  }

  private func byte(_ offset: Int) -> UInt8? {
    bytes.count - index > offset ? bytes[index + offset] : nil
  }

  private mutating func utf8(_ lead: UInt8) -> UInt32 {
    let count = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var value = UInt32(lead) & (0x3F >> UInt32(count))
    for offset in 1...count { value = value << 6 | UInt32((byte(offset) ?? 0x80) & 0x3F) }
    index += count + 1
    return value
  }

  // MARK: Escapes

  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x41 + 10
    case 0x61...0x66: UInt32(byte) - 0x61 + 10
    default: nil
    }
  }

  private func hex(from start: Int, count: Int) -> UInt32? {
    var value = UInt32(0)
    for offset in start..<(start + count) {
      guard let byte = byte(offset), let digit = Self.hexValue(byte) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// A backslash, in Latin-1 with `\u` and `\U`.
  private mutating func rawEscape() -> UInt32? {
    let kind = byte(1)
    guard !secondOfPair, kind == UInt8(ascii: "u") || kind == UInt8(ascii: "U") else {
      secondOfPair = !secondOfPair && kind == UInt8(ascii: "\\")
      return plain(UInt8(ascii: "\\"))
    }
    let count = kind == UInt8(ascii: "u") ? 4 : 8
    guard let value = hex(from: 2, count: count), value <= 0x10FFFF else {
      failure = index
      return nil
    }
    index += 2 + count
    return value
  }

  /// A backslash, in a Python 2 literal; `nil` for an escaped newline, which is nothing, or on failure.
  private mutating func escape() -> UInt32? {
    guard let kind = byte(1) else {
      failure = index
      return nil
    }
    if kind == UInt8(ascii: "x") {
      guard let value = hex(from: 2, count: 2) else {
        failure = index
        return nil
      }
      index += 4
      return value
    }
    if (0x30...0x37).contains(kind) { return octal() }
    guard kind != 0x0A else {
      index += 2
      return nil
    }
    guard let value = Self.simpleEscape(kind) else { return plain(UInt8(ascii: "\\")) }
    index += 2
    return UInt32(value)
  }

  private mutating func octal() -> UInt32 {
    var (value, count) = (UInt32(0), 0)
    while count < 3, let digit = byte(count + 1), (0x30...0x37).contains(digit) {
      value = value << 3 | UInt32(digit & 7)
      count += 1
    }
    index += 1 + count
    return value & 0xFF
  }

  private static func simpleEscape(_ kind: UInt8) -> UInt8? {
    switch kind {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): kind
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "a"): 7
    default: nil
    }
  }
}
