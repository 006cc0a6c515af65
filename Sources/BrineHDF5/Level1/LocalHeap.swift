import BrineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The heap of a group of the old kind, or of a dataset with external files: zero-terminated names.
///
/// Source: HDF5 File Format Specification 3.0, section III.D, "Local Heaps".
struct LocalHeap: Sendable {
  /// Where in the file its data is.
  private let data: Range<Int>

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    var reader = try storage.reader(at: address, "local heap")
    try reader.expect(signature: "HEAP")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "local heap version \(version)") }
    try reader.skip(3)
    let size = try reader.length()
    try reader.skip(storage.lengthSize)
    let dataAddress = try reader.definedAddress()
    let start = try storage.offset(of: dataAddress, count: size, "local heap")
    data = start..<start + size
  }

  /// The name at an offset.
  ///
  /// - Throws: `HDF5Error.Code.badStructure` when there is none.
  func name(at offset: Int, in storage: FileStorage) throws(HDF5Error) -> NameSlice {
    guard offset >= 0, offset < data.count, let start = storage.source.memory.baseAddress else {
      throw HDF5Error(
        .badStructure, "a name at offset \(offset), but there are \(data.count) bytes",
        structure: "local heap", offset: data.lowerBound)
    }
    let position = data.lowerBound + offset
    let first = start + position
    guard let end = memchr(first, 0, data.upperBound - position) else {
      throw HDF5Error(.truncated, "a name without an end", structure: "local heap", offset: position)
    }
    let length = UnsafeRawPointer(end) - first
    return NameSlice(source: storage.source, range: position..<position + length, isKept: true)
  }
}
