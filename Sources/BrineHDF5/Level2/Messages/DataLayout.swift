import BrineCore

/// Where a dataset's elements are.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.i, "The Data Layout Message". Version 5, which
/// HDF5 2.0 writes, differs from version 4 in the width of the sizes of filtered chunks alone.
enum DataLayout: Sendable {
  /// In the message itself.
  case compact(MemorySource, Range<Int>)
  /// In one piece; nowhere, when nothing was written yet.
  case contiguous(address: Int?, size: Int?)
  /// In chunks.
  case chunked(ChunkedLayout)
  /// In other datasets, which an object of a global heap names.
  case virtual(heap: Int?, index: Int)

  /// Reads the message's body.
  init(_ reader: inout MetadataReader) throws(HDF5Error) {
    let version = try reader.uint8()
    switch version {
    case 1, 2: self = try Self.old(&reader)
    case 3, 4, 5: self = try Self.new(&reader, version: Int(version))
    default: throw reader.error(.unsupportedVersion, "version \(version) of the data layout")
    }
  }

  private static func old(_ reader: inout MetadataReader) throws(HDF5Error) -> DataLayout {
    let rank = Int(try reader.uint8())
    let kind = try reader.uint8()
    try reader.skip(5)
    switch kind {
    case 0:
      try reader.skip(4 * rank)
      return try compact(&reader, size: Int(try reader.uint32()))
    case 1:
      // The sizes that follow may have been cut to 32 bits: the dataspace tells the size.
      return .contiguous(address: try reader.address(), size: nil)
    case 2:
      let address = try reader.address()
      return .chunked(try ChunkedLayout(&reader, rank: rank, width: 4, address: address))
    default: throw reader.error(.badStructure, "layout class \(kind)")
    }
  }

  private static func new(
    _ reader: inout MetadataReader, version: Int
  ) throws(HDF5Error) -> DataLayout {
    let kind = try reader.uint8()
    switch kind {
    case 0: return try compact(&reader, size: Int(try reader.uint16()))
    case 1: return .contiguous(address: try reader.address(), size: try reader.length())
    case 2 where version == 3:
      let rank = Int(try reader.uint8())
      let address = try reader.address()
      return .chunked(try ChunkedLayout(&reader, rank: rank, width: 4, address: address))
    case 2: return .chunked(try ChunkedLayout(&reader, version: version))
    case 3 where version >= 4:
      return .virtual(heap: try reader.address(), index: Int(try reader.uint32()))
    default: throw reader.error(.badStructure, "layout class \(kind)")
    }
  }

  private static func compact(
    _ reader: inout MetadataReader, size: Int
  ) throws(HDF5Error) -> DataLayout {
    let start = reader.position
    try reader.skip(size)
    return .compact(reader.source, start..<start + size)
  }
}
