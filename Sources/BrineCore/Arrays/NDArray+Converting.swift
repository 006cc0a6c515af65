/// Numbers of one type turned into numbers of another.
extension NDArray {
  /// Writes all elements in C order as `target`, which must be in this machine's byte order.
  func convertElements(to memory: UnsafeMutableRawBufferPointer, as target: DType) throws(ArrayError) {
    guard let base = memory.baseAddress, count > 0 else { return }
    if dtype.native == target {
      copyElements(to: base)
      return ByteSwap.swap(base, count: count, dtype)
    }
    switch target.kind {
    case .bool: try convert(to: base, NumberTarget<UInt8>(isBool: true))
    case .int8: try convert(to: base, NumberTarget<Int8>())
    case .int16: try convert(to: base, NumberTarget<Int16>())
    case .int32: try convert(to: base, NumberTarget<Int32>())
    case .int64: try convert(to: base, NumberTarget<Int64>())
    case .uint8: try convert(to: base, NumberTarget<UInt8>())
    case .uint16: try convert(to: base, NumberTarget<UInt16>())
    case .uint32: try convert(to: base, NumberTarget<UInt32>())
    case .uint64: try convert(to: base, NumberTarget<UInt64>())
    case .float16: try convert(to: base, HalfTarget(isBrain: false))
    case .bfloat16: try convert(to: base, HalfTarget(isBrain: true))
    case .float32: try convert(to: base, FloatTarget<Float>())
    case .float64: try convert(to: base, FloatTarget<Double>())
    case .complex64: try convertComplex(to: base, Float.self)
    case .complex128: try convertComplex(to: base, Double.self)
    default: throw mismatch(target)
    }
  }

  private func mismatch(_ target: DType) -> ArrayError {
    ArrayError(.typeMismatch, "elements of \(dtype) can't be read as \(target)")
  }

  private func convert<Target: ConversionTarget>(
    to base: UnsafeMutableRawPointer, _ target: Target
  ) throws(ArrayError) {
    switch dtype.kind {
    case .bool: try convert(base, target) { $0.load(as: UInt8.self) != 0 ? 1 : 0 as UInt8 }
    case .int8: try integers(Int8.self, base, target)
    case .int16: try integers(Int16.self, base, target)
    case .int32: try integers(Int32.self, base, target)
    case .int64: try integers(Int64.self, base, target)
    case .uint8: try integers(UInt8.self, base, target)
    case .uint16: try integers(UInt16.self, base, target)
    case .uint32: try integers(UInt32.self, base, target)
    case .uint64: try integers(UInt64.self, base, target)
    case .datetime64, .timedelta64:
      // Their counts are numbers to those who ask for 64 bits.
      guard target is NumberTarget<Int64> else { throw mismatch(Target.dtype) }
      try integers(Int64.self, base, target)
    case .float32, .float64, .float16, .bfloat16, .float8, .longdouble: try floats(base, target)
    default: throw mismatch(Target.dtype)
    }
  }

  private func floats<Target: ConversionTarget>(
    _ base: UnsafeMutableRawPointer, _ target: Target
  ) throws(ArrayError) {
    let isSwapped = dtype.byteOrder != .native
    switch dtype.kind {
    case .float32:
      try convertFloats(base, target) { Double(Float(bitPattern: $0.number(UInt32.self, isSwapped))) }
    case .float64: try convertFloats(base, target) { Double(bitPattern: $0.number(UInt64.self, isSwapped)) }
    case .float16:
      try convertFloats(base, target) { Double(HalfFloat.value($0.number(UInt16.self, isSwapped))) }
    default:
      let kind = dtype.kind
      try convertFloats(base, target) { $0.float(kind, isSwapped) }
    }
  }

  @inline(__always)
  private func integers<Source: FixedWidthInteger & BitwiseCopyable, Target: ConversionTarget>(
    _ type: Source.Type, _ base: UnsafeMutableRawPointer, _ target: Target
  ) throws(ArrayError) {
    let isSwapped = dtype.byteOrder != .native && dtype.hasByteOrder
    try convert(base, target) { $0.number(Source.self, isSwapped) }
  }

  @inline(__always)
  private func convert<Source: FixedWidthInteger, Target: ConversionTarget>(
    _ base: UnsafeMutableRawPointer, _ target: Target, _ read: (UnsafeRawPointer) -> Source
  ) throws(ArrayError) {
    try eachPlace(base, Target.size) { place, result in target.store(read(place), result) }
  }

  @inline(__always)
  private func convertFloats<Target: ConversionTarget>(
    _ base: UnsafeMutableRawPointer, _ target: Target, _ read: (UnsafeRawPointer) -> Double
  ) throws(ArrayError) {
    try eachPlace(base, Target.size) { place, result in target.store(read(place), result) }
  }

  private func convertComplex<Part: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
    to base: UnsafeMutableRawPointer, _ part: Part.Type
  ) throws(ArrayError) {
    let dtype = dtype
    let size = MemoryLayout<Part>.size
    try eachPlace(base, 2 * size) { place, result in
      guard case .complex(let real, let imaginary) = ArrayValue(place, dtype) else { return false }
      result.storeBytes(of: Part(real), as: Part.self)
      (result + size).storeBytes(of: Part(imaginary), as: Part.self)
      return true
    }
  }

  /// Calls `body` with each element's address and where its conversion belongs.
  @inline(__always)
  private func eachPlace(
    _ base: UnsafeMutableRawPointer, _ size: Int,
    _ body: (UnsafeRawPointer, UnsafeMutableRawPointer) -> Bool
  ) throws(ArrayError) {
    guard let start else { return }
    let runs = StridedRuns(self)
    var result = base
    var index = 0
    let stride = runs.stride
    try runs.forEach { (offset) throws(ArrayError) in
      var place = start + offset
      for _ in 0..<runs.count {
        guard body(place, result) else { throw refusal(place, index) }
        place += stride
        result += size
        index += 1
      }
    }
    withExtendedLifetime(storage) {}
  }

  private func refusal(_ place: UnsafeRawPointer, _ index: Int) -> ArrayError {
    let path = index < count ? "element \(index) in C order" : nil
    let value = ArrayValue(place, dtype)
    return ArrayError(
      .notRepresentable, "\(value.plainText) is not a value of the type that was asked for",
      context: ErrorContext(path: path))
  }
}

extension ArrayValue {
  /// A short text for error messages.
  var plainText: String {
    switch self {
    case .bool(let value): value ? "True" : "False"
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .float(let value): String(value)
    case .complex(let real, let imaginary): "\(real)+\(imaginary)j"
    default: "an element"
    }
  }
}

/// A type that numbers are converted to; `store` answers false for one that it can't hold.
private protocol ConversionTarget {
  static var dtype: DType { get }
  static var size: Int { get }
  func store<Source: FixedWidthInteger>(_ value: Source, _ place: UnsafeMutableRawPointer) -> Bool
  func store(_ value: Double, _ place: UnsafeMutableRawPointer) -> Bool
}

private struct NumberTarget<Number: FixedWidthInteger & NDElement>: ConversionTarget {
  var isBool = false
  static var dtype: DType { Number.dtype }
  static var size: Int { MemoryLayout<Number>.size }

  @inline(__always)
  func store<Source: FixedWidthInteger>(_ value: Source, _ place: UnsafeMutableRawPointer) -> Bool {
    guard let number = Number(exactly: value), !isBool || number == 0 || number == 1 else { return false }
    place.storeBytes(of: number, as: Number.self)
    return true
  }

  @inline(__always)
  func store(_ value: Double, _ place: UnsafeMutableRawPointer) -> Bool {
    guard let number = Number(exactly: value), !isBool || number == 0 || number == 1 else { return false }
    place.storeBytes(of: number, as: Number.self)
    return true
  }
}

private struct FloatTarget<Number: BinaryFloatingPoint & NDElement>: ConversionTarget {
  static var dtype: DType { Number.dtype }
  static var size: Int { MemoryLayout<Number>.size }

  @inline(__always)
  func store<Source: FixedWidthInteger>(_ value: Source, _ place: UnsafeMutableRawPointer) -> Bool {
    place.storeBytes(of: Number(value), as: Number.self)
    return true
  }

  @inline(__always)
  func store(_ value: Double, _ place: UnsafeMutableRawPointer) -> Bool {
    place.storeBytes(of: Number(value), as: Number.self)
    return true
  }
}

private struct HalfTarget: ConversionTarget {
  let isBrain: Bool
  static var dtype: DType { .float16 }
  static var size: Int { 2 }

  func store<Source: FixedWidthInteger>(_ value: Source, _ place: UnsafeMutableRawPointer) -> Bool {
    store(Double(value), place)
  }

  func store(_ value: Double, _ place: UnsafeMutableRawPointer) -> Bool {
    // Rounding twice could go wrong: rounding the first time to odd keeps what the second one needs to know.
    let single = Float(value, roundingToOdd: true)
    place.storeBytes(of: isBrain ? BrainFloat.bits(single) : HalfFloat.bits(single), as: UInt16.self)
    return true
  }
}

/// The upper half of a 32-bit float.
enum BrainFloat {
  /// The nearest number's bit pattern, ties to even.
  static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}

extension Float {
  /// The nearest float towards zero, its last bit set when it is not exact.
  fileprivate init(_ value: Double, roundingToOdd: Bool) {
    let nearest = Float(value)
    guard roundingToOdd, !value.isNaN, Double(nearest) != value else {
      self = nearest
      return
    }
    let isBeyond = abs(Double(nearest)) > abs(value)
    let truncated = isBeyond ? Float(bitPattern: nearest.bitPattern &- 1) : nearest
    self = Float(bitPattern: truncated.bitPattern | 1)
  }
}
