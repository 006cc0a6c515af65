/// Index lists counted from zero.
enum IndexRange {
  /// The indexes with `length` added to the negative ones: the same array where there are none.
  ///
  /// - Throws: What `refuse` throws, which is called with the first index that is not on the axis.
  static func normalised(
    _ indexes: [Int], length: Int, refuse: (Int) throws(ArrayError) -> Void
  ) throws(ArrayError) -> [Int] {
    if areOn(indexes, length) { return indexes }
    for index in indexes where index < -length || index >= length { try refuse(index) }
    return indexes.map { $0 < 0 ? $0 + length : $0 }
  }

  /// Whether all indexes are from 0 up to a length.
  private static func areOn(_ indexes: [Int], _ length: Int) -> Bool {
    var signs = 0
    // An index or its distance from the end is negative if it is not: only the sign bits matter.
    for index in indexes { signs |= index | (length &- 1 &- index) }
    return signs >= 0
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
}
