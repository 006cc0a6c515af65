import BrineCore

/// How a dataset is cut into chunks, and how they are found.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.i, "The Data Layout Message".
struct ChunkedLayout: Sendable {
  /// The structure that says where each chunk is.
  enum Index: Sendable, Equatable {
    /// A version 1 B-tree.
    case treeV1
    /// There is one chunk. When it is filtered: its size, and which filters were left out.
    case single(size: Int?, filterMask: UInt32)
    /// All chunks lie one after the other.
    case implicit
    /// A fixed array.
    case fixedArray
    /// An extensible array.
    case extensibleArray
    /// A version 2 B-tree.
    case treeV2

    /// As messages call it.
    var name: String {
      switch self {
      case .treeV1: "version 1 B-tree"
      case .single: "single chunk"
      case .implicit: "implicit"
      case .fixedArray: "fixed array"
      case .extensibleArray: "extensible array"
      case .treeV2: "version 2 B-tree"
      }
    }
  }

  /// How many elements a chunk has along each axis.
  let chunk: [Int]
  /// How many bytes an element takes.
  let elementSize: Int
  /// The structure that says where each chunk is.
  let index: Index
  /// Where that structure is, or the chunks themselves; `nil` when there are none yet.
  let address: Int?
  /// Whether chunks that reach beyond the dataset are stored without filters.
  let leavesPartialChunksUnfiltered: Bool
  /// Whether sizes of filtered chunks are as wide as lengths, rather than as narrow as the size of a chunk
  /// allows.
  let hasWideSizes: Bool

  /// Versions 1 to 3, from the sizes on.
  init(
    _ reader: inout MetadataReader, rank: Int, width: Int, address: Int?
  ) throws(HDF5Error) {
    (chunk, elementSize) = try Self.sizes(&reader, rank: rank, width: width)
    index = .treeV1
    self.address = address
    leavesPartialChunksUnfiltered = false
    hasWideSizes = false
  }

  /// Versions 4 and 5, from the flags on.
  init(_ reader: inout MetadataReader, version: Int) throws(HDF5Error) {
    let flags = try reader.uint8()
    guard flags & ~3 == 0 else { throw reader.error(.badStructure, "chunk flags \(flags)") }
    let rank = Int(try reader.uint8())
    let width = Int(try reader.uint8())
    guard 1...8 ~= width else { throw reader.error(.badStructure, "chunk sizes of \(width) bytes") }
    (chunk, elementSize) = try Self.sizes(&reader, rank: rank, width: width)
    index = try Self.index(&reader, isFiltered: flags & 2 != 0)
    address = try reader.address()
    leavesPartialChunksUnfiltered = flags & 1 != 0
    hasWideSizes = version >= 5
  }

  /// The sizes of a chunk, of which the last is that of an element.
  private static func sizes(
    _ reader: inout MetadataReader, rank: Int, width: Int
  ) throws(HDF5Error) -> ([Int], Int) {
    guard 1...33 ~= rank else { throw reader.error(.badStructure, "chunks of \(rank - 1) axes") }
    var sizes: [Int] = []
    sizes.reserveCapacity(rank)
    for _ in 0..<rank {
      let size = try reader.int(size: width)
      guard size > 0 else { throw reader.error(.badStructure, "a chunk's size is zero") }
      sizes.append(size)
    }
    let elementSize = sizes.removeLast()
    return (sizes, elementSize)
  }

  private static func index(
    _ reader: inout MetadataReader, isFiltered: Bool
  ) throws(HDF5Error) -> Index {
    // The parameters of arrays and trees are repeated in their headers.
    let kind = try reader.uint8()
    switch kind {
    case 1 where isFiltered: return .single(size: try reader.length(), filterMask: try reader.uint32())
    case 1: return .single(size: nil, filterMask: 0)
    case 2: return .implicit
    case 3:
      try reader.skip(1)
      return .fixedArray
    case 4:
      try reader.skip(5)
      return .extensibleArray
    case 5:
      try reader.skip(6)
      return .treeV2
    default: throw reader.error(.badStructure, "chunk index of type \(kind)")
    }
  }
}
