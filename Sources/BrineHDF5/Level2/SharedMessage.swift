import BrineCore

/// Where a message is that several objects share.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2, "Shared Message".
enum SharedMessage: Sendable {
  /// In the header of another object, as a committed datatype is.
  case header(address: Int)
  /// In the file's heap of shared messages, under this identifier of eight bytes.
  case heap(id: MetadataReader)

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    let kind = try reader.uint8()
    switch (version, kind) {
    case (1, _):
      // Written before 1.6.1: six reserved bytes, and a name's offset in a local heap that nobody needs.
      try reader.skip(6 + reader.lengthSize)
      self = .header(address: try reader.definedAddress())
    case (2, _), (3, 2):
      self = .header(address: try reader.definedAddress())
    case (3, 1):
      self = .heap(id: try reader.take(8))
    case (3, _):
      throw reader.error(.badStructure, "a shared message can't be in a place of kind \(kind)")
    default:
      throw reader.error(.unsupportedVersion, "shared message version \(version)")
    }
  }

  /// A reader of the shared message itself, which is of type `type`.
  func reader(_ type: MessageType, in storage: FileStorage) throws(HDF5Error) -> MetadataReader {
    switch self {
    case .heap(let id):
      return try storage.sharedMessages.reader(type, id: id, in: storage)
    case .header(let address):
      let header = try ObjectHeader(address: address, in: storage)
      guard let message = header.first(type) else {
        throw HDF5Error(
          .badStructure, "the object at address \(address) has no such message to share",
          structure: "shared message", offset: address.adding(storage.base))
      }
      // A message that is shared on in turn would be a way round in circles.
      guard !message.isShared else {
        throw HDF5Error(
          .cyclic, "the object at address \(address) does not have the message itself",
          structure: "shared message", offset: message.offset)
      }
      return try message.reader(in: storage)
    }
  }
}
