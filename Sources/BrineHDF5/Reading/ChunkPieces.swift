import BrineCore

/// What a selection of many blocks takes out of each chunk, ordered by chunks.
struct ChunkPieces {
  /// One element, or what one block selects of one chunk.
  struct Piece {
    /// The chunk's number in the grid.
    var chunk: Int
    /// The number of the block; -1 for a single element.
    var box: Int
    /// For a single element: where it is in the chunk and in the target, in bytes.
    var source: Int, target: Int
  }

  private(set) var plans: [BoxPlan] = []
  /// What is read of each element.
  let part: ElementPart
  private(set) var pieces: [Piece] = []
  /// The pieces of each chunk.
  private(set) var groups: [Range<Int>] = []

  /// Blocks.
  init(_ boxes: [ResolvedSelection.Box], _ grid: ChunkGrid, _ part: ElementPart) {
    self.part = part
    let scaled = UnsafeMutableBufferPointer<Int>.allocate(capacity: max(grid.shape.count, 1))
    defer { scaled.deallocate() }
    for (index, box) in boxes.enumerated() {
      let plan = BoxPlan(box, grid, part)
      for number in 0..<plan.touched {
        plan.place(number, scaled)
        guard let chunk = grid.number(of: UnsafeBufferPointer(scaled)) else { continue }
        pieces.append(Piece(chunk: chunk, box: index, source: 0, target: 0))
      }
      plans.append(plan)
    }
    group()
  }

  /// Single elements: all axes have an index list or one index.
  init(
    _ selection: ResolvedSelection, _ points: ResolvedSelection.Points, _ grid: ChunkGrid,
    _ part: ElementPart
  ) {
    self.part = part
    pieces = [Piece](
      repeating: Piece(chunk: 0, box: -1, source: 0, target: 0), count: points.count)
    for index in pieces.indices { pieces[index].target = index * part.size }
    for (axis, part) in selection.axes.enumerated() {
      let (length, stride, step) = (grid.chunk[axis], grid.strides[axis], grid.byteStrides[axis])
      switch part {
      case .points(let number):
        let list = points.lists[number]
        for index in pieces.indices {
          let (quotient, remainder) = list[index].quotientAndRemainder(dividingBy: length)
          pieces[index].chunk &+= quotient &* stride
          pieces[index].source &+= remainder &* step
        }
      case .index(let place):
        let (quotient, remainder) = place.quotientAndRemainder(dividingBy: length)
        for index in pieces.indices {
          pieces[index].chunk &+= quotient &* stride
          pieces[index].source &+= remainder &* step
        }
      case .range: break
      }
    }
    group()
  }

  private mutating func group() {
    sort()
    var start = 0
    for index in pieces.indices
    where index + 1 == pieces.count || pieces[index + 1].chunk != pieces[index].chunk {
      groups.append(start..<index + 1)
      start = index + 1
    }
  }

  /// Orders by chunks: by counting, when they are few.
  private mutating func sort() {
    var (low, high, isSorted) = (Int.max, 0, true)
    for piece in pieces {
      if piece.chunk < high { isSorted = false }
      low = min(low, piece.chunk)
      high = max(high, piece.chunk)
    }
    if isSorted { return }
    guard high - low < 4 * pieces.count else { return pieces.sort { $0.chunk < $1.chunk } }
    var places = [Int](repeating: 0, count: high - low + 2)
    for piece in pieces { places[piece.chunk - low + 1] += 1 }
    for index in 1..<places.count { places[index] += places[index - 1] }
    var sorted = pieces
    for piece in pieces {
      sorted[places[piece.chunk - low]] = piece
      places[piece.chunk - low] += 1
    }
    pieces = sorted
  }
}
