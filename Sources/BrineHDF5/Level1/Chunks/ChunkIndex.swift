import BrineCore

/// One chunk in the file.
struct StoredChunk: Sendable, Hashable {
  /// Where it is.
  var address: Int
  /// How many bytes it has there.
  var size: Int
  /// A bit for each filter that was left out.
  var filterMask: UInt32
}

/// The structure that says where the chunks of a dataset are.
///
/// It never changes and keeps nothing: see ``ChunkLocator``.
protocol ChunkIndex: Sendable {
  /// The chunk at this place in the grid; `nil` when it was never written.
  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk?

  /// Adds all chunks that were written.
  func collect(into table: inout ChunkTable) throws(HDF5Error)
}

/// The chunks of a dataset by their number in the grid.
struct ChunkTable: Sendable {
  let grid: ChunkGrid
  /// The number of those that are there.
  private(set) var count = 0
  /// Those outside the grid, left behind when a dataset shrank: how many, and their bytes.
  private(set) var outside = (count: 0, bytes: 0)
  private var dense: [StoredChunk]
  private var sparse: [Int: StoredChunk] = [:]

  private static let none = StoredChunk(address: -1, size: 0, filterMask: 0)

  init(_ grid: ChunkGrid) {
    self.grid = grid
    // Grids that are much larger than what a file may hold are empty for the most part.
    let isSmall = grid.count <= 1 << 16
    dense = isSmall ? [StoredChunk](repeating: Self.none, count: grid.count) : []
  }

  /// Adds a chunk. Those outside the grid are only counted.
  mutating func add(_ chunk: StoredChunk, at scaled: UnsafeBufferPointer<Int>) {
    guard let number = grid.number(of: scaled) else {
      outside = (outside.count + 1, outside.bytes.adding(chunk.size) ?? .max)
      return
    }
    add(chunk, number: number)
  }

  /// Adds a chunk whose number is below the grid's count.
  mutating func add(_ chunk: StoredChunk, number: Int) {
    if dense.isEmpty {
      if sparse.updateValue(chunk, forKey: number) == nil { count += 1 }
    } else {
      if dense[number].address < 0 { count += 1 }
      dense[number] = chunk
    }
  }

  /// The chunk with this number, which is below the grid's count.
  subscript(number: Int) -> StoredChunk? {
    guard !dense.isEmpty else { return sparse[number] }
    let chunk = dense[number]
    return chunk.address < 0 ? nil : chunk
  }

  /// How many bytes of the file they take.
  var storedBytes: Int {
    let sizes = dense.isEmpty ? sparse.values.map(\.size) : dense.map(\.size)
    return sizes.reduce(outside.bytes) { $0.adding($1) ?? .max }
  }

  /// The chunks that are there, in the order of their numbers.
  var numbers: [Int] {
    dense.isEmpty ? sparse.keys.sorted() : dense.indices.filter { dense[$0].address >= 0 }
  }
}
