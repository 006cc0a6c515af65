/// Where a group has its links, or an object its attributes, beyond the messages of its header.
///
/// Source: HDF5 File Format Specification 3.0, sections IV.A.2.c, "The Link Info Message", and IV.A.2.v, "The
/// Attribute Info Message", which differ in the size of one number.
struct DenseStorage: Sendable, Equatable {
  /// Whether they know when they were made, and whether there is an index by that.
  let tracksCreationOrder: Bool, indexesCreationOrder: Bool
  /// The highest number that a creation has.
  let maximumCreationIndex: Int?
  /// The fractal heap that has them; `nil` when they are messages of the object's header.
  let heapAddress: Int?
  /// The B-tree of names.
  let nameIndexAddress: Int?
  /// The B-tree of creation order.
  let orderIndexAddress: Int?

  /// Reads a group's link info message.
  init(links reader: MetadataReader) throws(HDF5Error) { try self.init(reader, creationIndexSize: 8) }

  /// Reads an object's attribute info message.
  init(attributes reader: MetadataReader) throws(HDF5Error) { try self.init(reader, creationIndexSize: 2) }

  private init(_ reader: MetadataReader, creationIndexSize: Int) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "version \(version) of a link or attribute info message")
    }
    let flags = try reader.uint8()
    tracksCreationOrder = flags & 0x01 != 0
    indexesCreationOrder = flags & 0x02 != 0
    maximumCreationIndex =
      tracksCreationOrder ? Int(truncatingIfNeeded: try reader.uint(size: creationIndexSize)) : nil
    heapAddress = try reader.address()
    nameIndexAddress = try reader.address()
    orderIndexAddress = indexesCreationOrder ? try reader.address() : nil
  }
}
