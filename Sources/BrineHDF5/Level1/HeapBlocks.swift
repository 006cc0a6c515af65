import BrineCore
import Synchronization

/// The blocks of a fractal heap, found by offsets in the heap's address space.
///
/// Source: HDF5 File Format Specification 3.0, section III.G, "Fractal Heap Direct Block" and "Indirect Block".
struct HeapBlocks: Sendable {
  private let heapAddress: Int
  private let table: DoublingTable
  private let root: HeapRoot
  private let filters: HeapFilters?
  private let hasChecksums: Bool
  private let checked = CheckedNodes()
  private let decoded = DecodedBlocks()
  private let found: FoundBlocks

  init(
    heapAddress: Int, table: DoublingTable, root: HeapRoot, filters: HeapFilters?, hasChecksums: Bool
  ) {
    self.heapAddress = heapAddress
    self.table = table
    self.root = root
    self.filters = filters
    self.hasChecksums = hasChecksums
    found = FoundBlocks(count: min(table.rootRows * table.width, 1024))
  }

  /// A direct block as its parent refers to it.
  private struct Direct {
    var address: Int
    /// Its first byte's offset in the heap.
    var start: Int
    /// How many bytes it has once it is decoded.
    var size: Int
    var filteredSize: Int?
    var filterMask: UInt32
  }

  /// A reader of `count` bytes at an offset in the heap.
  func reader(
    offset: Int, count: Int, _ structure: StaticString, in storage: FileStorage
  ) throws(HDF5Error) -> MetadataReader {
    let place = table.position(of: offset)
    let number = place.row * table.width + place.column
    if let block = found.find(number), let end = (offset - block.start).adding(count), end <= block.size {
      let start = block.position - block.start
      return storage.reader(range: start + offset..<start + offset + count, structure)
    }
    let block = try direct(offset, in: storage)
    let inBlock = offset - block.start
    guard let end = inBlock.adding(count), end <= block.size else {
      throw error(.badStructure, "\(count) bytes at offset \(offset) are not in one block", storage)
    }
    let (source, start) = try bytes(of: block, in: storage)
    if source === storage.source, block.start == place.start {
      found.insert(FoundBlocks.Block(start: place.start, size: block.size, position: start), number)
    }
    return storage.reader(of: source, range: start + inBlock..<start + end, structure)
  }

  private func error(_ code: HDF5Error.Code, _ detail: String, _ storage: FileStorage) -> HDF5Error {
    HDF5Error(code, detail, structure: "fractal heap", offset: heapAddress.adding(storage.base))
  }

  /// The direct block that has an offset.
  private func direct(_ offset: Int, in storage: FileStorage) throws(HDF5Error) -> Direct {
    guard var address = root.address else { throw error(.badStructure, "a heap without blocks", storage) }
    if table.rootRows == 0 {
      return Direct(
        address: address, start: 0, size: table.startingSize, filteredSize: root.filteredSize,
        filterMask: root.filterMask)
    }
    var rows = table.rootRows
    var start = 0
    // Each indirect block stands for fewer bytes than the one above it, so that this ends.
    while true {
      let place = table.position(of: offset - start)
      guard place.row < rows else { throw error(.badStructure, "no block has offset \(offset)", storage) }
      var entry = try entry(place.row, place.column, ofBlock: address, rows: rows, in: storage)
      let size = table.blockSize(row: place.row)
      start += place.start
      if place.row < table.directRows {
        entry.start = start
        entry.size = size
        return entry
      }
      address = entry.address
      rows = table.rows(ofSize: size)
    }
  }

  /// What an indirect block says about one of the blocks below it.
  private func entry(
    _ row: Int, _ column: Int, ofBlock address: Int, rows: Int, in storage: FileStorage
  ) throws(HDF5Error) -> Direct {
    var reader = try storage.reader(at: address, "fractal heap indirect block")
    let blockStart = reader.position
    try reader.expect(signature: "FHIB")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "indirect block version \(version)") }
    try reader.skip(storage.offsetSize + table.offsetSize)
    let entries = reader.position
    let directSize = storage.offsetSize + (filters == nil ? 0 : storage.lengthSize + 4)
    let directCount = min(rows, table.directRows) * table.width
    let indirectCount = max(0, rows - table.directRows) * table.width
    try reader.skip(directCount * directSize + indirectCount * storage.offsetSize)
    if !checked.contains(address) {
      try reader.verifyChecksum(from: blockStart)
      checked.insert(address)
    }
    let index = row * table.width + column
    let start =
      index < directCount
      ? entries + index * directSize
      : entries + directCount * directSize + (index - directCount) * storage.offsetSize
    var fields = storage.reader(range: start..<reader.position, reader.structure)
    var entry = Direct(
      address: try fields.definedAddress(), start: 0, size: 0, filteredSize: nil, filterMask: 0)
    if index < directCount, filters != nil {
      entry.filteredSize = try fields.length()
      entry.filterMask = try fields.uint32()
    }
    return entry
  }

  /// Where a direct block's bytes are: in the file, or in memory once they were decoded.
  private func bytes(
    of block: Direct, in storage: FileStorage
  ) throws(HDF5Error) -> (source: MemorySource, start: Int) {
    guard let filters, let filteredSize = block.filteredSize else {
      let start = try storage.offset(
        of: block.address, count: block.size, "fractal heap direct block")
      if !checked.contains(block.address) {
        try check(
          storage.reader(range: start..<start + block.size, "fractal heap direct block"))
        checked.insert(block.address)
      }
      return (storage.source, start)
    }
    if let source = decoded.find(block.address) { return (source, 0) }
    let start = try storage.offset(of: block.address, count: filteredSize, "fractal heap direct block")
    let source = try filters.decode(
      start..<start + filteredSize, mask: block.filterMask, size: block.size, in: storage)
    try check(storage.reader(of: source, range: 0..<block.size, "fractal heap direct block"))
    decoded.insert(source, block.address)
    return (source, 0)
  }

  /// Signature and checksum of a whole direct block.
  private func check(_ block: MetadataReader) throws(HDF5Error) {
    var reader = block
    let start = reader.position
    try reader.expect(signature: "FHDB")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "direct block version \(version)") }
    try reader.skip(reader.offsetSize + table.offsetSize)
    guard hasChecksums else { return }
    let place = reader.position - start
    let stored = try reader.uint32()
    let bytes = UnsafeRawBufferPointer(rebasing: reader.source.memory[start..<reader.end])
    guard Lookup3.isSame(stored, Lookup3.hash(bytes, zeroed: place..<place + 4)) else {
      throw reader.error(.badChecksum, "the checksum differs from the computed one")
    }
  }
}

/// Blocks of a filtered heap that were decoded, the last few of them.
private final class DecodedBlocks: Sendable {
  private let blocks = Mutex<[Int: MemorySource]>([:])

  func find(_ address: Int) -> MemorySource? { blocks.withLock { $0[address] } }

  func insert(_ source: MemorySource, _ address: Int) {
    blocks.withLock {
      // Blocks are at most a few hundred kilobytes in heaps that HDF5 writes.
      if $0.values.reduce(source.count, { $0 + $1.count }) > 16 << 20 { $0.removeAll() }
      $0[address] = source
    }
  }
}

/// Where in the file those blocks are that the topmost block refers to, once they were found and checked.
private final class FoundBlocks: Sendable {
  struct Block: Sendable {
    /// Its first byte's offset in the heap.
    let start: Int
    /// How many bytes it has.
    let size: Int
    /// Its first byte's offset in the file.
    let position: Int
  }
  private let blocks: Mutex<[Block?]>

  init(count: Int) { blocks = Mutex(Array(repeating: nil, count: count)) }

  func find(_ number: Int) -> Block? { blocks.withLock { number < $0.count ? $0[number] : nil } }

  func insert(_ block: Block, _ number: Int) {
    blocks.withLock { if number < $0.count { $0[number] = block } }
  }
}
