/// The 8-bit floats of machine learning, named as `ml_dtypes` names them.
public enum Float8: String, Sendable, CaseIterable {
  /// Four exponent bits, no infinities, NaN is all ones.
  case e4m3fn
  /// As `e4m3fn` with one more of bias, no negative zero: that pattern is NaN.
  case e4m3fnuz
  /// Five exponent bits, as IEEE 754 would have it.
  case e5m2
  /// As `e5m2` with one more of bias, no infinities, no negative zero: that pattern is NaN.
  case e5m2fnuz

  /// The value of a bit pattern.
  public func value(_ bits: UInt8) -> Float {
    let isWide = self == .e5m2 || self == .e5m2fnuz
    let mantissaBits = isWide ? 2 : 3
    let exponent = Int(bits & 0x7F) >> mantissaBits
    let mantissa = Int(bits) & ((1 << mantissaBits) - 1)
    switch self {
    case .e4m3fn where bits & 0x7F == 0x7F: return .nan
    case .e4m3fnuz where bits == 0x80, .e5m2fnuz where bits == 0x80: return .nan
    case .e5m2 where exponent == 31: return mantissa != 0 ? .nan : bits & 0x80 != 0 ? -.infinity : .infinity
    default: break
    }
    let bias = [Float8.e4m3fn: 7, .e4m3fnuz: 8, .e5m2: 15, .e5m2fnuz: 16][self] ?? 0
    let significand = exponent == 0 ? mantissa : mantissa | 1 << mantissaBits
    let power = max(exponent, 1) - bias - mantissaBits
    let magnitude = Float(sign: .plus, exponent: power, significand: Float(significand))
    return bits & 0x80 != 0 ? -magnitude : magnitude
  }
}
