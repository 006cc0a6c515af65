/// Integers in text, by the rules of Python's `int`.
enum PythonDecimal {
  /// Python refuses to convert longer numbers from and to text.
  static let maximumDigits = 4300

  enum Parsed: Equatable {
    case int(Int)
    /// Correct, but more than an `Int` holds.
    case large
    case tooManyDigits(Int)
    case invalid
  }

  static func limitMessage(_ addition: String) -> String {
    "Exceeds the limit (\(maximumDigits) digits) for integer string conversion\(addition); "
      + "use sys.set_int_max_str_digits() to increase the limit"
  }

  /// The bytes that C's `isspace` takes for blanks.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Reads blanks, a sign, digits with single underscores between them, and blanks.
  static func parse(_ text: RawSpan) -> Parsed {
    text.withUnsafeBytes { parse($0) }
  }

  private static func parse(_ text: UnsafeRawBufferPointer) -> Parsed {
    var (index, negative) = start(text)
    var (value, overflow, digits) = (0, false, 0)
    var afterDigit = false
    scan: while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x30...0x39:
        digits += 1
        afterDigit = true
        let digit = Int(byte & 15)
        let (product, first) = value.multipliedReportingOverflow(by: 10)
        let (sum, second) =
          negative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        overflow = overflow || first || second
        value = sum
      case UInt8(ascii: "_"):
        guard afterDigit else { return .invalid }
        afterDigit = false
      default: break scan
      }
      index += 1
    }
    guard digits == 0 || afterDigit else { return .invalid }
    // Python looks at the number of digits before it looks at what follows them.
    guard digits <= maximumDigits else { return .tooManyDigits(digits) }
    guard digits > 0, text[index...].allSatisfy(isSpace) else { return .invalid }
    return overflow ? .large : .int(value)
  }

  /// Where the digits begin, and whether there is a minus sign.
  private static func start(_ text: UnsafeRawBufferPointer) -> (Int, Bool) {
    var index = 0
    while index < text.count, isSpace(text[index]) { index += 1 }
    guard index < text.count else { return (index, false) }
    switch text[index] {
    case UInt8(ascii: "-"): return (index + 1, true)
    case UInt8(ascii: "+"): return (index + 1, false)
    default: return (index, false)
    }
  }

  /// A number that `parse` accepted, as Python writes it.
  static func canonical(_ text: RawSpan) -> [UInt8] {
    text.withUnsafeBytes { text in
      let negative = start(text).1
      let digits = text.lazy.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 }
      return (negative ? [UInt8(ascii: "-")] : []) + digits
    }
  }

  /// The digits of a two's complement integer, least significant byte first;
  /// `nil` when there are more than Python converts.
  static func digits(ofTwosComplement bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let negative = (bytes.last ?? 0) >= 0x80
    let fill: UInt8 = negative ? 0xFF : 0
    let used = (bytes.lastIndex { $0 != fill } ?? -1) + 1
    // 4300 digits have less than 14285 bits.
    guard used <= 1786 else { return nil }
    var limbs = [UInt32](repeating: 0, count: used / 4 + 1)
    for index in 0..<limbs.count * 4 {
      let byte = index < used ? bytes[index] : fill
      limbs[index / 4] |= UInt32(byte ^ fill) << (8 * UInt32(index % 4))
    }
    if negative { increment(&limbs) }
    let digits = digits(limbs)
    guard digits.count <= maximumDigits else { return nil }
    return negative ? [UInt8(ascii: "-")] + digits : digits
  }

  private static func increment(_ limbs: inout [UInt32]) {
    for index in limbs.indices {
      let (sum, overflow) = limbs[index].addingReportingOverflow(1)
      limbs[index] = sum
      guard overflow else { return }
    }
    limbs.append(1)
  }

  /// Carries the number over into base 10^9, from its most significant limb on.
  private static func digits(_ limbs: [UInt32]) -> [UInt8] {
    var groups: [UInt32] = []
    groups.reserveCapacity(limbs.count * 15 / 14 + 1)
    for limb in limbs.reversed() {
      var carry = UInt64(limb)
      for index in groups.indices {
        let value = UInt64(groups[index]) << 32 | carry
        carry = value / 1_000_000_000
        groups[index] = UInt32(truncatingIfNeeded: value &- carry &* 1_000_000_000)
      }
      while carry > 0 {
        groups.append(UInt32(carry % 1_000_000_000))
        carry /= 1_000_000_000
      }
    }
    var reversed: [UInt8] = []
    reversed.reserveCapacity(groups.count * 9 + 1)
    for group in groups {
      var rest = group
      for _ in 0..<9 {
        reversed.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      }
    }
    while reversed.last == 0x30 { reversed.removeLast() }
    return reversed.isEmpty ? [0x30] : reversed.reversed()
  }
}
