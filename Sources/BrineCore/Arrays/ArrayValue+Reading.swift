extension ArrayValue {
  /// The element of a type at an address.
  init(_ place: UnsafeRawPointer, _ dtype: DType) {
    let isSwapped = dtype.byteOrder != .native
    switch dtype.kind {
    case .bool: self = .bool(place.load(as: UInt8.self) != 0)
    case .int8: self = .int(Int64(place.load(as: Int8.self)))
    case .uint8: self = .uint(UInt64(place.load(as: UInt8.self)))
    case .int16: self = .int(Int64(place.number(Int16.self, isSwapped)))
    case .int32: self = .int(Int64(place.number(Int32.self, isSwapped)))
    case .int64: self = .int(place.number(Int64.self, isSwapped))
    case .uint16: self = .uint(UInt64(place.number(UInt16.self, isSwapped)))
    case .uint32: self = .uint(UInt64(place.number(UInt32.self, isSwapped)))
    case .uint64: self = .uint(place.number(UInt64.self, isSwapped))
    case .float16, .float32, .float64, .bfloat16, .float8, .longdouble:
      self = .float(place.float(dtype.kind, isSwapped))
    case .complex64:
      self = .complex(place.float(.float32, isSwapped), (place + 4).float(.float32, isSwapped))
    case .complex128:
      self = .complex(place.float(.float64, isSwapped), (place + 8).float(.float64, isSwapped))
    case .clongdouble(let size, let isQuad):
      let part = DType.Kind.longdouble(size: size, isQuad: isQuad)
      self = .complex(place.float(part, isSwapped), (place + size).float(part, isSwapped))
    case .bytes(let count):
      let bytes = UnsafeRawBufferPointer(start: place, count: count)
      self = .bytes(Array(bytes[..<(bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)]))
    case .str(let count): self = .string(place.text(count, isSwapped))
    case .void(let count): self = .void(Array(UnsafeRawBufferPointer(start: place, count: count)))
    case .datetime64(let unit): self = .datetime(place.moment(isSwapped), unit)
    case .timedelta64(let unit): self = .timedelta(place.moment(isSwapped), unit)
    case .object: self = .object(Int(truncatingIfNeeded: place.number(Int64.self, false)))
    case .structured(let record):
      self = .record(record.fields.map { ArrayValue(place + $0.offset, $0.dtype) })
    case .subarray(let base, let shape):
      let count = shape.checkedProduct ?? 0
      self = .subarray((0..<count).map { ArrayValue(place + $0 * base.itemSize, base) }, shape: shape)
    }
  }
}

extension UnsafeRawPointer {
  /// A number in either byte order.
  @inline(__always)
  func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, _ isSwapped: Bool) -> Number {
    let number = loadUnaligned(as: Number.self)
    return isSwapped ? number.byteSwapped : number
  }

  /// A float of any layout as a Double.
  func float(_ kind: DType.Kind, _ isSwapped: Bool) -> Double {
    switch kind {
    case .float32: return Double(Float(bitPattern: number(UInt32.self, isSwapped)))
    case .float64: return Double(bitPattern: number(UInt64.self, isSwapped))
    case .float16: return Double(HalfFloat.value(number(UInt16.self, isSwapped)))
    case .bfloat16: return Double(Float(bitPattern: UInt32(number(UInt16.self, isSwapped)) << 16))
    case .float8(let layout): return Double(layout.value(load(as: UInt8.self)))
    case .longdouble(let size, let isQuad): return longDouble(size, isQuad, isSwapped)
    default: return .nan
    }
  }

  private func longDouble(_ size: Int, _ isQuad: Bool, _ isSwapped: Bool) -> Double {
    if size == 8 { return Double(bitPattern: number(UInt64.self, isSwapped)) }
    // Of a swapped x87 number the padding comes first.
    let isBig = isSwapped == (DType.ByteOrder.native == .little)
    if isQuad {
      let (first, second) = (number(UInt64.self, isSwapped), (self + 8).number(UInt64.self, isSwapped))
      return isBig ? LongDouble.quad(high: first, low: second) : LongDouble.quad(high: second, low: first)
    }
    let significand = (isBig ? self + (size - 8) : self).number(UInt64.self, isSwapped)
    let exponent = (isBig ? self + (size - 10) : self + 8).number(UInt16.self, isSwapped)
    return LongDouble.extended(significand: significand, signAndExponent: exponent)
  }

  fileprivate func moment(_ isSwapped: Bool) -> Int64? {
    let count = number(Int64.self, isSwapped)
    return count == .min ? nil : count
  }

  /// Text of `count` code points without the zeros at its end.
  func text(_ count: Int, _ isSwapped: Bool) -> String {
    var used = count
    while used > 0, (self + (used - 1) * 4).loadUnaligned(as: UInt32.self) == 0 { used -= 1 }
    var text = String.UnicodeScalarView()
    for index in 0..<used {
      text.append(Unicode.Scalar((self + index * 4).number(UInt32.self, isSwapped)) ?? "\u{FFFD}")
    }
    return String(text)
  }
}

/// IEEE 754 binary16, which Swift has not on every platform.
enum HalfFloat {
  /// The value of a bit pattern.
  @inline(__always)
  static func value(_ bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF)
    let sign = UInt32(bits & 0x8000) << 16
    if magnitude >= 0x7C00 { return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13) }
    // Moving the exponent by multiplication makes subnormal numbers come out right.
    let scaled = Float(bitPattern: magnitude << 13) * Float(bitPattern: 0x7780_0000)
    return Float(bitPattern: scaled.bitPattern | sign)
  }

  /// The nearest number's bit pattern, ties to even.
  static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 | UInt16(truncatingIfNeeded: magnitude >> 13) & 0x3FF }
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Below the smallest normal number: adding a number whose last bit is the smallest subnormal's rounds right.
      let rounded = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: rounded.bitPattern &- 0x3F00_0000)
    }
    let odd = (magnitude >> 13) & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xFFF &+ odd) >> 13)
  }
}
