import BrineCore

/// A heap of objects of any size: the links of a group, the attributes of an object, shared messages.
///
/// Source: HDF5 File Format Specification 3.0, section III.G, "Fractal Heap".
struct FractalHeap: Sendable {
  /// How many bytes an object's identifier has.
  let idLength: Int
  let doublingTable: DoublingTable
  let filters: HeapFilters?
  private let blocks: HeapBlocks
  private let huge: HugeObjects

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    var reader = try storage.reader(at: address, "fractal heap header")
    let start = reader.position
    try reader.expect(signature: "FRHP")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "fractal heap version \(version)") }
    idLength = Int(try reader.uint16())
    let filterSize = Int(try reader.uint16())
    let flags = try reader.uint8()
    let maximumManaged = Int(try reader.uint32())
    try reader.skip(storage.lengthSize)
    let hugeTree = try reader.address()
    // Free space and statistics, which only a writer needs.
    try reader.skip(storage.lengthSize + storage.offsetSize + 8 * storage.lengthSize)
    let table = try DoublingTable(&reader, maximumManaged: maximumManaged)
    doublingTable = table
    var root = HeapRoot(address: table.rootAddress, filteredSize: nil, filterMask: 0)
    var filters: HeapFilters?
    if filterSize > 0 {
      root.filteredSize = try reader.length()
      root.filterMask = try reader.uint32()
      filters = HeapFilters(message: try reader.take(filterSize, "filter pipeline message"))
    }
    try reader.verifyChecksum(from: start)
    guard idLength > 0 else { throw reader.error(.badStructure, "identifiers of no bytes") }
    self.filters = filters
    blocks = HeapBlocks(
      heapAddress: address, table: table, root: root, filters: filters, hasChecksums: flags & 0x02 != 0)
    huge = HugeObjects(treeAddress: hugeTree, idLength: idLength, filters: filters, storage)
  }

  /// A reader of the object whose identifier begins at an offset of the file, where it has so many bytes.
  ///
  /// Most objects are in blocks, and their identifiers need not be read field by field.
  func reader(
    idAt offset: Int, size: Int, _ structure: StaticString, in storage: FileStorage
  ) throws(HDF5Error) -> MetadataReader {
    let (offsetSize, lengthSize) = (doublingTable.offsetSize, doublingTable.lengthSize)
    let memory = storage.source.memory
    if offsetSize <= 8, lengthSize <= 8, 1 + offsetSize + lengthSize <= min(size, idLength),
      offset + size <= memory.count, memory[offset] & 0xF0 == 0
    {
      var place: UInt64 = 0
      var count: UInt64 = 0
      for index in 0..<offsetSize { place |= UInt64(memory[offset + 1 + index]) << UInt64(index * 8) }
      let length = offset + 1 + offsetSize
      for index in 0..<lengthSize { count |= UInt64(memory[length + index]) << UInt64(index * 8) }
      if count > 0, let place = Int(exactly: place), let count = Int(exactly: count) {
        return try blocks.reader(offset: place, count: count, structure, in: storage)
      }
    }
    let id = storage.reader(range: offset..<offset + size, "fractal heap ID")
    return try reader(id: id, structure, in: storage)
  }

  /// A reader of the object which has this identifier.
  ///
  /// - Throws: `HDF5Error.Code.badStructure` when the identifier can't be.
  func reader(
    id: MetadataReader, _ structure: StaticString, in storage: FileStorage
  ) throws(HDF5Error) -> MetadataReader {
    var id = id
    id = try id.take(min(idLength, id.remaining), "fractal heap ID")
    let first = try id.uint8()
    guard first >> 6 == 0 else {
      throw id.error(.unsupportedVersion, "fractal heap ID version \(first >> 6)")
    }
    switch first >> 4 & 0x03 {
    case 0:
      let offset = try id.int(size: doublingTable.offsetSize)
      let count = try id.int(size: doublingTable.lengthSize)
      guard count > 0 else { throw id.error(.badStructure, "an object without bytes") }
      return try blocks.reader(offset: offset, count: count, structure, in: storage)
    case 1:
      return try huge.reader(id, structure, in: storage)
    case 2:
      var count = Int(first & 0x0F)
      // Identifiers with room for more than sixteen bytes have twelve bits for the length.
      if idLength > 18 { count = count << 8 | Int(try id.uint8()) }
      return try id.take(count + 1, structure)
    default:
      throw id.error(.badStructure, "an object of kind 3")
    }
  }
}

/// The topmost block of a heap.
struct HeapRoot: Sendable {
  /// Where it is; `nil` when the heap has no managed objects.
  let address: Int?
  /// How many bytes it has after the filters, if there are any and it has the objects itself.
  var filteredSize: Int?
  /// Which filters it was not passed through.
  var filterMask: UInt32
}
