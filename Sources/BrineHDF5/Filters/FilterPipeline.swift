import BrineCore

/// The filters of a dataset or a heap, in the order in which writers apply them.
public struct FilterPipeline: Sendable, Hashable {
  /// The filters.
  public var filters: [Filter]

  /// These filters.
  public init(_ filters: [Filter] = []) { self.filters = filters }

  /// Whether there is none.
  public var isEmpty: Bool { filters.isEmpty }

  /// Undoes the filters.
  ///
  /// - Parameters:
  ///   - bytes: What the file has.
  ///   - mask: A bit for each filter that was left out.
  ///   - size: How many bytes there were before the first filter.
  /// - Throws: `HDF5Error`: `badChunk` for bytes that the filters can't have made, `badFilter`,
  ///   `unavailable`,
  ///   `tooLarge`.
  func decode(
    _ bytes: UnsafeRawBufferPointer, mask: UInt32, size: Int, limits: Limits
  ) throws(HDF5Error) -> MemorySource {
    let decoder = ChunkDecoder(pipeline: self, size: size, limits: limits)
    let result = try decoder.decode(bytes, mask: mask, into: nil)
    return MemorySource(byteCount: size, isZeroed: false) { $0.copyMemory(from: result) }
  }
}
