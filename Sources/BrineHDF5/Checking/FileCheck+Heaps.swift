import BrineCore

/// Fractal heaps.
///
/// Source: HDF5 File Format Specification 3.0, section III.G, "Fractal Heap".
extension FileCheck {
  /// What the blocks of a heap have in common.
  private struct Heap {
    let address: Int
    let table: DoublingTable
    let filters: HeapFilters?
    let hasChecksums: Bool
  }

  private struct Block {
    let address: Int
    /// The rows of an indirect block; 0 for a direct one.
    let rows: Int
    let start: Int, size: Int
    let filteredSize: Int?
    let mask: UInt32
  }

  /// A fractal heap with all of its blocks, its huge objects and its free space.
  mutating func checkHeap(_ address: Int) throws(HDF5Error) {
    guard known.insert(address).inserted else { return }
    let heap = try FractalHeap(address: address, in: storage)
    var reader = try storage.reader(at: address, "fractal heap header")
    let start = reader.position
    try reader.skip(7)
    let filterSize = Int(try reader.uint16())
    let flags = try reader.uint8()
    let maximum = Int(try reader.uint32())
    try reader.skip(storage.lengthSize)
    let huge = try reader.address()
    try reader.skip(storage.lengthSize)
    let freeSpace = try reader.address()
    try reader.skip(8 * storage.lengthSize)
    let table = try DoublingTable(&reader, maximumManaged: maximum)
    var (filteredSize, mask): (Int?, UInt32) = (nil, 0)
    if filterSize > 0 {
      filteredSize = try reader.length()
      mask = try reader.uint32()
      try reader.skip(filterSize)
    }
    claim(address, reader.position + 4 - start, "fractal heap header")
    if let huge { attempt { check throws(HDF5Error) in try check.checkHuge(huge) } }
    if let freeSpace { attempt { check throws(HDF5Error) in try check.checkManager(freeSpace) } }
    guard let root = table.rootAddress else { return }
    let first = Block(
      address: root, rows: table.rootRows, start: 0, size: table.startingSize, filteredSize: filteredSize,
      mask: mask)
    checkBlocks(
      first,
      Heap(address: address, table: table, filters: heap.filters, hasChecksums: flags & 0x02 != 0))
  }

  private mutating func checkHuge(_ address: Int) throws(HDF5Error) {
    try checkTree(address, types: [1, 2, 3, 4]) { check, record throws(HDF5Error) in
      var record = record
      let address = try record.definedAddress()
      let count = try record.length()
      _ = try check.storage.offset(of: address, count: count, "huge object of a fractal heap")
      check.claim(address, count, "huge object of a fractal heap")
    }
  }

  private mutating func checkBlocks(_ root: Block, _ heap: Heap) {
    var waiting = [root]
    while let block = waiting.popLast() {
      guard known.insert(block.address).inserted else {
        problem(
          HDF5Error(
            .cyclic, "two parents have the same block", structure: "fractal heap",
            offset: block.address.adding(storage.base)))
        continue
      }
      attempt { check throws(HDF5Error) in
        if block.rows > 0 {
          waiting += try check.checkIndirect(block, heap)
        } else {
          try check.checkDirect(block, heap)
        }
      }
    }
  }

  /// Verifies an indirect block, and returns what it refers to.
  private mutating func checkIndirect(_ block: Block, _ heap: Heap) throws(HDF5Error) -> [Block] {
    var reader = try storage.reader(at: block.address, "fractal heap indirect block")
    let start = reader.position
    try reader.expect(signature: "FHIB")
    try checkPrefix(&reader, block, heap)
    var blocks: [Block] = []
    for row in 0..<block.rows {
      let size = heap.table.blockSize(row: row)
      for column in 0..<heap.table.width {
        let isDirect = row < heap.table.directRows
        let address = try reader.address()
        var (filteredSize, mask): (Int?, UInt32) = (nil, 0)
        if isDirect, heap.filters != nil {
          filteredSize = try reader.length()
          mask = try reader.uint32()
        }
        guard let address else { continue }
        let rows = isDirect ? 0 : heap.table.rows(ofSize: size)
        guard size > 0, let offset = (row == 0 ? column : heap.table.width + column).multiplied(size),
          let begin = block.start.adding(offset), isDirect || rows > 0
        else {
          throw reader.error(.badStructure, "no block can be in row \(row), column \(column)")
        }
        blocks.append(
          Block(
            address: address, rows: rows, start: begin, size: size, filteredSize: filteredSize, mask: mask))
      }
    }
    try reader.verifyChecksum(from: start)
    claim(block.address, reader.position - start, "fractal heap indirect block")
    return blocks.reversed()
  }

  private mutating func checkDirect(_ block: Block, _ heap: Heap) throws(HDF5Error) {
    let count = block.filteredSize ?? block.size
    let start = try storage.offset(of: block.address, count: count, "fractal heap direct block")
    claim(block.address, count, "fractal heap direct block")
    var reader = storage.reader(range: start..<start + count, "fractal heap direct block")
    var decoded: MemorySource?
    if let filters = heap.filters, block.filteredSize != nil {
      let source = try filters.decode(
        start..<start + count, mask: block.mask, size: block.size, in: storage)
      decoded = source
      reader = storage.reader(of: source, range: 0..<block.size, "fractal heap direct block")
    }
    let begin = reader.position
    try reader.expect(signature: "FHDB")
    try checkPrefix(&reader, block, heap)
    if heap.hasChecksums {
      let place = reader.position - begin
      let stored = try reader.uint32()
      let bytes = UnsafeRawBufferPointer(rebasing: reader.memory[begin..<reader.end])
      guard Lookup3.hash(bytes, zeroed: place..<place + 4) == stored else {
        throw reader.error(.badChecksum, "the checksum differs from the computed one")
      }
    }
    withExtendedLifetime(decoded) {}
  }

  /// Version, heap and offset, which all blocks have.
  private func checkPrefix(
    _ reader: inout MetadataReader, _ block: Block, _ heap: Heap
  ) throws(HDF5Error) {
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "fractal heap block version \(version)")
    }
    guard try reader.address() == heap.address else {
      throw reader.error(.badStructure, "the block belongs to another heap")
    }
    let offset = try reader.uint(size: heap.table.offsetSize)
    guard offset == UInt64(truncatingIfNeeded: block.start) else {
      throw reader.error(
        .badStructure, "the block says that it is at \(offset) of the heap, not \(block.start)")
    }
  }
}
