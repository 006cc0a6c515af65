/// Where the blocks of an object header are.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.1, "Data Object Header Prefix".
enum HeaderBlocks {
  /// The bytes of each block of a header that is known to be right.
  static func ranges(at address: Int, in storage: FileStorage) throws(HDF5Error) -> [Range<Int>] {
    var reader = try storage.reader(at: address, "object header")
    let start = reader.position
    var waiting: [(address: Int, size: Int)] = []
    let isOld = reader.memory[start] == 1
    var order = false
    var messages: MetadataReader
    if isOld {
      try reader.skip(8)
      let size = Int(try reader.uint32())
      try reader.skip(4)
      messages = try reader.take(size)
    } else {
      try reader.skip(5)
      let flags = try reader.uint8()
      order = flags & 0x04 != 0
      try reader.skip((flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0))
      messages = try reader.take(try reader.int(size: 1 << Int(flags & 0x03)))
      try reader.skip(4)
    }
    var ranges = [start..<reader.position]
    try find(&messages, isOld, order, &waiting)
    var next = 0
    while next < waiting.count, ranges.count <= 1 << 16 {
      let block = waiting[next]
      next += 1
      var reader = try storage.reader(
        at: block.address, count: block.size, "object header continuation block")
      ranges.append(reader.position..<reader.position + block.size)
      if !isOld { try reader.skip(4) }
      var messages = try reader.take(max(0, reader.remaining - (isOld ? 0 : 4)))
      try find(&messages, isOld, order, &waiting)
    }
    return ranges
  }

  /// Finds the messages that lead on to other blocks.
  private static func find(
    _ reader: inout MetadataReader, _ isOld: Bool, _ hasOrder: Bool,
    _ waiting: inout [(address: Int, size: Int)]
  ) throws(HDF5Error) {
    let prefix = isOld ? 8 : hasOrder ? 6 : 4
    while reader.remaining >= prefix {
      let type = isOld ? try reader.uint16() : UInt16(try reader.uint8())
      let size = try reader.uint16()
      try reader.skip(isOld ? 4 : hasOrder ? 3 : 1)
      var data = try reader.take(Int(size))
      if type == 0x10 { waiting.append((try data.definedAddress(), try data.length())) }
    }
  }
}
