import BigInt
import BrineCore

/// An integer in the text forms that pickles have, read as CPython reads them.
struct PythonInteger {
  let value: BigInt
  /// Whether only Python's own syntax, not C's, made it an integer: such a `0` or `1` is not a boolean.
  private(set) var isPythonSyntaxOnly = false

  /// The value where it fits 64 bits.
  var int: Int? { Int(exactly: value) }

  private init(value: BigInt) { self.value = value }

  /// Python's `int(text, base)`, for base 10 or 0 (by prefix): spaces around, a sign and single underscores
  /// are allowed, and no more than 4300 decimal digits. The text ends at a NUL.
  init?(_ line: RawSpan, base: Int) {
    let text = Self.upToNUL(line)
    self.init(pythonText: text[...], base: base)
  }

  /// The argument of LONG.
  init?(longText line: RawSpan) {
    var text = Self.upToNUL(line)
    if text.count == line.byteCount, text.last == UInt8(ascii: "L") { text.removeLast() }
    self.init(pythonText: text[...], base: 0)
  }

  /// The argument of INT: what C's `strtol(text, …, 0)` takes, where a leading 0 means octal, else what Python takes.
  init?(cText line: RawSpan) {
    let text = Self.upToNUL(line)
    if let value = Self.strtol(text) {
      self.init(value: BigInt(value))
    } else {
      self.init(pythonText: text[...], base: 0)
      isPythonSyntaxOnly = true
    }
  }

  /// Two's complement of up to eight bytes, little-endian.
  static func small(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount <= 8 else { return nil }
    var value: UInt64 = 0
    for index in 0..<bytes.byteCount {
      value |= UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) &<< (8 &* UInt64(index))
    }
    let unused = UInt64(64 &- 8 &* bytes.byteCount)
    return unused == 64 ? 0 : Int(truncatingIfNeeded: Int64(bitPattern: value &<< unused) &>> Int64(unused))
  }

  /// Two's complement of any length, little-endian.
  static func big(_ bytes: RawSpan) -> BigInt {
    if let small = small(bytes) { return BigInt(small) }
    let isNegative = bytes.unsafeLoad(fromByteOffset: bytes.byteCount &- 1, as: UInt8.self) >= 0x80
    var words: [UInt] = []
    words.reserveCapacity(bytes.byteCount / 8 + 1)
    for start in stride(from: 0, to: bytes.byteCount, by: 8) {
      var word: UInt = isNegative ? .max : 0
      for index in start..<min(start &+ 8, bytes.byteCount) {
        let shift = UInt(8 &* (index &- start))
        word =
          word & ~(0xFF &<< shift)
          | UInt(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) &<< shift
      }
      words.append(word)
    }
    guard isNegative else { return BigInt(BigUInt(words: words)) }
    return BigInt(sign: .minus, magnitude: BigUInt(words: words.map(~)) + 1)
  }

  /// The shortest two's complement, little-endian.
  static func littleEndian(_ value: BigInt) -> [UInt8] {
    let isNegative = value.sign == .minus
    // A negative number is all bits of the one above it, negated, turned over.
    let magnitude = isNegative ? value.magnitude - 1 : value.magnitude
    var bytes: [UInt8] = []
    for word in magnitude.words {
      for shift in stride(from: UInt(0), to: UInt(UInt.bitWidth), by: 8) {
        let byte = UInt8(truncatingIfNeeded: word &>> shift)
        bytes.append(isNegative ? ~byte : byte)
      }
    }
    let fill: UInt8 = isNegative ? 0xFF : 0
    while bytes.count > 1, bytes[bytes.count - 1] == fill, (bytes[bytes.count - 2] ^ fill) & 0x80 == 0 {
      bytes.removeLast()
    }
    if let last = bytes.last, (last ^ fill) & 0x80 != 0 { bytes.append(fill) }
    return bytes.isEmpty ? [fill] : bytes
  }

  private init?(pythonText text: ArraySlice<UInt8>, base: Int) {
    var text = text.drop(while: Self.isSpace)
    while let last = text.last, Self.isSpace(last) { text.removeLast() }
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard let (radix, digits) = Self.digits(text, base: base), let magnitude = Self.number(digits, radix)
    else { return nil }
    self.init(value: BigInt(sign: isNegative ? .minus : .plus, magnitude: magnitude))
  }

  /// The digits without prefix and underscores.
  private static func digits(_ text: ArraySlice<UInt8>, base: Int) -> (radix: Int, digits: [UInt8])? {
    var (radix, text) = (10, text)
    var mayStartWithUnderscore = false
    if base == 0, text.count >= 2, text.first == UInt8(ascii: "0"),
      let prefixed = [0x78: 16, 0x6F: 8, 0x62: 2][Int(text[text.startIndex + 1] | 0x20)]
    {
      radix = prefixed
      text = text.dropFirst(2)
      mayStartWithUnderscore = true
    }
    var digits: [UInt8] = []
    var previous = UInt8(ascii: mayStartWithUnderscore ? "0" : "_")
    for byte in text {
      if byte == UInt8(ascii: "_") {
        guard previous != UInt8(ascii: "_") else { return nil }
      } else {
        digits.append(byte)
      }
      previous = byte
    }
    guard !digits.isEmpty, previous != UInt8(ascii: "_") else { return nil }
    let isZeroPadded = digits[0] == UInt8(ascii: "0") && digits.contains { $0 != UInt8(ascii: "0") }
    if base == 0, radix == 10, isZeroPadded { return nil }
    return (radix, digits)
  }

  private static func number(_ digits: [UInt8], _ radix: Int) -> BigUInt? {
    guard radix != 10 || digits.count <= 4300, digits.allSatisfy({ isDigit($0, radix) }) else { return nil }
    guard radix == 10 else { return bits(digits, perDigit: radix == 16 ? 4 : radix == 8 ? 3 : 1) }
    return BigUInt(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  /// Digits of a base that is a power of two, put together in time that grows with their number only.
  private static func bits(_ digits: [UInt8], perDigit: Int) -> BigUInt {
    var words = [UInt](repeating: 0, count: digits.count * perDigit / UInt.bitWidth + 2)
    var position = 0
    for digit in digits.reversed() {
      let value = UInt(digit < 0x40 ? digit - 0x30 : (digit | 0x20) - 0x57)
      let (index, shift) = (position / UInt.bitWidth, position % UInt.bitWidth)
      words[index] |= value << UInt(shift)
      if shift + perDigit > UInt.bitWidth { words[index + 1] |= value >> UInt(UInt.bitWidth - shift) }
      position += perDigit
    }
    return BigUInt(words: words)
  }

  private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30 < radix
    case 0x41...0x46, 0x61...0x66: radix == 16
    default: false
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  static func upToNUL(_ line: RawSpan) -> [UInt8] {
    line.withUnsafeBytes { [UInt8]($0.prefix { $0 != 0 }) }
  }

  /// What C's `strtol` with base 0 makes of the whole text; `nil` when it stops early or overflows.
  private static func strtol(_ text: [UInt8]) -> Int? {
    guard !text.isEmpty else { return 0 }
    var digits = text.drop(while: isSpace)
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    var radix = 10
    if digits.first == UInt8(ascii: "0"), digits.count > 1 {
      radix = digits[digits.startIndex + 1] | 0x20 == UInt8(ascii: "x") ? 16 : 8
      digits = digits.dropFirst(radix == 16 ? 2 : 1)
    }
    guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix) }) else { return nil }
    return Int((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self), radix: radix)
  }
}

/// A float in the text form that protocol 0 has.
enum PythonFloat {
  /// The value, read as Python's `float` does but without spaces and underscores; `nil` for other text and on overflow.
  static func parse(_ line: RawSpan) -> Double? {
    let text = PythonInteger.upToNUL(line)
    var digits = text[...]
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    let name = String(decoding: digits, as: UTF8.self).lowercased()
    let isNegative = text.first == UInt8(ascii: "-")
    if name == "nan" { return isNegative ? -Double.nan : Double.nan }
    if name == "inf" || name == "infinity" { return isNegative ? -Double.infinity : Double.infinity }
    guard isDecimal(digits), let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let whole = text.prefix(while: isDigit)
    var rest = text.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard whole.count + fraction.count > 0 else { return false }
    guard let exponent = rest.first else { return true }
    guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }
}
