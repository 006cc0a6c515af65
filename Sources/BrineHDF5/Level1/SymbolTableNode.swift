import BrineCore

/// Some links of a group of the old kind, in the order of their names.
///
/// Source: HDF5 File Format Specification 3.0, sections III.B, "Group Symbol Table Nodes", and III.C, "Symbol Table
/// Entry".
struct SymbolTableNode {
  /// How many links there are.
  let count: Int
  private let entries: Int
  private let entrySize: Int

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    var reader = try storage.reader(at: address, "symbol table node")
    try reader.expect(signature: "SNOD")
    let version = try reader.uint8()
    guard version == 1 else {
      throw reader.error(.unsupportedVersion, "symbol table node version \(version)")
    }
    try reader.skip(1)
    count = Int(try reader.uint16())
    guard count <= 2 * storage.bTreeK.groupLeaves else {
      throw reader.error(.badStructure, "\(count) links; there can be \(2 * storage.bTreeK.groupLeaves)")
    }
    // The specification gives the name's offset the size of an address; libhdf5 has that of a length.
    entrySize = storage.lengthSize + storage.offsetSize + 24
    entries = reader.position
    try reader.skip(count * entrySize)
  }

  /// How many bytes of the node are used.
  var usedBytes: Int { 8 + count * entrySize }

  private func reader(_ index: Int, in storage: FileStorage) -> MetadataReader {
    let start = entries + index * entrySize
    return storage.reader(range: start..<start + entrySize, "symbol table entry")
  }

  /// The name of a link.
  func name(_ index: Int, _ heap: LocalHeap, in storage: FileStorage) throws(HDF5Error) -> NameSlice {
    var reader = reader(index, in: storage)
    return try heap.name(at: try reader.length(), in: storage)
  }

  /// A link.
  func link(_ index: Int, _ heap: LocalHeap, in storage: FileStorage) throws(HDF5Error) -> LinkRecord {
    var reader = reader(index, in: storage)
    let name = try heap.name(at: try reader.length(), in: storage)
    guard name.count > 0 else { throw reader.error(.badStructure, "a link without a name") }
    let address = try reader.address()
    let kind = try reader.uint32()
    try reader.skip(4)
    if kind == 2 {
      let value = try heap.name(at: Int(try reader.uint32()), in: storage)
      return LinkRecord(name: name, creationOrder: nil, target: .soft(value))
    }
    guard let address else { throw reader.error(.badStructure, "a link to the undefined address") }
    return LinkRecord(name: name, creationOrder: nil, target: .hard(address: address))
  }
}
