/// Where a group that does not use a symbol table has its links.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.c, "The Link Info Message".
struct LinkInfo: Sendable, Equatable {
  /// Whether links know when they were made, and whether there is an index by that.
  let tracksCreationOrder: Bool, indexesCreationOrder: Bool
  /// The highest number that a link's creation has.
  let maximumCreationIndex: Int?
  /// The fractal heap with the links; `nil` when they are messages of the group's header.
  let heapAddress: Int?
  /// The B-tree of names.
  let nameIndexAddress: Int?
  /// The B-tree of creation order.
  let orderIndexAddress: Int?

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "link info version \(version)") }
    let flags = try reader.uint8()
    tracksCreationOrder = flags & 0x01 != 0
    indexesCreationOrder = flags & 0x02 != 0
    maximumCreationIndex = tracksCreationOrder ? Int(truncatingIfNeeded: try reader.uint64()) : nil
    heapAddress = try reader.address()
    nameIndexAddress = try reader.address()
    orderIndexAddress = indexesCreationOrder ? try reader.address() : nil
  }
}
