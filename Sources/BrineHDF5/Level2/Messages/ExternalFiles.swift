import BrineCore

/// A part of a file beside the HDF5 file, which has elements of a dataset.
public struct ExternalFile: Sendable, Hashable {
  /// The file's name, as it is written down.
  public let name: String
  /// Where in the file the elements begin, in bytes.
  public let offset: Int
  /// How many bytes of them there are; `nil` for as many as there may be.
  public let size: Int?
}

/// Files that have the elements of a dataset, one after the other.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.h, "The Data Storage - External Data Files
/// Message".
struct ExternalFiles: Sendable {
  let slots: [ExternalFile]

  init(reader: MetadataReader, in storage: FileStorage) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 1 else {
      throw reader.error(.unsupportedVersion, "version \(version) of external data files")
    }
    try reader.skip(3 + 2)
    let count = Int(try reader.uint16())
    let heap = try LocalHeap(address: try reader.definedAddress(), in: storage)
    var slots: [ExternalFile] = []
    for _ in 0..<count {
      let name = try heap.name(at: try reader.length(), in: storage).text
      let offset = try reader.length()
      slots.append(ExternalFile(name: name, offset: offset, size: try reader.lengthOrUnlimited()))
    }
    self.slots = slots
  }
}
