import BrineCore

/// The facts about a file as a whole, which are at its start.
///
/// Source: HDF5 File Format Specification 3.0, section II.A, "Format Signature and Superblock".
public struct Superblock: Sendable {
  /// 0 to 3.
  public let version: Int
  /// Where in the file it is: the size of the block before it that users may fill.
  public let offset: Int
  /// How many bytes an address takes.
  public let offsetSize: Int
  /// How many bytes a length takes.
  public let lengthSize: Int
  /// Where the file ought to end, counted from its first byte.
  public private(set) var endOfFile = 0
  /// The address of the root group's object header.
  public private(set) var rootAddress = 0
  /// The address of the superblock extension's object header.
  public private(set) var extensionAddress: Int?
  /// Bits 0 and 2 are set while the file is open for writing, if the version is 3.
  public private(set) var consistencyFlags = 0

  private(set) var bTreeK = BTreeK()
  private(set) var driverInfoAddress: Int?

  /// Whether a writer has the file open, or did not close it.
  public var isOpenForWriting: Bool { version >= 3 && consistencyFlags & 0x01 != 0 }
  /// Whether a writer has the file open that allows readers.
  public var isOpenForSWMR: Bool { version >= 3 && consistencyFlags & 0x04 != 0 }

  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Finds and reads the superblock.
  ///
  /// - Throws: `HDF5Error.Code.notHDF5` when there is none.
  init(source: MemorySource) throws(HDF5Error) {
    guard let offset = Self.find(in: source) else {
      let reason = HDF5File.nearMiss(source) ?? "there is no superblock at byte 0, 512, 1024, 2048 and so on"
      throw HDF5Error(.notHDF5, reason, offset: 0)
    }
    self.offset = offset
    var reader = MetadataReader(
      source: source, range: offset..<source.count, offsetSize: 8, lengthSize: 8, structure: "superblock")
    try reader.skip(8)
    version = Int(try reader.uint8())
    switch version {
    case 0, 1:
      try reader.skip(4)
      (offsetSize, lengthSize) = try Self.sizes(&reader)
      reader = Self.reader(from: reader, offsetSize, lengthSize)
      try readFields01(&reader)
    case 2, 3:
      (offsetSize, lengthSize) = try Self.sizes(&reader)
      reader = Self.reader(from: reader, offsetSize, lengthSize)
      try readFields23(&reader)
    default:
      throw reader.error(.unsupportedVersion, "superblock version \(version)")
    }
  }

  /// The offset of the first place where a superblock is.
  private static func find(in source: MemorySource) -> Int? {
    var offset = 0
    while offset + 8 <= source.count {
      if source.memory[offset..<offset + 8].elementsEqual(signature) { return offset }
      offset = offset == 0 ? 512 : offset * 2
    }
    return nil
  }

  private static func sizes(_ reader: inout MetadataReader) throws(HDF5Error) -> (Int, Int) {
    let offsets = Int(try reader.uint8())
    let lengths = Int(try reader.uint8())
    let possible = [2, 4, 8, 16, 32]
    guard possible.contains(offsets), possible.contains(lengths) else {
      throw reader.error(.badStructure, "addresses of \(offsets) bytes, lengths of \(lengths) bytes")
    }
    return (offsets, lengths)
  }

  private static func reader(
    from reader: MetadataReader, _ offsetSize: Int, _ lengthSize: Int
  ) -> MetadataReader {
    MetadataReader(
      source: reader.source, range: reader.position..<reader.end, offsetSize: offsetSize,
      lengthSize: lengthSize, structure: reader.structure)
  }

  private mutating func readFields01(_ reader: inout MetadataReader) throws(HDF5Error) {
    try reader.skip(1)
    bTreeK.groupLeaves = Int(try reader.uint16())
    bTreeK.groups = Int(try reader.uint16())
    consistencyFlags = Int(try reader.uint32())
    if version == 1 {
      bTreeK.chunks = Int(try reader.uint16())
      try reader.skip(2)
    }
    let base = try reader.definedAddress()
    _ = try reader.address()
    try setEndOfFile(try reader.definedAddress(), base: base, reader)
    driverInfoAddress = try reader.address()
    // The root's symbol table entry: a name that means nothing, then the object header's address. The name's offset
    // has the size of a length, whatever the specification says.
    try reader.skip(lengthSize)
    rootAddress = try reader.definedAddress()
  }

  private mutating func readFields23(_ reader: inout MetadataReader) throws(HDF5Error) {
    consistencyFlags = Int(try reader.uint8())
    let base = try reader.definedAddress()
    extensionAddress = try reader.address()
    let end = try reader.definedAddress()
    rootAddress = try reader.definedAddress()
    try reader.verifyChecksum(from: offset)
    try setEndOfFile(end, base: base, reader)
  }

  /// Addresses count from the superblock even if it says otherwise: the whole file was moved then, its end too.
  private mutating func setEndOfFile(_ end: Int, base: Int, _ reader: MetadataReader) throws(HDF5Error) {
    guard let moved = end.adding(offset), let end = moved.subtracting(base), end >= 0 else {
      throw reader.error(.badStructure, "base address \(base), end of file \(end)")
    }
    endOfFile = end
  }
}
