import BrineCore

/// Chunks in an extensible array: for a dataset of which one axis may grow for ever.
///
/// Source: HDF5 File Format Specification 3.0, section VII.D, "Extensible Array Index".
struct ExtensibleChunkArray: ChunkIndex {
  private let storage: FileStorage
  private let header: ExtensibleArrayHeader
  private let numbering: ChunkNumbering
  private let format: ChunkEntryFormat
  private let axes: Int
  /// Where the header is, which all blocks name too.
  private let address: Int

  init(
    at address: Int, grid: ChunkGrid, numbering: ChunkNumbering, in storage: FileStorage
  ) throws(HDF5Error) {
    self.storage = storage
    self.numbering = numbering
    self.address = address
    axes = grid.shape.count
    var reader = try storage.reader(at: address, "extensible array header")
    header = try ExtensibleArrayHeader(&reader)
    format = try ChunkEntryFormat(
      isFiltered: header.client == 1, entrySize: header.entrySize, chunkBytes: grid.chunkBytes, reader)
  }

  /// The index block: a reader of its entries, of the addresses of data blocks, and of those of super blocks.
  private struct IndexBlock {
    let entries: MetadataReader
    let blocks: MetadataReader
    let supers: MetadataReader
  }

  /// Reads what all blocks begin with.
  private func begin(
    at address: Int, _ signature: StaticString, _ structure: StaticString
  ) throws(HDF5Error) -> MetadataReader {
    var reader = try storage.reader(at: address, structure)
    try reader.expect(signature: signature)
    let version = try reader.uint8()
    let client = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "extensible array block version \(version)")
    }
    guard client == header.client, try reader.address() == self.address else {
      throw reader.error(.badStructure, "the block belongs to another array")
    }
    return reader
  }

  private func indexBlock(_ address: Int) throws(HDF5Error) -> IndexBlock {
    var reader = try begin(at: address, "EAIB", "extensible array index block")
    let start = reader.position - storage.offsetSize - 6
    let entries = try reader.take(header.indexEntries * header.entrySize)
    let blocks = try reader.take(header.directBlocks * storage.offsetSize)
    let supers = try reader.take((header.supers - header.directSupers) * storage.offsetSize)
    try reader.verifyChecksum(from: start)
    return IndexBlock(entries: entries, blocks: blocks, supers: supers)
  }

  /// A super block: the bits of its data blocks' pages, and their addresses.
  private struct SuperBlock {
    let pageBits: MetadataReader
    let blocks: MetadataReader
  }

  private func superBlock(_ number: Int, at address: Int) throws(HDF5Error) -> SuperBlock {
    var reader = try begin(at: address, "EASB", "extensible array secondary block")
    let start = reader.position - storage.offsetSize - 6
    try reader.skip((header.indexBits + 7) / 8)
    let sizes = header.sizes(ofSuper: number)
    let pages = pages(sizes.entries)
    guard let bits = sizes.blocks.multiplied((pages + 7) / 8),
      let addresses = sizes.blocks.multiplied(storage.offsetSize)
    else { throw reader.error(.tooLarge, "a secondary block with \(sizes.blocks) data blocks") }
    let pageBits = try reader.take(bits)
    let blocks = try reader.take(addresses)
    try reader.verifyChecksum(from: start)
    return SuperBlock(pageBits: pageBits, blocks: blocks)
  }

  /// How many pages a data block of so many entries has; 0 when it is in one piece.
  private func pages(_ entries: Int) -> Int {
    entries > header.pageEntries ? entries / header.pageEntries : 0
  }

  /// The entries of a data block that is in one piece, or of one of its pages.
  private func entries(
    _ count: Int, page: Int?, at address: Int
  ) throws(HDF5Error) -> MetadataReader {
    var reader = try begin(at: address, "EADB", "extensible array data block")
    var start = reader.position - storage.offsetSize - 6
    try reader.skip((header.indexBits + 7) / 8)
    var count = count
    if let page {
      try reader.verifyChecksum(from: start)
      count = header.pageEntries
      try reader.skip(page * (count * header.entrySize + 4))
      start = reader.position
    }
    guard let size = count.multiplied(header.entrySize) else {
      throw reader.error(.tooLarge, "a data block of \(count) entries")
    }
    let entries = try reader.take(size)
    try reader.verifyChecksum(from: start)
    return entries
  }

  private func address(_ index: Int, _ reader: MetadataReader) throws(HDF5Error) -> Int? {
    var reader = reader
    try reader.skip(index * storage.offsetSize)
    return try reader.address()
  }

  private func isWritten(_ page: Int, _ bits: MetadataReader) -> Bool {
    let place = bits.position + page / 8
    return place < bits.end && bits.source.memory[place] & (0x80 >> UInt8(page % 8)) != 0
  }

  private func entry(_ index: Int, _ reader: MetadataReader) throws(HDF5Error) -> StoredChunk? {
    var reader = reader
    try reader.skip(index * header.entrySize)
    return try format.read(&reader)
  }

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? {
    guard let address = header.indexBlock, let number = numbering.number(of: scaled) else { return nil }
    let index = try indexBlock(address)
    if number < header.indexEntries { return try entry(number, index.entries) }
    let rest = number - header.indexEntries
    let place = header.superBlock(of: rest)
    guard place.number < header.supers else { return nil }
    let sizes = header.sizes(ofSuper: place.number)
    let (block, offset) = (rest - place.firstEntry).quotientAndRemainder(dividingBy: sizes.entries)
    if place.number < header.directSupers {
      guard let address = try self.address(place.firstBlock + block, index.blocks) else { return nil }
      return try entry(offset, entries(sizes.entries, page: nil, at: address))
    }
    guard let superAddress = try self.address(place.number - header.directSupers, index.supers) else {
      return nil
    }
    let found = try superBlock(place.number, at: superAddress)
    guard let address = try self.address(block, found.blocks) else { return nil }
    let pages = pages(sizes.entries)
    guard pages > 0 else { return try entry(offset, entries(sizes.entries, page: nil, at: address)) }
    let (page, inPage) = offset.quotientAndRemainder(dividingBy: header.pageEntries)
    guard isWritten(block * pages + page, found.pageBits) else { return nil }
    return try entry(inPage, entries(sizes.entries, page: page, at: address))
  }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    guard let address = header.indexBlock else { return }
    let index = try indexBlock(address)
    var walk = Walk(table: table, axes: axes, storage: storage)
    try walk.add(index.entries, from: 0, self)
    for number in 0..<header.directSupers {
      try collectBlocks(number, index.blocks, first: header.firstBlock(ofSuper: number), bits: nil, &walk)
    }
    for number in header.directSupers..<header.supers {
      guard let address = try self.address(number - header.directSupers, index.supers) else { continue }
      let found = try superBlock(number, at: address)
      try collectBlocks(number, found.blocks, first: 0, bits: found.pageBits, &walk)
    }
    table = walk.table
  }

  /// Adds what the data blocks of one super block have.
  private func collectBlocks(
    _ number: Int, _ addresses: MetadataReader, first: Int, bits: MetadataReader?, _ walk: inout Walk
  ) throws(HDF5Error) {
    let sizes = header.sizes(ofSuper: number)
    let pages = bits == nil ? 0 : pages(sizes.entries)
    let start = header.indexEntries + ((1 << number) - 1) * header.smallestBlock
    for block in 0..<sizes.blocks {
      guard let address = try self.address(first + block, addresses) else { continue }
      let from = start + block * sizes.entries
      guard pages > 0, let bits else {
        try walk.add(entries(sizes.entries, page: nil, at: address), from: from, self)
        continue
      }
      for page in 0..<pages where isWritten(block * pages + page, bits) {
        let entries = try entries(sizes.entries, page: page, at: address)
        try walk.add(entries, from: from + page * header.pageEntries, self)
      }
    }
  }

  /// The table that is filled.
  private struct Walk {
    var table: ChunkTable
    private var budget: WorkBudget
    private let storage: FileStorage
    private var scaled: [Int]

    init(table: ChunkTable, axes: Int, storage: FileStorage) {
      self.table = table
      self.storage = storage
      budget = WorkBudget(storage)
      scaled = [Int](repeating: 0, count: axes)
    }

    mutating func add(
      _ entries: MetadataReader, from first: Int, _ array: ExtensibleChunkArray
    ) throws(HDF5Error) {
      var entries = entries
      try budget.spend(entries.remaining, "extensible array", at: entries.position)
      var number = first
      while entries.remaining >= array.header.entrySize {
        if let chunk = try array.format.read(&entries) {
          scaled.withUnsafeMutableBufferPointer { array.numbering.place(of: number, $0) }
          scaled.withUnsafeBufferPointer { table.add(chunk, at: $0) }
        }
        number += 1
      }
    }
  }
}
