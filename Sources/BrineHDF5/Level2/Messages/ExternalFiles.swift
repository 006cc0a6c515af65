import BrineCore

/// Files that have the elements of a dataset, one after the other.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.h, "The Data Storage - External Data Files
/// Message".
struct ExternalFiles: Sendable {
  /// A part of a file.
  struct Slot: Sendable {
    /// The file's name.
    let name: String
    /// Where in the file the elements begin.
    let offset: Int
    /// How many bytes of them there are; `nil` for as many as there may be.
    let size: Int?
  }

  let slots: [Slot]

  init(reader: MetadataReader, in storage: FileStorage) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 1 else {
      throw reader.error(.unsupportedVersion, "version \(version) of external data files")
    }
    try reader.skip(3 + 2)
    let count = Int(try reader.uint16())
    let heap = try LocalHeap(address: try reader.definedAddress(), in: storage)
    var slots: [Slot] = []
    for _ in 0..<count {
      let name = try heap.name(at: try reader.length(), in: storage).text
      let offset = try reader.length()
      slots.append(Slot(name: name, offset: offset, size: try reader.lengthOrUnlimited()))
    }
    self.slots = slots
  }
}
