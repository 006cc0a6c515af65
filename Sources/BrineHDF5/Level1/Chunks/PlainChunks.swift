import BrineCore

/// The only chunk of a dataset.
struct SingleChunk: ChunkIndex {
  let chunk: StoredChunk

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? { chunk }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    if table.grid.count > 0 { table.add(chunk, number: 0) }
  }
}

/// Chunks that lie one after the other, all of them, without filters.
///
/// Source: HDF5 File Format Specification 3.0, section VII.B, "Implicit Index".
struct ImplicitChunks: ChunkIndex {
  let address: Int
  let grid: ChunkGrid
  let numbering: ChunkNumbering

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? {
    guard let number = numbering.number(of: scaled), let offset = number.multiplied(grid.chunkBytes),
      let place = address.adding(offset)
    else { throw HDF5Error(.badStructure, "a chunk beyond all addresses", structure: "implicit index") }
    return StoredChunk(address: place, size: grid.chunkBytes, filterMask: 0)
  }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    let scaled = UnsafeMutableBufferPointer<Int>.allocate(capacity: max(grid.shape.count, 1))
    defer { scaled.deallocate() }
    for number in 0..<grid.count {
      grid.place(of: number, scaled)
      guard let chunk = try chunk(at: UnsafeBufferPointer(scaled)) else { continue }
      table.add(chunk, number: number)
    }
  }
}
