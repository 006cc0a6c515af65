/// Where a group of the old kind has its links.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.r, "The Symbol Table Message".
struct SymbolTableMessage: Sendable, Equatable {
  /// The B-tree of the links.
  let treeAddress: Int
  /// The local heap with their names.
  let heapAddress: Int

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    treeAddress = try reader.definedAddress()
    heapAddress = try reader.definedAddress()
  }
}
