extension NDArray {
  /// The sum of all elements, at the speed of memory.
  ///
  /// Integers and truth values are added exactly: the sum is `.int` or `.uint`, or `.float` when it fits
  /// neither. Floats are added as Doubles, more exactly than NumPy does; a NaN makes the sum NaN, as there.
  /// - Throws: `ArrayError.typeMismatch` for elements that are no numbers.
  public func sum() throws(ArrayError) -> ArrayValue {
    let blocks = ElementBlocks(self)
    switch dtype.kind {
    case .bool:
      var total = 0
      blocks.forEach { total += MaskScan.count(UnsafeRawBufferPointer(start: $0, count: $1)) }
      return .int(Int64(total * blocks.repeats))
    case .int8: return exactSum(Int8.self, blocks)
    case .int16: return exactSum(Int16.self, blocks)
    case .int32: return exactSum(Int32.self, blocks)
    case .int64: return exactSum(Int64.self, blocks)
    case .uint8: return exactSum(UInt8.self, blocks)
    case .uint16: return exactSum(UInt16.self, blocks)
    case .uint32: return exactSum(UInt32.self, blocks)
    case .uint64: return exactSum(UInt64.self, blocks)
    case .float32:
      var sum = FloatSum()
      blocks.forEach { sum.add(FloatSum.ofSingles($0, $1)) }
      return .float(sum.value * Double(blocks.repeats))
    case .float64, .float16, .bfloat16, .float8, .longdouble:
      var sum = FloatSum()
      blocks.forEachDouble { sum.add(FloatSum.of($0)) }
      return .float(sum.value * Double(blocks.repeats))
    case .complex64, .complex128, .clongdouble: return complexSum(blocks)
    default: throw ArrayError(.typeMismatch, "elements of \(dtype) have no sum")
    }
  }

  /// The arithmetic mean of all real elements; NaN when there are none, or one is NaN.
  ///
  /// - Throws: `ArrayError.typeMismatch` for elements that are no real numbers.
  public func mean() throws(ArrayError) -> Double {
    let total: Double
    switch try sum() {
    case .int(let value): total = Double(value)
    case .uint(let value): total = Double(value)
    case .float(let value): total = value
    default: throw ArrayError(.typeMismatch, "elements of \(dtype) have no mean that is a real number")
    }
    return count == 0 ? .nan : total / Double(count)
  }

  private func exactSum<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ type: Number.Type, _ blocks: ElementBlocks
  ) -> ArrayValue {
    var total: Int128 = 0
    blocks.forEach { total += IntegerMoments<Number>.sum($0, $1) }
    return ArrayValue(integer: total * Int128(blocks.repeats))
  }

  private func complexSum(_ blocks: ElementBlocks) -> ArrayValue {
    var (real, imaginary) = (FloatSum(), FloatSum())
    let native = dtype.native
    blocks.forEach { start, count in
      for index in 0..<count {
        guard case .complex(let first, let second) = ArrayValue(start + index * native.itemSize, native)
        else { continue }
        real.add(first)
        imaginary.add(second)
      }
    }
    let repeats = Double(blocks.repeats)
    return .complex(real.value * repeats, imaginary.value * repeats)
  }
}

extension FloatSum {
  /// The sum of a block of floats, each turned into a Double first.
  @inline(__always)
  static func ofSingles(_ start: UnsafeRawPointer, _ count: Int) -> Double {
    var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for index in 0..<count / 8 {
      let place = start + index &* 32
      first += SIMD4<Double>(place.loadUnaligned(as: SIMD4<Float>.self))
      second += SIMD4<Double>((place + 16).loadUnaligned(as: SIMD4<Float>.self))
    }
    var sum = (first + second).sum()
    for index in count / 8 * 8..<count { sum += Double((start + index &* 4).loadUnaligned(as: Float.self)) }
    return sum
  }
}
