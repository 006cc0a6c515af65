import BrineCore

/// The image of the metadata cache of the program that wrote the file: structures that were never written to their
/// own places.
///
/// Source: HDF5 1.10, RFC "Metadata Cache Image", and the message of type 0x18.
enum CacheImage {
  /// The file's bytes with every structure of the image in its place.
  ///
  /// - Throws: `HDF5Error` when the image is damaged, for the file is not to be understood without it.
  static func apply(
    _ message: MetadataCacheImageMessage, in storage: FileStorage
  ) throws(HDF5Error) -> MemorySource? {
    guard let address = message.address else { return nil }
    let block = try storage.reader(at: address, count: message.size, "metadata cache image")
    let entries = try readEntries(block, in: storage)
    // Structures may be beyond the end that the file has, since they were never written.
    let end = entries.reduce(storage.source.count) { max($0, $1.target + $1.count) }
    guard end - storage.source.count <= message.size else {
      throw block.error(.badStructure, "structures far beyond the file's end")
    }
    let source = storage.source
    return MemorySource(byteCount: end) { bytes in
      bytes.copyMemory(from: source.memory)
      for entry in entries {
        let image = source.memory[entry.start..<entry.start + entry.count]
        UnsafeMutableRawBufferPointer(rebasing: bytes[entry.target...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: image))
      }
    }
  }

  /// Where a structure is in the image, and where it belongs.
  private struct Entry { let start: Int, count: Int, target: Int }

  private static func readEntries(
    _ block: MetadataReader, in storage: FileStorage
  ) throws(HDF5Error) -> [Entry] {
    var reader = block
    let start = reader.position
    try reader.expect(signature: "MDCI")
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "metadata cache image version \(version)")
    }
    try reader.skip(1)
    let size = try reader.length()
    guard size <= block.remaining, size >= 4 else {
      throw reader.error(.truncated, "an image of \(size) bytes, \(block.remaining) are there")
    }
    let count = try reader.uint32()
    var entries: [Entry] = []
    for _ in 0..<count {
      // Type, flags, ring, age; counts of dependent structures and of parents; the place in the cache.
      try reader.skip(8)
      let parents = Int(try reader.uint16())
      try reader.skip(4)
      let address = try reader.definedAddress()
      let count = try reader.length()
      try reader.skip(parents * storage.offsetSize)
      guard let target = address.adding(storage.base), target >= 0, target.adding(count) != nil else {
        throw reader.error(.badStructure, "a structure at address \(address)")
      }
      entries.append(Entry(start: reader.position, count: count, target: target))
      try reader.skip(count)
    }
    try reader.verifyChecksum(from: start)
    return entries
  }
}
