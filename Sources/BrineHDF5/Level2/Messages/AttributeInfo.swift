/// Where an object has those attributes that are not messages of its header.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.v, "The Attribute Info Message".
struct AttributeInfo: Sendable, Equatable {
  /// Whether attributes know when they were made, and whether there is an index by that.
  let tracksCreationOrder: Bool, indexesCreationOrder: Bool
  /// The highest number that an attribute's creation has.
  let maximumCreationIndex: Int?
  /// The fractal heap with the attributes; `nil` when they are messages of the object's header.
  let heapAddress: Int?
  /// The B-tree of names.
  let nameIndexAddress: Int?
  /// The B-tree of creation order.
  let orderIndexAddress: Int?

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "attribute info version \(version)") }
    let flags = try reader.uint8()
    tracksCreationOrder = flags & 0x01 != 0
    indexesCreationOrder = flags & 0x02 != 0
    maximumCreationIndex = tracksCreationOrder ? Int(try reader.uint16()) : nil
    heapAddress = try reader.address()
    nameIndexAddress = try reader.address()
    orderIndexAddress = indexesCreationOrder ? try reader.address() : nil
  }
}
