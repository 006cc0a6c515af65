/// Where the elements of two arrays of one shape differ, and by how much.
public struct ArrayDifferences: Sendable, Hashable {
  /// How many elements there are.
  public let count: Int
  /// How many of them differ.
  public let differing: Int
  /// The indexes of the first one in C order; `nil` where none differs.
  public let first: [Int]?
  /// For each axis the indexes between which all differing elements lie.
  public let box: [Range<Int>]
  /// The largest distance between two numbers that differ; `nil` where none are numbers.
  public let largest: Double?
}

/// When two numbers count as equal.
public struct ArrayTolerance: Sendable, Hashable {
  /// How far they may be apart, relative to the new one.
  public var relative = 0.0
  /// How far they may be apart, whatever they are.
  public var absolute = 0.0
  /// Whether NaN counts as equal to NaN.
  public var equalNaN = true

  /// None at all.
  public init() {}

  /// As `numpy.isclose(old, new)`.
  @inline(__always)
  package func areClose(_ old: Double, _ new: Double) -> Bool {
    if old == new { return true }
    if old.isNaN || new.isNaN { return equalNaN && old.isNaN && new.isNaN }
    guard old.isFinite, new.isFinite else { return false }
    return (old - new).magnitude <= absolute + relative * new.magnitude
  }
}

extension NDArray {
  /// Compares this array with an older one, element by element.
  ///
  /// Objects are not compared: their arrays differ nowhere here.
  /// - Throws: `ArrayError.badShape` when the shapes differ, `tooLarge`.
  public func differences(
    from old: NDArray, tolerance: ArrayTolerance = .init()
  ) throws(ArrayError) -> ArrayDifferences {
    guard shape == old.shape else {
      throw ArrayError(
        .badShape, "arrays of shapes \(old.shape) and \(shape) can't be compared element by element")
    }
    var finder = DifferenceFinder(shape: shape)
    guard !dtype.hasObjects, !old.dtype.hasObjects else { return finder.result(count) }
    if tolerance.equalNaN, dtype == old.dtype, try hasSameBytes(old) { return finder.result(count) }
    if dtype.isRealFloat || old.dtype.isRealFloat, dtype.isNumber, old.dtype.isNumber {
      let (before, after) = (try old.elements(as: Double.self), try elements(as: Double.self))
      for index in after.indices where !tolerance.areClose(before[index], after[index]) {
        finder.add(index, (before[index] - after[index]).magnitude)
      }
    } else {
      try compareValues(old, tolerance, &finder)
    }
    return finder.result(count)
  }

  /// Anything but floats, one by one.
  private func compareValues(
    _ old: NDArray, _ tolerance: ArrayTolerance, _ finder: inout DifferenceFinder
  ) throws(ArrayError) {
    let before = old.values
    var index = 0
    forEachValue { value in
      if !value.isClose(to: before[index], tolerance) {
        finder.add(index, value.distance(from: before[index]))
      }
      index += 1
    }
  }

  private func hasSameBytes(_ other: NDArray) throws(ArrayError) -> Bool {
    guard isContiguous, other.isContiguous else { return try elementBytes() == other.elementBytes() }
    guard let start, let otherStart = other.start else { return count == 0 }
    let size = byteCount
    return UnsafeRawBufferPointer(start: start, count: size)
      .elementsEqual(UnsafeRawBufferPointer(start: otherStart, count: size))
  }
}

extension DType {
  /// Whether elements are floats of any size, but not complex.
  var isRealFloat: Bool {
    switch kind {
    case .float16, .float32, .float64, .longdouble, .bfloat16, .float8: true
    default: false
    }
  }

  /// Whether elements are real numbers or truth values.
  var isNumber: Bool {
    switch kind {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
    default: isRealFloat
    }
  }
}

extension ArrayValue {
  /// Whether this is the same value, or numbers near enough. Fields are compared one by one.
  package func isClose(to old: ArrayValue, _ tolerance: ArrayTolerance) -> Bool {
    switch (old, self) {
    case (.float(let old), .float(let new)): tolerance.areClose(old, new)
    case (.complex(let oldReal, let oldImaginary), .complex(let real, let imaginary)):
      tolerance.areClose(oldReal, real) && tolerance.areClose(oldImaginary, imaginary)
    case (.record(let old), .record(let new)), (.subarray(let old, _), .subarray(let new, _)):
      old.count == new.count && zip(old, new).allSatisfy { $1.isClose(to: $0, tolerance) }
    case (.int(let old), .uint(let new)), (.uint(let new), .int(let old)): old >= 0 && UInt64(old) == new
    default: self == old
    }
  }

  fileprivate func distance(from old: ArrayValue) -> Double? {
    guard let before = old.asReal, let after = asReal else { return nil }
    return (before - after).magnitude
  }

  private var asReal: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }
}
