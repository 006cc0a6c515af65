import BrineCore

/// How chunks cover a dataset.
struct ChunkGrid: Sendable {
  /// The dataset's shape.
  let shape: [Int]
  /// A chunk's shape.
  let chunk: [Int]
  /// How many chunks there are along each axis.
  let counts: [Int]
  /// How many numbers neighbours along each axis are apart.
  let strides: [Int]
  /// How many chunks there are.
  let count: Int
  /// How many bytes lie between neighbours in a chunk, for each axis.
  let byteStrides: [Int]
  /// How many bytes an element takes.
  let elementSize: Int
  /// How many bytes a chunk takes.
  let chunkBytes: Int

  init(shape: [Int], chunk: [Int], elementSize: Int) throws(HDF5Error) {
    guard shape.count == chunk.count else {
      throw HDF5Error(
        .badStructure, "chunks of \(chunk.count) axes in a dataset of \(shape.count)",
        structure: "data layout")
    }
    guard let byteStrides = NDArray.strides(of: chunk, itemSize: elementSize),
      let chunkBytes = chunk.checkedProduct?.multiplied(elementSize), chunkBytes > 0
    else {
      throw HDF5Error(.tooLarge, "chunks of shape \(chunk) are too large", structure: "data layout")
    }
    let counts = zip(shape, chunk).map { $0 == 0 ? 0 : ($0 - 1) / $1 + 1 }
    guard let count = counts.checkedProduct, let strides = NDArray.strides(of: counts, itemSize: 1) else {
      throw HDF5Error(
        .tooLarge, "a dataset of shape \(shape) has too many chunks of shape \(chunk)",
        structure: "data layout")
    }
    self.shape = shape
    self.chunk = chunk
    self.counts = counts
    self.strides = strides
    self.count = count
    self.byteStrides = byteStrides
    self.elementSize = elementSize
    self.chunkBytes = chunkBytes
  }

  /// The number of the chunk at this place; `nil` outside the grid.
  func number(of scaled: UnsafeBufferPointer<Int>) -> Int? {
    var number = 0
    for axis in 0..<counts.count {
      guard scaled[axis] >= 0, scaled[axis] < counts[axis] else { return nil }
      number &+= scaled[axis] &* strides[axis]
    }
    return number
  }

  /// The place of the chunk with this number.
  func place(of number: Int, _ scaled: UnsafeMutableBufferPointer<Int>) {
    var rest = number
    for axis in 0..<counts.count {
      (scaled[axis], rest) = rest.quotientAndRemainder(dividingBy: max(strides[axis], 1))
    }
  }

  /// Whether a chunk reaches beyond the dataset.
  func isPartial(_ scaled: UnsafeBufferPointer<Int>) -> Bool {
    for axis in 0..<counts.count where (scaled[axis] &+ 1) > shape[axis] / chunk[axis] { return true }
    return false
  }
}
