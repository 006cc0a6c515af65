/// The sizes of the nodes of B-trees of version 1.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.t, "The B-tree 'K' Values Message".
struct BTreeK: Sendable, Equatable {
  /// For nodes of chunks, for inner nodes of groups, and for the leaves of groups.
  var chunks = 32, groups = 16, groupLeaves = 4

  init() {}

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "B-tree 'K' values version \(version)")
    }
    chunks = Int(try reader.uint16())
    groups = Int(try reader.uint16())
    groupLeaves = Int(try reader.uint16())
  }
}

/// Where the table of shared messages is.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.p, "The Shared Message Table Message".
struct SharedMessageTableMessage: Sendable, Equatable {
  /// Where the table is.
  let address: Int
  /// How many indexes it has.
  let count: Int

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "shared message table message version \(version)")
    }
    address = try reader.definedAddress()
    count = Int(try reader.uint8())
  }
}

/// Where the image of the library's cache is, which holds structures that are newer than those in their places.
///
/// Source: the message of type 0x18, which HDF5 1.10 added.
struct MetadataCacheImageMessage: Sendable, Equatable {
  /// Where the image is; `nil` when there is none.
  let address: Int?
  /// How many bytes it has.
  let size: Int

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "metadata cache image message version \(version)")
    }
    address = try reader.address()
    size = try reader.length()
  }
}
