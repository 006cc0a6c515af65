import BrineCore
import Synchronization

/// Finds the chunks of one dataset: one by one at first, and out of a table of all of them once enough are
/// asked for.
final class ChunkLocator: Sendable {
  let grid: ChunkGrid
  private let index: (any ChunkIndex)?
  private let state = Mutex(State())

  private struct State {
    var lookups = 0
    var table: ChunkTable?
  }

  /// - Parameter index: `nil` when nothing was written yet.
  init(grid: ChunkGrid, index: (any ChunkIndex)?) {
    self.grid = grid
    self.index = index
  }

  /// How chunks are found during one read.
  struct Lookup: Sendable {
    fileprivate let index: (any ChunkIndex)?
    /// All chunks, where they are known already.
    let table: ChunkTable?
    /// Whether there is no chunk at all.
    var isEmpty: Bool { index == nil }

    /// The chunk with this number, whose place is `scaled`.
    func chunk(
      _ number: Int, _ scaled: UnsafeBufferPointer<Int>
    ) throws(HDF5Error) -> StoredChunk? {
      if let table { return table[number] }
      return try index?.chunk(at: scaled)
    }
  }

  /// What finds `count` chunks.
  ///
  /// - Throws: `HDF5Error` for an index that is damaged.
  func lookup(_ count: Int) throws(HDF5Error) -> Lookup {
    guard let index else { return Lookup(index: nil, table: nil) }
    let known = state.withLock { state -> (table: ChunkTable?, isWorthIt: Bool) in
      state.lookups = state.lookups.adding(count) ?? .max
      return (state.table, state.lookups >= grid.count / 8 || state.lookups >= 1 << 16)
    }
    if known.table == nil, known.isWorthIt { return Lookup(index: index, table: try table()) }
    return Lookup(index: index, table: known.table)
  }

  /// All chunks that were written.
  ///
  /// - Throws: `HDF5Error` for an index that is damaged.
  func table() throws(HDF5Error) -> ChunkTable {
    if let table = state.withLock({ $0.table }) { return table }
    var table = ChunkTable(grid)
    try index?.collect(into: &table)
    state.withLock { $0.table = table }
    return table
  }
}
