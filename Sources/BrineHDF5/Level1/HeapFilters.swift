import BrineCore

/// The filters that the blocks and the huge objects of a fractal heap were passed through.
struct HeapFilters: Sendable {
  private let message: MetadataReader

  init(message: MetadataReader) { self.message = message }

  /// Undoes the filters.
  ///
  /// - Parameter range: the bytes in the file.
  /// - Parameter size: how many bytes there were before the filters.
  func decode(
    _ range: Range<Int>, mask: UInt32, size: Int, in storage: FileStorage
  ) throws(HDF5Error) -> MemorySource {
    guard range.lowerBound >= 0, range.upperBound <= storage.source.count else {
      throw message.error(.truncated, "filtered bytes \(range) are not in the file")
    }
    var reader = message
    let pipeline = try FilterPipeline(&reader)
    let bytes = UnsafeRawBufferPointer(rebasing: storage.source.memory[range])
    return try pipeline.decode(bytes, mask: mask, size: size, limits: storage.limits)
  }
}
