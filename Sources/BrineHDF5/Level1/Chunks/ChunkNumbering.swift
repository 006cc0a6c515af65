import BrineCore

/// How arrays of chunks number them: in C order of the largest shape that the dataset may have, so that
/// numbers stay when it grows. The axis that may grow for ever changes slowest.
struct ChunkNumbering: Sendable {
  /// How many numbers neighbours along each axis are apart.
  let strides: [Int]
  /// The axes from the one that changes slowest.
  private let order: [Int]

  /// - Throws: `HDF5Error` for a dataset that could have more chunks than there are numbers.
  init(_ grid: ChunkGrid, maxShape: [Int?]) throws(HDF5Error) {
    guard maxShape.count == grid.chunk.count else {
      throw HDF5Error(.badDataspace, "\(maxShape.count) largest sizes for \(grid.chunk.count) axes")
    }
    let unlimited = maxShape.indices.filter { maxShape[$0] == nil }
    guard unlimited.count <= 1 else {
      throw HDF5Error(
        .badStructure, "an array of chunks for a dataset with several unlimited axes",
        structure: "data layout")
    }
    order = unlimited + maxShape.indices.filter { maxShape[$0] != nil }
    var strides = [Int](repeating: 0, count: order.count)
    var stride = 1
    for axis in order.reversed() {
      strides[axis] = stride
      guard let length = maxShape[axis] else { continue }
      let count = length == 0 ? 0 : (length - 1) / grid.chunk[axis] + 1
      guard let next = stride.multiplied(max(count, 1)) else {
        throw HDF5Error(.tooLarge, "a dataset that may have too many chunks", structure: "data layout")
      }
      stride = next
    }
    self.strides = strides
  }

  /// The number of the chunk at a place.
  func number(of scaled: UnsafeBufferPointer<Int>) -> Int? {
    var number = 0
    for axis in strides.indices {
      guard let distance = scaled[axis].multiplied(strides[axis]), let next = number.adding(distance) else {
        return nil
      }
      number = next
    }
    return number
  }

  /// The place of the chunk with a number.
  func place(of number: Int, _ scaled: UnsafeMutableBufferPointer<Int>) {
    var rest = number
    for axis in order { (scaled[axis], rest) = rest.quotientAndRemainder(dividingBy: strides[axis]) }
  }
}
