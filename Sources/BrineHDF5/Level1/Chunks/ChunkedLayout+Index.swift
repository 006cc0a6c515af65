import BrineCore

extension ChunkedLayout {
  /// The structure that says where chunks are; `nil` when there are none yet.
  ///
  /// - Throws: `HDF5Error` when its header is damaged.
  func makeIndex(
    grid: ChunkGrid, maxShape: [Int?], in storage: FileStorage
  ) throws(HDF5Error) -> (any ChunkIndex)? {
    guard let address else { return nil }
    switch index {
    case .treeV1: return ChunkTreeV1(storage: storage, grid: grid, root: address)
    case .single(let size, let mask):
      return SingleChunk(
        chunk: StoredChunk(address: address, size: size ?? grid.chunkBytes, filterMask: mask))
    case .implicit:
      let numbering = try ChunkNumbering(grid, maxShape: maxShape)
      return ImplicitChunks(address: address, grid: grid, numbering: numbering)
    case .fixedArray:
      let numbering = try ChunkNumbering(grid, maxShape: maxShape)
      return try FixedChunkArray(at: address, grid: grid, numbering: numbering, in: storage)
    case .extensibleArray:
      let numbering = try ChunkNumbering(grid, maxShape: maxShape)
      return try ExtensibleChunkArray(at: address, grid: grid, numbering: numbering, in: storage)
    case .treeV2: return try ChunkTreeV2(at: address, grid: grid, in: storage)
    }
  }
}
