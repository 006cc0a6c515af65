/// What an array's numbers are like. NaN and `NaT` are left out and counted, as in NumPy's `nanmin`,
/// `nanmean`….
public struct ArrayStatistics: Sendable, Hashable {
  /// How many elements there are, `NaN` and `NaT` among them.
  public let count: Int
  /// How many are `NaN` or `NaT`; of complex numbers those with `NaN` in either part.
  public let missing: Int
  /// The least element; complex numbers are compared by their real parts first. `nil` when there is nothing.
  public let minimum: ArrayValue?
  /// The greatest element.
  public let maximum: ArrayValue?
  /// The sum: exact for integers, as `.int` or `.uint`, and as `.float` when it fits neither. `nil` for
  /// times.
  public let sum: ArrayValue?
  /// The arithmetic mean: `.float`, or `.complex`. `nil` for times, and when there is nothing.
  public let mean: ArrayValue?
  /// The standard deviation of the population (NumPy's `ddof=0`).
  public let standardDeviation: Double?
  /// How many elements of an array of truth values are true.
  public let trueCount: Int?

  init(
    count: Int, missing: Int = 0, minimum: ArrayValue?, maximum: ArrayValue?, sum: ArrayValue? = nil,
    mean: ArrayValue? = nil, standardDeviation: Double? = nil, trueCount: Int? = nil
  ) {
    self.count = count
    self.missing = missing
    self.minimum = minimum
    self.maximum = maximum
    self.sum = sum
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.trueCount = trueCount
  }
}

extension NDArray {
  /// Minimum, maximum, sum, mean and more, in one pass.
  ///
  /// - Throws: `ArrayError.typeMismatch` for elements that are neither numbers, truth values nor times.
  public func statistics() throws(ArrayError) -> ArrayStatistics {
    let blocks = ElementBlocks(self)
    switch dtype.kind {
    case .bool: return truth(blocks)
    case .int8: return integers(Int8.self, blocks)
    case .int16: return integers(Int16.self, blocks)
    case .int32: return integers(Int32.self, blocks)
    case .int64: return integers(Int64.self, blocks)
    case .uint8: return integers(UInt8.self, blocks)
    case .uint16: return integers(UInt16.self, blocks)
    case .uint32: return integers(UInt32.self, blocks)
    case .uint64: return integers(UInt64.self, blocks)
    case .float16, .float32, .float64, .bfloat16, .float8, .longdouble: return floats(blocks)
    case .complex64, .complex128, .clongdouble: return complexes(blocks)
    case .datetime64(let unit): return times(blocks) { .datetime($0, unit) }
    case .timedelta64(let unit): return times(blocks) { .timedelta($0, unit) }
    default: throw ArrayError(.typeMismatch, "elements of \(dtype) have no statistics")
    }
  }

  private func truth(_ blocks: ElementBlocks) -> ArrayStatistics {
    var found = 0
    blocks.forEach { found += MaskScan.count(UnsafeRawBufferPointer(start: $0, count: $1)) }
    let total = found * blocks.repeats
    guard count > 0 else { return .init(count: 0, minimum: nil, maximum: nil, sum: .int(0), trueCount: 0) }
    let mean = Double(total) / Double(count)
    return ArrayStatistics(
      count: count, minimum: .bool(total == count), maximum: .bool(total > 0), sum: .int(Int64(total)),
      mean: .float(mean), standardDeviation: (mean * (1 - mean)).squareRoot(), trueCount: total)
  }

  private func integers<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ type: Number.Type, _ blocks: ElementBlocks
  ) -> ArrayStatistics {
    var moments = IntegerMoments<Number>()
    blocks.forEach { moments.add($0, $1) }
    let sum = moments.sum * Int128(blocks.repeats)
    guard count > 0 else { return .init(count: 0, minimum: nil, maximum: nil, sum: ArrayValue(integer: sum)) }
    return ArrayStatistics(
      count: count, minimum: ArrayValue(integer: moments.minimum, as: type),
      maximum: ArrayValue(integer: moments.maximum, as: type), sum: ArrayValue(integer: sum),
      mean: .float(Double(sum) / Double(count)), standardDeviation: moments.variance.squareRoot())
  }

  private func floats(_ blocks: ElementBlocks) -> ArrayStatistics {
    var moments = FloatMoments()
    blocks.forEachDouble { moments.add($0) }
    let missing = moments.missing * blocks.repeats
    guard moments.count > 0 else {
      return .init(count: count, missing: missing, minimum: nil, maximum: nil, sum: .float(0))
    }
    // Squares of finite numbers that are too large make infinity, as in NumPy; infinite ones have no deviation.
    let isOverflow = moments.variance.isNaN && moments.minimum.isFinite && moments.maximum.isFinite
    return ArrayStatistics(
      count: count, missing: missing, minimum: .float(moments.minimum), maximum: .float(moments.maximum),
      sum: .float(moments.sum.value * Double(blocks.repeats)), mean: .float(moments.mean),
      standardDeviation: isOverflow ? .infinity : moments.variance.squareRoot())
  }

  private func times(_ blocks: ElementBlocks, _ value: (Int64) -> ArrayValue) -> ArrayStatistics {
    var (missing, low, high) = (0, Int64.max, Int64.min)
    blocks.forEach { start, count in
      for index in 0..<count {
        let moment = (start + index &* 8).loadUnaligned(as: Int64.self)
        missing += moment == .min ? 1 : 0
        low = Swift.min(low, moment == .min ? .max : moment)
        high = Swift.max(high, moment)
      }
    }
    missing *= blocks.repeats
    let isEmpty = missing == count
    return ArrayStatistics(
      count: count, missing: missing, minimum: isEmpty ? nil : value(low),
      maximum: isEmpty ? nil : value(high))
  }

  private func complexes(_ blocks: ElementBlocks) -> ArrayStatistics {
    var moments = ComplexMoments()
    let native = dtype.native
    blocks.forEach { moments.add($0, $1, native) }
    let missing = moments.missing * blocks.repeats
    guard let low = moments.minimum, let high = moments.maximum else {
      return .init(count: count, missing: missing, minimum: nil, maximum: nil, sum: .complex(0, 0))
    }
    let (real, imaginary, repeats) = (moments.real, moments.imaginary, Double(blocks.repeats))
    return ArrayStatistics(
      count: count, missing: missing, minimum: .complex(low.real, low.imaginary),
      maximum: .complex(high.real, high.imaginary),
      sum: .complex(real.sum.value * repeats, imaginary.sum.value * repeats),
      mean: .complex(real.mean, imaginary.mean),
      standardDeviation: (real.variance + imaginary.variance).squareRoot())
  }
}

extension ArrayValue {
  /// An integer as wide as need be; a Double when there is no such.
  init(integer: Int128) {
    if let value = Int64(exactly: integer) {
      self = .int(value)
    } else if let value = UInt64(exactly: integer) {
      self = .uint(value)
    } else {
      self = .float(Double(integer))
    }
  }

  /// An element of an array of integers of this type.
  init<Number: FixedWidthInteger>(integer: Number, as type: Number.Type) {
    self =
      Number.isSigned ? .int(Int64(truncatingIfNeeded: integer)) : .uint(UInt64(truncatingIfNeeded: integer))
  }
}
