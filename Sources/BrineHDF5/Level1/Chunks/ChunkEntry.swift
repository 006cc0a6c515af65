import BrineCore

/// How the indexes of newer files write a chunk: its address, and, when chunks are filtered, its size and
/// which filters were left out.
struct ChunkEntryFormat: Sendable {
  /// How many bytes the size takes; 0 when chunks are not filtered.
  let sizeWidth: Int
  /// How many bytes a chunk takes that is not filtered.
  let chunkBytes: Int

  /// - Parameter entrySize: How many bytes an entry takes.
  init(
    isFiltered: Bool, entrySize: Int, chunkBytes: Int, _ reader: MetadataReader
  ) throws(HDF5Error) {
    self.chunkBytes = chunkBytes
    sizeWidth = isFiltered ? entrySize - reader.offsetSize - 4 : 0
    guard isFiltered ? 1...8 ~= sizeWidth : entrySize == reader.offsetSize else {
      throw reader.error(.badStructure, "entries of \(entrySize) bytes")
    }
  }

  /// The entry at the reader's position; `nil` for a chunk that was never written.
  func read(_ reader: inout MetadataReader) throws(HDF5Error) -> StoredChunk? {
    let address = try reader.address()
    guard sizeWidth > 0 else {
      return address.map { StoredChunk(address: $0, size: chunkBytes, filterMask: 0) }
    }
    let size = try reader.uint(size: sizeWidth)
    let mask = try reader.uint32()
    guard let address else { return nil }
    guard let size = Int(exactly: size) else { throw reader.error(.badStructure, "a chunk of \(size) bytes") }
    return StoredChunk(address: address, size: size, filterMask: mask)
  }
}
