/// Sums over blocks of Doubles. Within a block eight sums run side by side, from block to block what rounding
/// takes away is kept: the result is nearer to the true sum than NumPy's pairwise one.
struct FloatSum {
  private(set) var high = 0.0
  private var low = 0.0

  /// The sum.
  var value: Double {
    // Of infinities the part that rounding took away is no number.
    high.isFinite ? high + low : high
  }

  /// Adds one number.
  @inline(__always)
  mutating func add(_ number: Double) {
    // Neumaier's form of Kahan's summation.
    let sum = high + number
    low += high.magnitude >= number.magnitude ? (high - sum) + number : (number - sum) + high
    high = sum
  }

  /// The sum of a block.
  @inline(__always)
  static func of(_ numbers: UnsafeBufferPointer<Double>) -> Double {
    of(numbers) {
      $0
    } scalar: {
      $0
    }
  }

  /// The sum of what a function makes of a block's numbers.
  @inline(__always)
  static func of(
    _ numbers: UnsafeBufferPointer<Double>, _ transform: (SIMD8<Double>) -> SIMD8<Double>,
    scalar: (Double) -> Double
  ) -> Double {
    guard let base = numbers.baseAddress else { return 0 }
    let start = UnsafeRawPointer(base)
    var (first, second) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    let pairs = numbers.count / 16
    for pair in 0..<pairs {
      let place = start.advanced(by: pair &* 128)
      first += transform(place.loadUnaligned(as: SIMD8<Double>.self))
      second += transform(place.advanced(by: 64).loadUnaligned(as: SIMD8<Double>.self))
    }
    var sum = (first + second).sum()
    for index in pairs * 16..<numbers.count { sum += scalar(base[index]) }
    return sum
  }
}

/// Minimum, maximum, sum and spread of Doubles, in one go over memory. NaN is left out and counted.
struct FloatMoments {
  private(set) var count = 0
  private(set) var missing = 0
  private(set) var sum = FloatSum()
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  /// The mean so far, and the sum of the squared distances from it.
  private var center = 0.0
  private var squares = 0.0

  /// The arithmetic mean; NaN when there is nothing.
  var mean: Double { count == 0 ? .nan : sum.value / Double(count) }

  /// The mean squared distance from the mean.
  var variance: Double { count == 0 ? .nan : squares / Double(count) }

  /// Takes in a block.
  mutating func add(_ block: UnsafeBufferPointer<Double>) {
    let total = FloatSum.of(block)
    guard total.isNaN else { return addNumbers(block, total) }
    // There is a NaN, or infinities of both signs.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block.count) { buffer in
      var kept = 0
      for number in block where !number.isNaN {
        buffer[kept] = number
        kept += 1
      }
      missing += block.count - kept
      let numbers = UnsafeBufferPointer(rebasing: buffer[..<kept])
      addNumbers(numbers, FloatSum.of(numbers))
    }
  }

  private mutating func addNumbers(_ block: UnsafeBufferPointer<Double>, _ total: Double) {
    guard !block.isEmpty else { return }
    extend(block)
    sum.add(total)
    addSpread(block, mean: total / Double(block.count))
  }

  private mutating func extend(_ block: UnsafeBufferPointer<Double>) {
    guard let base = block.baseAddress else { return }
    let start = UnsafeRawPointer(base)
    var low = SIMD8(repeating: minimum)
    var high = SIMD8(repeating: maximum)
    for index in 0..<block.count / 8 {
      let numbers = (start + index &* 64).loadUnaligned(as: SIMD8<Double>.self)
      low.replace(with: numbers, where: numbers .< low)
      high.replace(with: numbers, where: numbers .> high)
    }
    for index in 0..<8 {
      minimum = Swift.min(minimum, low[index])
      maximum = Swift.max(maximum, high[index])
    }
    for index in block.count / 8 * 8..<block.count {
      minimum = Swift.min(minimum, block[index])
      maximum = Swift.max(maximum, block[index])
    }
  }

  /// Takes in the spread of a block around its own mean.
  ///
  /// Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
  /// Variances" (1979).
  mutating func addSpread(_ block: UnsafeBufferPointer<Double>, mean: Double) {
    let centers = SIMD8(repeating: mean)
    let own = FloatSum.of(block) {
      ($0 - centers) * ($0 - centers)
    } scalar: {
      ($0 - mean) * ($0 - mean)
    }
    let (old, new) = (Double(count), Double(block.count))
    let distance = mean - center
    squares += own + distance * distance * (old * new / (old + new))
    center += distance * (new / (old + new))
    count += block.count
  }
}
