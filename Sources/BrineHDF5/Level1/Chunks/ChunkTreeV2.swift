import BrineCore

/// Chunks in a version 2 B-tree, with records of type 10 (not filtered) or 11 (filtered).
///
/// Source: HDF5 File Format Specification 3.0, section III.A.2, "Version 2 B-trees".
struct ChunkTreeV2: ChunkIndex {
  private let storage: FileStorage
  private let tree: BTree2
  private let format: ChunkEntryFormat
  private let axes: Int

  init(at address: Int, grid: ChunkGrid, in storage: FileStorage) throws(HDF5Error) {
    self.storage = storage
    axes = grid.shape.count
    tree = try BTree2(address: address, in: storage)
    let reader = try storage.reader(at: address, "v2 B-tree header")
    guard tree.type == 10 || tree.type == 11 else {
      throw reader.error(.badStructure, "records of type \(tree.type) among chunks")
    }
    format = try ChunkEntryFormat(
      isFiltered: tree.type == 11, entrySize: tree.recordSize - 8 * axes, chunkBytes: grid.chunkBytes, reader)
  }

  /// The place of a chunk, which is what records are ordered by.
  private struct Key: BTree2Key {
    let scaled: UnsafeBufferPointer<Int>
    let axes: Int

    func compare(_ record: MetadataReader) throws(HDF5Error) -> Int {
      var record = record
      try record.skip(record.remaining - 8 * axes)
      for axis in 0..<axes {
        let place = try record.uint64()
        let own = UInt64(truncatingIfNeeded: scaled[axis])
        if own != place { return own < place ? -1 : 1 }
      }
      return 0
    }
  }

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? {
    guard let record = try tree.find(Key(scaled: scaled, axes: axes), in: storage) else { return nil }
    var reader = tree.reader(record: record, in: storage)
    return try format.read(&reader)
  }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    var cursor = BTree2Cursor(tree, in: storage)
    let scaled = UnsafeMutableBufferPointer<Int>.allocate(capacity: max(axes, 1))
    defer { scaled.deallocate() }
    while let record = cursor.next() {
      var reader = tree.reader(record: record, in: storage)
      guard let chunk = try format.read(&reader) else { continue }
      for axis in 0..<axes { scaled[axis] = Int(exactly: try reader.uint64()) ?? .max }
      table.add(chunk, at: UnsafeBufferPointer(scaled))
    }
    try cursor.throwProblems()
  }
}
