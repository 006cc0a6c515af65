/// The driver that wrote a file which is in several parts.
///
/// Source: HDF5 File Format Specification 3.0, sections II.B, "File Driver Info", and IV.A.2.u.
public struct DriverInfo: Sendable, Equatable {
  /// Eight letters: `NCSAmult` for files in parts by kind of data, `NCSAfami` for files in parts by size.
  public let identifier: String
  /// What the driver has to know.
  public let data: [UInt8]

  /// The block to which a superblock of version 0 or 1 points.
  init(block: MetadataReader) throws(HDF5Error) {
    var reader = block
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "driver information block version \(version)")
    }
    try reader.skip(3)
    let size = Int(try reader.uint32())
    identifier = try reader.text(8).text
    data = try reader.bytes(size)
  }

  /// The message of a superblock extension.
  init(message: MetadataReader) throws(HDF5Error) {
    var reader = message
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "driver info message version \(version)")
    }
    identifier = try reader.text(8).text
    data = try reader.bytes(Int(try reader.uint16()))
  }
}
