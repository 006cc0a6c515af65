/// Minimum, maximum, exact sum and spread of integers, in one go over memory.
struct IntegerMoments<Number: FixedWidthInteger & BitwiseCopyable & Sendable> {
  private(set) var minimum = Number.max
  private(set) var maximum = Number.min
  private(set) var sum: Int128 = 0
  /// The first number, and the spread of the distances from it.
  private var origin: Number?
  private var spread = FloatMoments()

  /// The mean squared distance from the mean.
  var variance: Double { spread.variance }

  /// Takes in a block.
  mutating func add(_ start: UnsafeRawPointer, _ count: Int) {
    guard count > 0 else { return }
    let origin = self.origin ?? start.loadUnaligned(as: Number.self)
    self.origin = origin
    let (low, high) = IntegerMoments.extremes(start, count)
    (minimum, maximum) = (Swift.min(minimum, low), Swift.max(maximum, high))
    let total = IntegerMoments.sum(start, count)
    sum += total
    let mean = Double(total - Int128(origin) * Int128(count)) / Double(count)
    // Distances from one of the numbers are exact where the numbers themselves are too large for a Double.
    let isNear =
      Int128(high) - Int128(origin) <= Int128(Int64.max) && Int128(low) - Int128(origin) >= Int128(Int64.min)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { buffer in
      for index in 0..<count {
        let number = (start + index &* MemoryLayout<Number>.size).loadUnaligned(as: Number.self)
        buffer[index] =
          isNear
          ? Double(Int64(truncatingIfNeeded: number) &- Int64(truncatingIfNeeded: origin))
          : Double(number) - Double(origin)
      }
      spread.addSpread(UnsafeBufferPointer(buffer), mean: mean)
    }
  }

  private static func extremes(_ start: UnsafeRawPointer, _ count: Int) -> (low: Number, high: Number) {
    var (low, high) = (Number.max, Number.min)
    for index in 0..<count {
      let number = (start + index &* MemoryLayout<Number>.size).loadUnaligned(as: Number.self)
      low = Swift.min(low, number)
      high = Swift.max(high, number)
    }
    return (low, high)
  }

  /// The exact sum of a block, which has at most 2^31 numbers.
  @inline(__always)
  static func sum(_ start: UnsafeRawPointer, _ count: Int) -> Int128 {
    // The halves of wide numbers are added apart: neither sum can overflow.
    var (high, low): (Int64, Int64) = (0, 0)
    for index in 0..<count {
      let number = (start + index &* MemoryLayout<Number>.size).loadUnaligned(as: Number.self)
      if Number.bitWidth < 64 {
        low &+= Int64(truncatingIfNeeded: number)
      } else {
        high &+= Int64(truncatingIfNeeded: number >> 32)
        low &+= Int64(truncatingIfNeeded: number & 0xFFFF_FFFF)
      }
    }
    return Int128(high) << 32 + Int128(low)
  }
}
