/// Decimal numbers without exponents, of up to 19 digits, rounded to the nearest double.
enum CSVDecimal {
  private static let powers: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(1 as UInt64) { power, _ in power &* 10 }
  }

  /// The number; `nil` for other forms, which are left to others to read.
  static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    var mantissa: UInt64 = 0
    var (digits, decimals, count, hasPoint) = (0, 0, 0, false)
    let isNegative = bytes.first == 0x2D
    for place in (isNegative || bytes.first == 0x2B ? 1 : 0)..<bytes.count {
      let byte = bytes[place]
      if byte == 0x2E, !hasPoint {
        hasPoint = true
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
      count += 1
      if mantissa != 0 { digits += 1 }
      if hasPoint { decimals += 1 }
      guard digits <= 19, decimals <= 19 else { return nil }
    }
    guard count > 0 else { return nil }
    let value = quotient(mantissa, powers[decimals])
    return isNegative ? -value : value
  }

  /// The double nearest to a fraction, ties to even. The denominator is not zero.
  private static func quotient(_ numerator: UInt64, _ denominator: UInt64) -> Double {
    guard numerator > 0 else { return 0 }
    if denominator == 1 { return Double(numerator) }
    let (up, below) = (numerator.leadingZeroBitCount, denominator.leadingZeroBitCount)
    let (top, bottom) = (numerator << UInt64(up), denominator << UInt64(below))
    // Both have their highest bit set, so that half of the one is less than the other.
    let (high, rest) = bottom.dividingFullWidth((top >> 1, (top & 1) << 63))
    // 62 bits or more, of which the last also says whether something is left.
    let exact = high | (rest == 0 ? 0 : 1)
    return Double(sign: .plus, exponent: below - up - 63, significand: Double(exact))
  }
}
