/// Minimum, maximum, sum and spread of complex numbers. Those with a NaN are left out and counted.
struct ComplexMoments {
  private(set) var missing = 0
  private(set) var real = FloatMoments()
  private(set) var imaginary = FloatMoments()
  private(set) var minimum: (real: Double, imaginary: Double)?
  private(set) var maximum: (real: Double, imaginary: Double)?

  /// Takes in a block of a complex type in this machine's byte order.
  mutating func add(_ start: UnsafeRawPointer, _ count: Int, _ dtype: DType) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * 2) { buffer in
      var kept = 0
      for index in 0..<count {
        let (first, second) = ComplexMoments.parts(start + index * dtype.itemSize, dtype)
        if first.isNaN || second.isNaN { continue }
        (buffer[kept], buffer[count + kept]) = (first, second)
        kept += 1
        extend((first, second))
      }
      missing += count - kept
      real.add(UnsafeBufferPointer(rebasing: buffer[..<kept]))
      imaginary.add(UnsafeBufferPointer(rebasing: buffer[count..<count + kept]))
    }
  }

  private static func parts(_ place: UnsafeRawPointer, _ dtype: DType) -> (Double, Double) {
    switch dtype.kind {
    case .complex64:
      return (Double(place.loadUnaligned(as: Float.self)), Double((place + 4).loadUnaligned(as: Float.self)))
    case .complex128:
      return (place.loadUnaligned(as: Double.self), (place + 8).loadUnaligned(as: Double.self))
    default:
      guard case .complex(let first, let second) = ArrayValue(place, dtype) else { return (.nan, .nan) }
      return (first, second)
    }
  }

  private mutating func extend(_ number: (real: Double, imaginary: Double)) {
    if minimum.map({ number < $0 }) ?? true { minimum = number }
    if maximum.map({ number > $0 }) ?? true { maximum = number }
  }
}
