/// Index lists counted from zero.
enum IndexRange {
  /// The indexes with `length` added to the negative ones: the same array where there are none.
  ///
  /// - Throws: What `refuse` throws, which is called with the first index that is not on the axis.
  static func normalised(
    _ indexes: [Int], length: Int, refuse: (Int) throws(ArrayError) -> Void
  ) throws(ArrayError) -> [Int] {
    let (low, high) = extremes(indexes)
    if low >= 0, high < length { return indexes }
    if low < -length || high >= length {
      for index in indexes where index < -length || index >= length { try refuse(index) }
    }
    return indexes.map { $0 < 0 ? $0 + length : $0 }
  }

  private static func extremes(_ indexes: [Int]) -> (low: Int, high: Int) {
    indexes.withUnsafeBufferPointer { indexes in
      // All that matters of the highest index is kept by an OR-like pass that compilers turn into vector code.
      var (low, high) = (0, 0)
      for index in indexes {
        low = Swift.min(low, index)
        high = Swift.max(high, index)
      }
      return (low, high)
    }
  }
}

/// NumPy's broadcasting, for index lists.
enum IndexBroadcast {
  /// The shape that all shapes can be broadcast to.
  ///
  /// - Throws: `ArrayError.badSelection`.
  static func shape(of shapes: [[Int]]) throws(ArrayError) -> [Int] {
    var result = [Int](repeating: 1, count: shapes.map(\.count).max() ?? 0)
    for shape in shapes {
      let missing = result.count - shape.count
      for (axis, length) in shape.enumerated() where length != 1 {
        guard result[missing + axis] == 1 || result[missing + axis] == length else {
          let texts = shapes.map { "\($0)" }.joined(separator: ", ")
          throw ArrayError(.badSelection, "index lists of shapes \(texts) can't be broadcast together")
        }
        result[missing + axis] = length
      }
    }
    return result
  }

  /// The values of a list repeated to fill a shape.
  static func spread(_ values: [Int], _ shape: [Int], to target: [Int], count: Int) -> [Int] {
    var strides = [Int](repeating: 0, count: target.count)
    let own = NDArray.strides(of: shape, itemSize: 1) ?? []
    for axis in shape.indices where shape[axis] != 1 {
      strides[target.count - shape.count + axis] = own[axis]
    }
    var result: [Int] = []
    result.reserveCapacity(count)
    let runs = StridedRuns(shape: target, strides: strides, itemSize: 1)
    runs.forEach { offset in
      for index in 0..<runs.count { result.append(values[offset + index * runs.stride]) }
    }
    return result
  }
}
