import BrineCore

/// A block of a selection, and which chunks it touches.
struct BoxPlan: Sendable {
  /// One axis of the block.
  struct Axis: Sendable {
    /// The first index, how many there are, and their distance.
    let start: Int, count: Int, step: Int
    /// How many elements a chunk has.
    let chunk: Int
    /// How far apart in the result neighbours are, in bytes.
    let target: Int
    /// The first chunk that is touched, and how many are.
    let firstChunk: Int, chunks: Int

    init(start: Int, count: Int, step: Int, chunk: Int, target: Int) {
      self.start = start
      self.count = count
      self.step = step
      self.chunk = chunk
      self.target = target
      firstChunk = start / chunk
      chunks = step <= chunk ? (start + (count - 1) * step) / chunk - firstChunk + 1 : count
    }

    /// The chunk with this number among those that are touched.
    func touched(_ number: Int) -> Int {
      step <= chunk ? firstChunk + number : (start + number * step) / chunk
    }

    /// Which of the block's indexes are in a chunk: from the first one up to the last.
    func part(in place: Int) -> Range<Int> {
      let low = place * chunk
      let first = low <= start ? 0 : (low - start + step - 1) / step
      let high = low + chunk
      let end = high <= start ? 0 : min(count, (high - start + step - 1) / step)
      return first..<max(first, end)
    }
  }

  let axes: [Axis]
  /// What is read of each element.
  let part: ElementPart
  /// Where in the result the first element is, in bytes.
  let target: Int
  /// How many chunks are touched.
  let touched: Int

  init(_ box: ResolvedSelection.Box, _ grid: ChunkGrid, _ element: ElementPart) {
    let size = element.size
    part = element
    var axes: [Axis] = []
    axes.reserveCapacity(grid.chunk.count)
    var touched = 1
    for axis in grid.chunk.indices {
      let part = Axis(
        start: box.start[axis], count: box.count[axis], step: box.step[axis], chunk: grid.chunk[axis],
        target: box.targetStrides[axis] * size)
      touched = touched.multiplied(part.chunks) ?? .max
      axes.append(part)
    }
    self.axes = axes
    self.touched = touched
    target = box.target * size
  }

  /// The place in the grid of the chunk with this number among those that are touched.
  func place(_ number: Int, _ scaled: UnsafeMutableBufferPointer<Int>) {
    var rest = number
    var axis = axes.count - 1
    while axis >= 0 {
      let part = axes[axis]
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: part.chunks)
      scaled[axis] = part.touched(remainder)
      rest = quotient
      axis -= 1
    }
  }

  /// Whether a chunk is touched.
  func touches(_ scaled: UnsafeBufferPointer<Int>) -> Bool {
    for axis in axes.indices where axes[axis].part(in: scaled[axis]).isEmpty { return false }
    return true
  }
}
