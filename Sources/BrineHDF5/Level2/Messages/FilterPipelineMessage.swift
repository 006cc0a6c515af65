import BrineCore

extension FilterPipeline {
  /// Reads the message's body.
  ///
  /// Source: HDF5 File Format Specification 3.0, section IV.A.2.l, "The Data Storage - Filter Pipeline
  /// Message".
  init(_ reader: inout MetadataReader) throws(HDF5Error) {
    let version = try reader.uint8()
    guard 1...2 ~= version else {
      throw reader.error(.unsupportedVersion, "version \(version) of the filter pipeline")
    }
    let count = Int(try reader.uint8())
    guard count <= 32 else { throw reader.error(.badStructure, "\(count) filters") }
    if version == 1 { try reader.skip(6) }
    filters = []
    for _ in 0..<count { filters.append(try Filter(&reader, version: version)) }
  }
}

extension Filter {
  fileprivate init(_ reader: inout MetadataReader, version: UInt8) throws(HDF5Error) {
    id = Int(try reader.uint16())
    // Version 2 has no names of filters that everyone knows.
    let nameLength = version == 1 || id >= 256 ? Int(try reader.uint16()) : 0
    isOptional = try reader.uint16() & 1 != 0
    let count = Int(try reader.uint16())
    name = nameLength > 0 ? try reader.text(version == 1 ? (nameLength + 7) & ~7 : nameLength).text : nil
    values = []
    for _ in 0..<count { values.append(try reader.uint32()) }
    if version == 1, count % 2 == 1 { try reader.skip(4) }
  }
}
