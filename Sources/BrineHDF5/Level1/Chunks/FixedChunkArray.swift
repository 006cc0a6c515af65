import BrineCore

/// Chunks in a fixed array: one entry for each chunk that the dataset may ever have.
///
/// Source: HDF5 File Format Specification 3.0, section VII.C, "Fixed Array Index".
struct FixedChunkArray: ChunkIndex {
  private let storage: FileStorage
  private let numbering: ChunkNumbering
  private let format: ChunkEntryFormat
  private let client: UInt8
  private let entrySize: Int
  /// How many entries there are, and how many a page has.
  private let count: Int, pageCount: Int
  private let block: Int?
  private let axes: Int
  /// Where the header is, which the block names too.
  private let address: Int

  private static let structure: StaticString = "fixed array data block"

  init(
    at address: Int, grid: ChunkGrid, numbering: ChunkNumbering, in storage: FileStorage
  ) throws(HDF5Error) {
    self.storage = storage
    self.numbering = numbering
    self.address = address
    axes = grid.shape.count
    var reader = try storage.reader(at: address, "fixed array header")
    let start = reader.position
    try reader.expect(signature: "FAHD")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "fixed array version \(version)") }
    client = try reader.uint8()
    entrySize = Int(try reader.uint8())
    let pageBits = Int(try reader.uint8())
    count = try reader.length()
    block = try reader.address()
    guard client <= 1, pageBits < 62, count.multiplied(entrySize) ?? .max <= storage.source.count else {
      throw reader.error(.badStructure, "client \(client), pages of 2^\(pageBits), \(count) entries")
    }
    pageCount = 1 << pageBits
    format = try ChunkEntryFormat(
      isFiltered: client == 1, entrySize: entrySize, chunkBytes: grid.chunkBytes, reader)
    try reader.verifyChecksum(from: start)
  }

  private var isPaged: Bool { count > pageCount }
  private var pages: Int { isPaged ? (count - 1) / pageCount + 1 : 1 }

  /// A reader of the entries of one page, checked; `nil` for a page that was never written.
  private func page(_ page: Int, of block: Int) throws(HDF5Error) -> MetadataReader? {
    var reader = try storage.reader(at: block, Self.structure)
    let start = reader.position
    try reader.expect(signature: "FADB")
    let version = try reader.uint8()
    let found = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "fixed array block version \(version)")
    }
    guard found == client, try reader.address() == address else {
      throw reader.error(.badStructure, "the block belongs to another array")
    }
    guard isPaged else {
      let entries = try reader.take(count * entrySize)
      try reader.verifyChecksum(from: start)
      return entries
    }
    let bits = try reader.take((pages + 7) / 8)
    try reader.verifyChecksum(from: start)
    guard bits.source.memory[bits.position + page / 8] & (0x80 >> UInt8(page % 8)) != 0 else { return nil }
    try reader.skip(page * (pageCount * entrySize + 4))
    let first = reader.position
    let entries = try reader.take(min(pageCount, count - page * pageCount) * entrySize)
    try reader.verifyChecksum(from: first)
    return entries
  }

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? {
    guard let block, let number = numbering.number(of: scaled), number < count else { return nil }
    let (page, index) = isPaged ? number.quotientAndRemainder(dividingBy: pageCount) : (0, number)
    guard var entries = try self.page(page, of: block) else { return nil }
    try entries.skip(index * entrySize)
    return try format.read(&entries)
  }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    guard let block else { return }
    let scaled = UnsafeMutableBufferPointer<Int>.allocate(capacity: max(axes, 1))
    defer { scaled.deallocate() }
    for page in 0..<pages {
      guard var entries = try self.page(page, of: block) else { continue }
      var number = page * pageCount
      while entries.remaining >= entrySize {
        if let chunk = try format.read(&entries) {
          numbering.place(of: number, scaled)
          table.add(chunk, at: UnsafeBufferPointer(scaled))
        }
        number += 1
      }
    }
  }
}
