import BrineCore

/// What elements are that were never written.
///
/// Source: HDF5 File Format Specification 3.0, sections IV.A.2.e and IV.A.2.f, "Fill Value Message".
public struct FillValue: Sendable, Hashable {
  /// What there is.
  public enum Value: Sendable, Hashable {
    /// Nothing: whatever happens to be there.
    case undefined
    /// The library's own: zeros.
    case zeros
    /// These bytes, in the dataset's type.
    case bytes([UInt8])
  }
  /// When space for elements is made.
  public enum AllocationTime: UInt8, Sendable, Hashable {
    /// When the layout says so.
    case byLayout = 0
    /// When the dataset is made.
    case early = 1
    /// When something is written.
    case late = 2
    /// When something is written, for that part only.
    case incremental = 3
  }
  /// When the value is written into new space.
  public enum WriteTime: UInt8, Sendable, Hashable {
    /// Always.
    case onAllocation = 0
    /// Never.
    case never = 1
    /// If it is one that a user chose.
    case ifSet = 2
  }

  /// What there is.
  public var value: Value
  /// When space for elements is made.
  public var allocationTime: AllocationTime
  /// When the value is written into new space.
  public var writeTime: WriteTime

  /// A fill value. HDF5's own by default.
  public init(
    _ value: Value = .zeros, allocationTime: AllocationTime = .late, writeTime: WriteTime = .ifSet
  ) {
    self.value = value
    self.allocationTime = allocationTime
    self.writeTime = writeTime
  }

  /// The message of type 4, written before HDF5 1.6.
  init(oldReader: MetadataReader) throws(HDF5Error) {
    var reader = oldReader
    let size = Int(try reader.uint32())
    self.init(size == 0 ? .undefined : .bytes(try reader.bytes(size)), allocationTime: .byLayout)
  }

  /// The message of type 5.
  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    switch version {
    case 1, 2: try self.init(version: version, fields: &reader)
    case 3: try self.init(packed: &reader)
    default: throw reader.error(.unsupportedVersion, "fill value version \(version)")
    }
  }

  private init(version: UInt8, fields reader: inout MetadataReader) throws(HDF5Error) {
    let allocation = try reader.uint8()
    let write = try reader.uint8()
    guard let allocation = AllocationTime(rawValue: allocation), let write = WriteTime(rawValue: write) else {
      throw reader.error(.badStructure, "allocation time \(allocation), write time \(write)")
    }
    let isDefined = try reader.uint8() != 0
    var value = Value.undefined
    if isDefined {
      let size = Int32(bitPattern: try reader.uint32())
      if size > 0 {
        value = .bytes(try reader.bytes(Int(size)))
      } else if size == 0 {
        value = .zeros
      }
    }
    self.init(value, allocationTime: allocation, writeTime: write)
  }

  private init(packed reader: inout MetadataReader) throws(HDF5Error) {
    let flags = try reader.uint8()
    guard flags & 0xC0 == 0, flags & 0x30 != 0x30, let write = WriteTime(rawValue: flags >> 2 & 0x03),
      let allocation = AllocationTime(rawValue: flags & 0x03)
    else { throw reader.error(.badStructure, "flags 0x\(String(flags, radix: 16))") }
    var value: Value = flags & 0x10 != 0 ? .undefined : .zeros
    if flags & 0x20 != 0 {
      let size = Int(try reader.uint32())
      if size > 0 { value = .bytes(try reader.bytes(size)) }
    }
    self.init(value, allocationTime: allocation, writeTime: write)
  }
}
