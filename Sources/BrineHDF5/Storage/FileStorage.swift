import BrineCore

/// The bytes of one file and how its structures are written: what every reader of a structure needs.
///
/// Addresses count from the base address, which the superblock gives; offsets in errors count from the start of the
/// file.
final class FileStorage: Sendable {
  /// All bytes of the file.
  let source: MemorySource
  /// Where address zero is.
  let base: Int
  /// How many bytes an address takes: 2, 4, 8, 16 or 32.
  let offsetSize: Int
  /// How many bytes a length takes.
  let lengthSize: Int
  /// What may be used up.
  let limits: Limits
  /// The sizes of the nodes of B-trees of version 1.
  let bTreeK: BTreeK
  /// How elements are read.
  let reading: ReadingOptions
  /// Decoded chunks of all datasets.
  let chunkCache: ChunkCache
  /// The global heap collections that were read.
  let globalHeaps = GlobalHeapCache()
  /// The messages that objects of this file share.
  let sharedMessages = SharedMessageTable()

  init(
    source: MemorySource, base: Int, offsetSize: Int, lengthSize: Int, limits: Limits,
    bTreeK: BTreeK = BTreeK(), reading: ReadingOptions = .default
  ) {
    self.source = source
    self.base = base
    self.offsetSize = offsetSize
    self.lengthSize = lengthSize
    self.limits = limits
    self.bTreeK = bTreeK
    self.reading = reading
    chunkCache = ChunkCache(limit: reading.chunkCacheSize)
  }

  /// A reader of the structure at an address. It may read `count` bytes, or to the end of the file.
  ///
  /// - Throws: `HDF5Error.Code.truncated` when the file has not so many bytes there.
  func reader(
    at address: Int, count: Int? = nil, _ structure: StaticString
  ) throws(HDF5Error) -> MetadataReader {
    let start = try offset(of: address, count: count ?? 0, structure)
    let end = count.map { start + $0 } ?? source.count
    return MetadataReader(
      source: source, range: start..<end, offsetSize: offsetSize, lengthSize: lengthSize,
      structure: structure,
      isKept: true)
  }

  /// Where in the file `count` bytes at an address begin.
  ///
  /// - Throws: `HDF5Error.Code.truncated` when the file has not so many bytes there.
  func offset(of address: Int, count: Int, _ structure: StaticString) throws(HDF5Error) -> Int {
    guard let start = address.adding(base), start >= 0, count >= 0, let end = start.adding(count),
      end <= source.count
    else {
      throw HDF5Error(
        .truncated, "\(count) bytes at address \(address) are not in the file, which has \(source.count)",
        structure: "\(structure)", offset: address.adding(base))
    }
    return start
  }

  /// How many bytes the elements of one read may take: fill values cost nothing in the file.
  var mostElementBytes: Int {
    min(limits.decompressedSize, max(512 << 20, limits.mostDecompressed(from: source.count)))
  }

  /// How many bytes `count` elements take.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` when a file of this size can't honestly have so many.
  @discardableResult
  func checkSize(of count: Int, _ elementSize: Int) throws(HDF5Error) -> Int {
    guard let size = count.multiplied(elementSize), size <= mostElementBytes else {
      throw HDF5Error(
        .tooLarge,
        "\(count) elements of \(elementSize) bytes are more than the limits allow (\(mostElementBytes) bytes)"
      )
    }
    return size
  }

  /// How many bytes from an address on are in the file.
  func available(at address: Int) -> Int {
    guard let start = address.adding(base), start >= 0 else { return 0 }
    return max(0, source.count - start)
  }

  /// A reader of these bytes of the file.
  ///
  /// - Precondition: They are in the file.
  func reader(range: Range<Int>, _ structure: StaticString) -> MetadataReader {
    MetadataReader(
      source: source, range: range, offsetSize: offsetSize, lengthSize: lengthSize, structure: structure,
      isKept: true)
  }

  /// A reader of bytes of the file, or of bytes that are somewhere else: what a filter put out.
  func reader(
    of source: MemorySource, range: Range<Int>, _ structure: StaticString
  ) -> MetadataReader {
    MetadataReader(
      source: source, range: range, offsetSize: offsetSize, lengthSize: lengthSize, structure: structure,
      isKept: source === self.source)
  }
}
