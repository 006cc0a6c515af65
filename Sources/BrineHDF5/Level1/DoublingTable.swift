import BrineCore

/// How a fractal heap's address space is divided into blocks: rows of `width` blocks, of which those of the first two
/// rows have the starting size, and those of each further row twice the size of the row before.
///
/// Source: HDF5 File Format Specification 3.0, section III.G, "Fractal Heap".
struct DoublingTable: Sendable {
  /// How many blocks a row has.
  let width: Int
  /// The size of the smallest blocks, and of the largest that have objects themselves.
  let startingSize: Int, largestDirect: Int
  /// How many bits an offset in the heap has.
  let offsetBits: Int
  /// Where the topmost block is.
  let rootAddress: Int?
  /// How many rows the topmost block has; 0 when it has the objects itself.
  let rootRows: Int
  /// How many bytes an offset and a length take in an identifier.
  let offsetSize: Int, lengthSize: Int

  /// How many rows have blocks with objects; those of further rows are indirect.
  var directRows: Int { Self.log2(largestDirect) - Self.log2(startingSize) + 2 }

  init(_ reader: inout MetadataReader, maximumManaged: Int) throws(HDF5Error) {
    width = Int(try reader.uint16())
    startingSize = try reader.length()
    largestDirect = try reader.length()
    offsetBits = Int(try reader.uint16())
    try reader.skip(2)
    rootAddress = try reader.address()
    rootRows = Int(try reader.uint16())
    guard Self.isPower(width), Self.isPower(startingSize), Self.isPower(largestDirect),
      startingSize <= largestDirect, largestDirect <= 1 << 40, offsetBits > 0, offsetBits <= 64
    else {
      throw reader.error(
        .badStructure, "blocks of \(startingSize) to \(largestDirect) bytes in rows of \(width)")
    }
    // The last row ends where offsets do.
    let most = max(0, offsetBits - Self.log2(width) - Self.log2(startingSize) + 1)
    guard rootRows <= most else {
      throw reader.error(.badStructure, "\(rootRows) rows of blocks; there can be \(most)")
    }
    offsetSize = (offsetBits + 7) / 8
    let largestSize = (Self.log2(largestDirect) + 7) / 8
    lengthSize = min(largestSize, maximumManaged == 0 ? 1 : Self.log2(maximumManaged) / 8 + 1)
  }

  private static func isPower(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }

  /// The number of the highest bit.
  static func log2(_ number: Int) -> Int {
    number <= 0 ? 0 : Int.bitWidth - 1 - number.leadingZeroBitCount
  }

  /// The size of a row's blocks.
  func blockSize(row: Int) -> Int {
    startingSize << max(0, row - 1)
  }

  /// The row, column and begin of the block that has an offset.
  func position(of offset: Int) -> (row: Int, column: Int, start: Int) {
    let firstRow = width * startingSize
    guard offset >= firstRow else {
      let column = offset / startingSize
      return (0, column, column * startingSize)
    }
    let row = Self.log2(offset / firstRow) + 1
    let size = blockSize(row: row)
    // A row begins where as many bytes are before it as it has itself.
    let column = offset / size - width
    return (row, column, (width + column) * size)
  }

  /// How many rows an indirect block has that stands for so many bytes.
  func rows(ofSize size: Int) -> Int {
    Self.log2(size) - Self.log2(startingSize) - Self.log2(width) + 1
  }
}
