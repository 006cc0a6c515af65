/// C's `long double` as `Double`s: the nearest one, as a C cast gives it.
enum LongDouble {
  /// The value of an x87 80-bit number, little-endian: 64 bits of significand with the leading one, then sign and
  /// 15 bits of exponent.
  static func extended(significand: UInt64, signAndExponent: UInt16) -> Double {
    let isNegative = signAndExponent & 0x8000 != 0
    let exponent = Int(signAndExponent & 0x7FFF)
    if exponent == 0x7FFF {
      return significand << 1 != 0 ? .nan : isNegative ? -.infinity : .infinity
    }
    let magnitude = rounded(significand, isSticky: false, exponent: max(exponent, 1) - 16383 - 63)
    return isNegative ? -magnitude : magnitude
  }

  /// The value of an IEEE 754 binary128 number.
  static func quad(high: UInt64, low: UInt64) -> Double {
    let isNegative = high >> 63 != 0
    let exponent = Int(high >> 48 & 0x7FFF)
    let fraction = high & 0xFFFF_FFFF_FFFF
    if exponent == 0x7FFF {
      return fraction | low != 0 ? .nan : isNegative ? -.infinity : .infinity
    }
    // The leading one and 48 + 15 bits of the fraction make 64; of the rest only whether it is zero matters.
    let leading: UInt64 = exponent == 0 ? 0 : 1
    let significand = leading << 63 | fraction << 15 | low >> 49
    let isSticky = low << 15 != 0
    let magnitude = rounded(significand, isSticky: isSticky, exponent: max(exponent, 1) - 16383 - 63)
    return isNegative ? -magnitude : magnitude
  }

  /// `significand` x 2^exponent, rounded to nearest even once; `isSticky` says that a little more is meant.
  private static func rounded(_ significand: UInt64, isSticky: Bool, exponent: Int) -> Double {
    guard significand != 0 else { return 0 }
    let shift = significand.leadingZeroBitCount
    var bits = significand << UInt64(shift)
    // The place of the highest bit, and how many of the 64 bits a Double keeps there.
    let top = exponent - shift + 63
    guard top >= -1075 else { return 0 }
    guard top <= 1023 else { return .infinity }
    let kept = top >= -1022 ? 53 : 53 - (-1022 - top)
    let dropped = 64 - kept
    if isSticky { bits |= 1 }
    var mantissa = dropped >= 64 ? 0 : bits >> UInt64(dropped)
    let rest = dropped >= 64 ? bits : bits << UInt64(64 - dropped)
    let half: UInt64 = 1 << 63
    if dropped > 0, rest > half || rest == half && mantissa & 1 == 1 { mantissa += 1 }
    return Double(sign: .plus, exponent: top - kept + 1, significand: Double(mantissa))
  }
}
