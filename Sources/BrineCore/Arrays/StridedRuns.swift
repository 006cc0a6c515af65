/// The elements of a view in C order, as runs: so many elements at a constant distance.
///
/// Axes that continue each other are merged first, so that a contiguous view is one run.
struct StridedRuns {
  /// The axes left after merging, without the last.
  let outerShape: [Int]
  let outerStrides: [Int]
  /// How many elements a run has, and how far apart they are in bytes.
  let count: Int
  let stride: Int
  /// How many runs there are.
  let runs: Int

  init(shape: [Int], strides: [Int], itemSize: Int) {
    var lengths: [Int] = []
    var steps: [Int] = []
    for (length, stride) in zip(shape, strides) where length != 1 {
      if let last = lengths.indices.last, let whole = stride.multiplied(length), steps[last] == whole {
        lengths[last] *= length
        steps[last] = stride
      } else {
        lengths.append(length)
        steps.append(stride)
      }
    }
    count = lengths.popLast() ?? 1
    stride = steps.popLast() ?? itemSize
    outerShape = lengths
    outerStrides = steps
    runs = count == 0 ? 0 : lengths.reduce(1, *)
  }

  init(_ array: NDArray) {
    self.init(shape: array.shape, strides: array.strides, itemSize: array.dtype.itemSize)
  }

  /// Calls `body` for each run with the offset of its first element from the view's first, in bytes.
  @inline(__always)
  func forEach<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    guard runs > 0 else { return }
    guard !outerShape.isEmpty else { return try body(0) }
    // The innermost of the outer axes needs no bookkeeping.
    let last = outerShape.count - 1
    let (length, step) = (outerShape[last], outerStrides[last])
    var indexes = [Int](repeating: 0, count: last)
    var offset = 0
    for _ in 0..<runs / length {
      for index in 0..<length { try body(offset + index * step) }
      var axis = last - 1
      while axis >= 0 {
        indexes[axis] += 1
        offset += outerStrides[axis]
        if indexes[axis] < outerShape[axis] { break }
        offset -= outerStrides[axis] * outerShape[axis]
        indexes[axis] = 0
        axis -= 1
      }
    }
  }
}
