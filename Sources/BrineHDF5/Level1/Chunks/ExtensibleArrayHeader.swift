import BrineCore

/// The header of an extensible array, and the sizes of its blocks that follow from it.
///
/// Source: HDF5 File Format Specification 3.0, section VII.D, "Extensible Array Index".
struct ExtensibleArrayHeader: Sendable {
  /// 0 for chunks that are not filtered, 1 for those that are.
  let client: UInt8
  /// How many bytes an entry takes.
  let entrySize: Int
  /// How many bits the number of an entry has at most.
  let indexBits: Int
  /// How many entries the index block has.
  let indexEntries: Int
  /// How many entries the smallest data block has, and how many data blocks the smallest super block.
  let smallestBlock: Int, smallestPointers: Int
  /// How many entries a page of a data block has.
  let pageEntries: Int
  /// Where the index block is.
  let indexBlock: Int?
  /// How many super blocks' data blocks the index block lists itself, and how many data blocks these are.
  let directSupers: Int, directBlocks: Int
  /// How many super blocks there may be.
  let supers: Int

  init(_ reader: inout MetadataReader) throws(HDF5Error) {
    let start = reader.position
    try reader.expect(signature: "EAHD")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "extensible array version \(version)") }
    client = try reader.uint8()
    entrySize = Int(try reader.uint8())
    indexBits = Int(try reader.uint8())
    indexEntries = Int(try reader.uint8())
    smallestBlock = Int(try reader.uint8())
    smallestPointers = Int(try reader.uint8())
    let pageBits = Int(try reader.uint8())
    try reader.skip(6 * reader.lengthSize)
    indexBlock = try reader.address()
    guard client <= 1, entrySize > 0, 1...64 ~= indexBits, smallestBlock.isPowerOfTwo, smallestPointers >= 2,
      smallestPointers.isPowerOfTwo, pageBits < 32, smallestBlock.trailingZeroBitCount <= indexBits
    else {
      throw reader.error(
        .badStructure,
        "client \(client), \(indexBits) bits, blocks of \(smallestBlock), \(smallestPointers) pointers")
    }
    pageEntries = 1 << pageBits
    supers = 1 + indexBits - smallestBlock.trailingZeroBitCount
    directSupers = min(2 * smallestPointers.trailingZeroBitCount, supers)
    directBlocks = 2 * (smallestPointers - 1)
    try reader.verifyChecksum(from: start)
  }

  /// How many data blocks a super block has, and how many entries each of them.
  func sizes(ofSuper number: Int) -> (blocks: Int, entries: Int) {
    (1 << (number / 2), smallestBlock << ((number + 1) / 2))
  }

  /// Where in the array a number beyond those of the index block is: the super block, the number of its first
  /// entry, and of its first data block.
  func superBlock(of number: Int) -> (number: Int, firstEntry: Int, firstBlock: Int) {
    let scaled = UInt(number / smallestBlock) + 1
    let found = UInt.bitWidth - 1 - scaled.leadingZeroBitCount
    return (found, ((1 << found) - 1) * smallestBlock, firstBlock(ofSuper: found))
  }

  /// The number of a super block's first data block.
  func firstBlock(ofSuper number: Int) -> Int {
    // Super blocks have 1, 1, 2, 2, 4, 4 … data blocks.
    let pairs = (1 << (number / 2)) - 1
    return 2 * pairs + (number % 2 == 1 ? 1 << (number / 2) : 0)
  }
}

extension Int {
  fileprivate var isPowerOfTwo: Bool { self > 0 && self & (self - 1) == 0 }
}
