import BrineCore

/// The header of an object: all messages about it.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.1, "Data Object Header Prefix".
struct ObjectHeader: Sendable {
  /// Where it is: what identifies the object in its file.
  let address: Int
  /// 1 or 2.
  let version: Int
  /// How many hard links lead to the object, as far as the prefix says so.
  private(set) var referenceCount: Int?
  /// When the object was used, where a header of version 2 says so.
  private(set) var times: Times?
  /// When attributes move to a heap and back, where it is not the default.
  private(set) var attributePhaseChange: (maximumCompact: Int, minimumDense: Int)?
  /// The flags of a header of version 2.
  private(set) var flags: UInt8 = 0
  /// All messages but those that only hold space or continue the header.
  private(set) var messages: [HeaderMessage] = []

  /// Seconds since 1970.
  struct Times: Sendable, Equatable {
    var access, modification, change, birth: UInt32
  }

  /// Whether messages carry the order in which attributes were made.
  var tracksAttributeOrder: Bool { flags & 0x04 != 0 }

  /// Reads the whole header, its continuation blocks included.
  ///
  /// - Throws: `HDF5Error` for a header that can't be; unknown messages are no reason unless they say so.
  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    self.address = address
    var reader = try storage.reader(at: address, "object header")
    var blocks = ContinuationBlocks()
    // Version 1 has no signature: it begins with its number.
    if reader.remaining > 0, reader.memory[reader.position] == 1 {
      version = 1
      try readPrefix1(&reader, &blocks)
    } else {
      version = 2
      try readPrefix2(&reader, &blocks)
    }
    while let block = blocks.next() {
      try readBlock(block, in: storage, &blocks)
    }
  }

  /// The first message of a type.
  func first(_ type: MessageType) -> HeaderMessage? {
    for message in messages where message.type == type { return message }
    return nil
  }

  /// Whether there is a message of a type.
  func has(_ type: MessageType) -> Bool { first(type) != nil }

  // MARK: Version 1

  private mutating func readPrefix1(
    _ reader: inout MetadataReader, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    let start = reader.position
    try reader.skip(2)
    let count = try reader.uint16()
    referenceCount = Int(try reader.uint32())
    let size = Int(try reader.uint32())
    // Messages are aligned to eight bytes, counted from the header's start.
    try reader.skip(4)
    guard size <= reader.remaining else {
      throw reader.error(.truncated, "\(size) bytes of messages are needed, \(reader.remaining) are left")
    }
    _ = blocks.add(start..<reader.position + size, limit: .max)
    messages.reserveCapacity(min(Int(count), size / 8))
    try readMessages1(try reader.take(size), &blocks)
  }

  private mutating func readMessages1(
    _ block: MetadataReader, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    var reader = block
    while reader.remaining >= 8 {
      let type = try reader.uint16()
      let size = try reader.uint16()
      let flags = try reader.uint8()
      try reader.skip(3)
      let message = HeaderMessage(
        offset: reader.position, size: size, rawType: type, flags: flags, creationOrder: nil)
      try accept(message, &reader, &blocks)
    }
  }

  // MARK: Version 2

  private mutating func readPrefix2(
    _ reader: inout MetadataReader, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    let start = reader.position
    try reader.expect(signature: "OHDR")
    let version = try reader.uint8()
    guard version == 2 else { throw reader.error(.unsupportedVersion, "object header version \(version)") }
    flags = try reader.uint8()
    if flags & 0x20 != 0 {
      times = Times(
        access: try reader.uint32(), modification: try reader.uint32(), change: try reader.uint32(),
        birth: try reader.uint32())
    }
    if flags & 0x10 != 0 {
      attributePhaseChange = (Int(try reader.uint16()), Int(try reader.uint16()))
    }
    let size = try reader.int(size: 1 << Int(flags & 0x03))
    var messages = try reader.take(size)
    try reader.verifyChecksum(from: start)
    _ = blocks.add(start..<reader.position, limit: .max)
    self.messages.reserveCapacity(min(size / 16, 64))
    try readMessages2(&messages, &blocks)
  }

  private mutating func readMessages2(
    _ reader: inout MetadataReader, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    let hasOrder = tracksAttributeOrder
    // What is too short for a message is a gap.
    while reader.remaining >= (hasOrder ? 6 : 4) {
      let type = UInt16(try reader.uint8())
      let size = try reader.uint16()
      let flags = try reader.uint8()
      let order = hasOrder ? try reader.uint16() : nil
      let message = HeaderMessage(
        offset: reader.position, size: size, rawType: type, flags: flags, creationOrder: order)
      try accept(message, &reader, &blocks)
    }
  }

  // MARK: Both

  /// Keeps a message, or follows it to the next block; moves over its data.
  private mutating func accept(
    _ message: HeaderMessage, _ reader: inout MetadataReader, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    var data = try reader.take(Int(message.size))
    switch message.type {
    case .null: return
    case .continuation:
      let address = try data.definedAddress()
      blocks.push(address: address, size: try data.length())
    case .unknown where message.flags & 0x80 != 0, .bogus where message.flags & 0x80 != 0:
      throw data.error(
        .badStructure, "a message of type \(message.rawType), which only newer software understands")
    default:
      messages.append(message)
    }
  }

  private mutating func readBlock(
    _ block: (address: Int, size: Int), in storage: FileStorage, _ blocks: inout ContinuationBlocks
  ) throws(HDF5Error) {
    var reader = try storage.reader(at: block.address, count: block.size, "object header continuation block")
    let start = reader.position
    guard blocks.add(start..<start + block.size, limit: storage.source.count) else {
      throw reader.error(.cyclic, "the header's blocks overlap")
    }
    guard version == 2 else { return try readMessages1(reader, &blocks) }
    try reader.expect(signature: "OCHK")
    guard reader.remaining >= 4 else { throw reader.error(.truncated, "no room for a checksum") }
    var messages = try reader.take(reader.remaining - 4)
    try reader.verifyChecksum(from: start)
    try readMessages2(&messages, &blocks)
  }
}

/// The blocks of one object header: those read, and those still to be read.
private struct ContinuationBlocks {
  private var waiting: [(address: Int, size: Int)] = []
  private var nextWaiting = 0
  /// Where the first blocks that were read are in the file; few headers have more.
  private var ranges: [Range<Int>] = []
  private var total = 0

  mutating func push(address: Int, size: Int) { waiting.append((address, size)) }

  /// The block that was pushed first.
  mutating func next() -> (address: Int, size: Int)? {
    guard nextWaiting < waiting.count else { return nil }
    nextWaiting += 1
    return waiting[nextWaiting - 1]
  }

  /// Remembers a block. False if it overlaps one that was read before, or if all together would be more than the
  /// file of `limit` bytes: a block can't lead back to another for ever.
  mutating func add(_ range: Range<Int>, limit: Int) -> Bool {
    total += range.count
    guard total <= limit else { return false }
    for known in ranges where known.overlaps(range) { return false }
    if ranges.count < 16 { ranges.append(range) }
    return true
  }
}
