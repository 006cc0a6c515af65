import BrineCore

/// Makes floats that NumPy has of floats of any layout, as libhdf5 does: NaN becomes the one whose mantissa is all ones.
struct FloatConversion: Sendable {
  let type: Datatype.Float
  /// How many bytes it has in the file: 16 at most.
  let size: Int
  let target: Target
  let targetOrder: DType.ByteOrder

  /// A layout to convert to.
  enum Target: Sendable {
    case float16, float32, float64
    /// x87's, in 16 bytes.
    case extended

    /// NumPy's kind.
    var kind: DType.Kind {
      switch self {
      case .float16: .float16
      case .float32: .float32
      case .float64: .float64
      case .extended: .longdouble(size: 16, isQuad: false)
      }
    }
    /// The next larger one.
    var next: Target? {
      switch self {
      case .float16: .float32
      case .float32: .float64
      case .float64: .extended
      case .extended: nil
      }
    }
    /// How many bytes it takes.
    var size: Int { pick(2, 4, 8, 16) }
    /// How many bits the exponent, and the mantissa as stored, have.
    var exponentSize: Int { pick(5, 8, 11, 15) }
    var mantissaSize: Int { pick(10, 23, 52, 64) }
    var bias: Int { 1 << (exponentSize - 1) - 1 }
    /// Whether the highest bit of the mantissa is stored.
    var isExplicit: Bool { self == .extended }

    @inline(__always)
    private func pick(_ half: Int, _ single: Int, _ double: Int, _ extended: Int) -> Int {
      switch self {
      case .float16: half
      case .float32: single
      case .float64: double
      case .extended: extended
      }
    }
  }

  func convert(_ run: ConversionRun) {
    if isBrain { return convertBrain(run) }
    for index in 0..<run.count {
      let bits = encoded(load(run.source + index * run.sourceStride))
      store(bits, run.target + index * run.targetStride)
    }
  }

  /// The bytes of an element as a number.
  private func load(_ source: UnsafeRawPointer) -> UInt128 {
    var bits: UInt128 = 0
    for index in 0..<size {
      // VAX's order is that of big-endian words of two little-endian bytes each.
      let place =
        switch type.order {
        case .little: size - 1 - index
        case .big: index
        case .vax: size % 2 == 0 ? index ^ 1 : index
        }
      bits = bits << 8 | UInt128(source.load(fromByteOffset: place, as: UInt8.self))
    }
    return bits
  }

  private func store(_ bits: UInt128, _ target: UnsafeMutableRawPointer) {
    for index in 0..<self.target.size {
      let place = targetOrder == .little ? index : self.target.size - 1 - index
      target.storeBytes(
        of: UInt8(truncatingIfNeeded: bits >> UInt128(index * 8)), toByteOffset: place, as: UInt8.self)
    }
  }

  private func field(_ bits: UInt128, _ position: Int, _ count: Int) -> UInt128 {
    let shifted = bits >> UInt128(position)
    return count >= 128 ? shifted : shifted & ((1 << UInt128(count)) - 1)
  }

  /// The bits of the target for those of the source.
  func encoded(_ bits: UInt128) -> UInt128 {
    let sign = field(bits, type.signPosition, 1) << UInt128(signPosition)
    let mantissa = field(bits, type.mantissaPosition, type.mantissaSize)
    let exponent = field(bits, type.exponentPosition, type.exponentSize)
    let ones: UInt128 = type.exponentSize >= 128 ? .max : (1 << UInt128(type.exponentSize)) - 1
    if exponent == ones {
      let isInfinite =
        mantissa == 0
        || type.normalization != .implied && mantissa == 1 << UInt128(type.mantissaSize - 1)
      return sign | (isInfinite ? infinity : nan)
    }
    if mantissa == 0, exponent == 0 || type.normalization == .stored { return sign }
    guard exponent < 1 << 40 else { return sign | infinity }
    if mantissa == 0, type.normalization == .none {
      // Nothing is left to be normalized; libhdf5 sees a bit below the last one.
      return sign | rounded(1 << 127, Int(exponent) - type.exponentBias - type.mantissaSize)
    }
    // The value is significand / 2^127 x 2^power.
    var significand = mantissa << UInt128(128 - type.mantissaSize)
    var power = Int(exponent) - type.exponentBias
    if type.normalization == .implied {
      if exponent == 0 {
        power += 1
        let shift = significand.leadingZeroBitCount
        significand <<= UInt128(shift)
        power -= shift + 1
      } else {
        significand = significand >> 1 | 1 << 127
      }
    } else {
      if exponent == 0, type.normalization == .stored { power += 1 }
      let shift = significand.leadingZeroBitCount
      significand <<= UInt128(shift)
      power -= shift
    }
    return sign | rounded(significand, power)
  }

  /// The target's bits for a number that is not zero, rounded to nearest even.
  private func rounded(_ significand: UInt128, _ power: Int) -> UInt128 {
    let lowest = 1 - target.bias
    // The highest bit, and those of the mantissa below it.
    let precision = target.isExplicit ? target.mantissaSize : target.mantissaSize + 1
    let drop = 128 - precision + max(0, lowest - power)
    guard power <= target.bias else { return infinity }
    guard drop <= 128 else { return 0 }
    var kept = drop == 128 ? 0 : significand >> UInt128(drop)
    let rest = significand << UInt128(128 - drop)
    let half: UInt128 = 1 << 127
    if rest > half || rest == half && kept & 1 == 1 { kept += 1 }
    // What is rounded up to the next power of two carries into the exponent.
    let exponent = UInt128(max(power, lowest) + target.bias)
    if target.isExplicit {
      if kept >> UInt128(precision) != 0 { return (exponent + 1) << 64 | kept >> 1 }
      return (kept >> 63 == 0 ? 0 : exponent) << 64 | kept
    }
    return (exponent - 1) << UInt128(target.mantissaSize) + kept
  }

  private var signPosition: Int { target == .extended ? 79 : target.size * 8 - 1 }

  private var infinity: UInt128 {
    let exponent: UInt128 = (1 << UInt128(target.exponentSize)) - 1
    return exponent << UInt128(target.mantissaSize) | (target.isExplicit ? 1 << 63 : 0)
  }

  private var nan: UInt128 { infinity | ((1 << UInt128(target.mantissaSize)) - 1) }

  // MARK: bfloat16

  /// Whether this is bfloat16, little-endian, on the way to float32: the most frequent of the rare.
  private var isBrain: Bool {
    target == .float32 && targetOrder == .little && size == 2 && type.order == .little
      && type.normalization == .implied && type.signPosition == 15 && type.exponentPosition == 7
      && type.exponentSize == 8 && type.exponentBias == 127 && type.mantissaPosition == 0
      && type.mantissaSize == 7
  }

  private func convertBrain(_ run: ConversionRun) {
    for index in 0..<run.count {
      let source = (run.source + index &* run.sourceStride).loadUnaligned(as: UInt16.self)
      var bits = UInt32(UInt16(littleEndian: source)) << 16
      if bits & 0x7FFF_FFFF > 0x7F80_0000 { bits |= 0x7FFF_FFFF }
      (run.target + index &* run.targetStride).storeBytes(of: bits.littleEndian, as: UInt32.self)
    }
  }
}
