/// What a group was told about how many links it will have.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.k, "The Group Info Message".
struct GroupInfo: Sendable, Equatable {
  /// From how many links on they move to a heap, and below how many they move back, if that was set.
  let maximumCompact: Int?, minimumDense: Int?
  /// How many links were expected, of how long names, if that was set.
  let estimatedCount: Int?, estimatedNameLength: Int?

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "group info version \(version)") }
    let flags = try reader.uint8()
    let (hasPhaseChange, hasEstimates) = (flags & 0x01 != 0, flags & 0x02 != 0)
    maximumCompact = hasPhaseChange ? Int(try reader.uint16()) : nil
    minimumDense = hasPhaseChange ? Int(try reader.uint16()) : nil
    estimatedCount = hasEstimates ? Int(try reader.uint16()) : nil
    estimatedNameLength = hasEstimates ? Int(try reader.uint16()) : nil
  }
}
