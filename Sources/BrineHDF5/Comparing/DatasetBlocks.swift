import BrineCore

/// Cuts a dataset into blocks that are read one after the other, so that no more of it than a few megabytes is in memory.
struct DatasetBlocks: Sequence, IteratorProtocol {
  private let shape: [Int]
  private let block: [Int]
  private var place: [Int]?

  /// How many bytes of elements a block has at most, unless a chunk has more.
  static let mostBytes = 8 << 20

  /// Blocks of whole chunks.
  ///
  /// - Parameters:
  ///   - chunk: the shape of the chunks; `nil` for elements in one piece.
  ///   - elementSize: how many bytes an element takes.
  init(shape: [Int], chunk: [Int]?, elementSize: Int) {
    self.shape = shape
    var block = zip(chunk ?? shape.map { _ in 1 }, shape).map { Swift.max(1, Swift.min($0, $1)) }
    var size = block.reduce(Swift.max(elementSize, 1)) { $0.multiplied($1) ?? .max }
    for axis in shape.indices.reversed() {
      let times = Swift.max(1, DatasetBlocks.mostBytes / Swift.max(size, 1))
      let length = Swift.min(block[axis].multiplied(times) ?? .max, Swift.max(shape[axis], 1))
      // Chunks along an axis that is not taken whole end the growth.
      let grown = length == shape[axis] ? length : Swift.max(block[axis], length / block[axis] * block[axis])
      size = (size / block[axis]).multiplied(grown) ?? .max
      block[axis] = grown
      if grown < shape[axis] { break }
    }
    self.block = block
    place = shape.contains(0) ? nil : shape.map { _ in 0 }
  }

  /// The next block.
  mutating func next() -> (origin: [Int], selection: Selection)? {
    guard let origin = place else { return nil }
    var following = origin
    var axis = shape.count - 1
    while axis >= 0 {
      following[axis] = origin[axis].adding(block[axis]) ?? .max
      if following[axis] < shape[axis] { break }
      following[axis] = 0
      axis -= 1
    }
    place = axis < 0 ? nil : following
    let items = origin.indices.map { axis in
      Selection.Item.slice(
        .init(origin[axis], Swift.min(origin[axis].adding(block[axis]) ?? .max, shape[axis])))
    }
    return (origin, Selection(items))
  }
}
