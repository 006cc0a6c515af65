import BrineCodecs
import BrineCore

/// Undoes the filters of one chunk after the other, with memory that is taken once.
///
/// Not safe to use from two threads at once: each has its own.
final class ChunkDecoder {
  let pipeline: FilterPipeline
  /// How many bytes a chunk has before the first filter.
  let size: Int
  let limits: Limits
  let inflater = BlockInflater()

  /// Filters take turns: what one writes, the next one reads.
  private var even = ScratchMemory()
  private var odd = ScratchMemory()
  private var usesOdd = false
  /// Memory for a filter's own needs.
  var extra = ScratchMemory()

  init(pipeline: FilterPipeline, size: Int, limits: Limits) {
    self.pipeline = pipeline
    self.size = size
    self.limits = limits
  }

  /// What a filter has to do.
  struct Step {
    /// What it reads.
    let input: UnsafeRawBufferPointer
    /// How many bytes it will make, where that is known.
    let size: Int?
    /// How many bytes it may make.
    let most: Int
    /// Where the caller wants the result, if this is the last filter, of this many bytes.
    let destination: UnsafeMutableRawBufferPointer?
  }

  /// Undoes the filters on the bytes that the file has.
  ///
  /// - Parameters:
  ///   - mask: A bit for each filter that was left out.
  ///   - destination: Memory of `size` bytes where the result may be put.
  /// - Returns: `size` bytes: those of `destination`, or of memory that is valid until the next call, or of
  ///   `bytes`.
  func decode(
    _ bytes: UnsafeRawBufferPointer, mask: UInt32, into destination: UnsafeMutableRawBufferPointer?
  ) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let filters = pipeline.filters
    let most = limits.mostDecompressed(from: bytes.count)
    var result = bytes
    for index in filters.indices.reversed() where !Self.isLeftOut(index, mask) {
      let filter = filters[index]
      if filter.id == FilterID.fletcher32 {
        guard Fletcher32.isValid(result) else {
          throw HDF5Error(.badChecksum, "the fletcher32 checksum of a chunk is wrong")
        }
        result = UnsafeRawBufferPointer(rebasing: result[..<(result.count - Fletcher32.size)])
        continue
      }
      let known = knownSize(before: index, mask)
      guard known ?? 0 <= most else {
        throw HDF5Error(.tooLarge, "a chunk of \(known ?? 0) bytes is packed into \(bytes.count)")
      }
      let isLast = known == size && isFirst(index, mask)
      result = try run(
        filter,
        Step(input: result, size: known, most: most, destination: isLast ? destination : nil))
    }
    guard result.count >= size else {
      throw HDF5Error(.badChunk, "a chunk has \(result.count) bytes instead of \(size)")
    }
    return UnsafeRawBufferPointer(rebasing: result[..<size])
  }

  private static func isLeftOut(_ index: Int, _ mask: UInt32) -> Bool {
    index < 32 && mask & (1 << UInt32(index)) != 0
  }

  /// Whether no filter that changes bytes comes before this one.
  private func isFirst(_ index: Int, _ mask: UInt32) -> Bool {
    for earlier in 0..<index where !Self.isLeftOut(earlier, mask) {
      if pipeline.filters[earlier].id != FilterID.fletcher32 { return false }
    }
    return true
  }

  /// How many bytes there were before this filter; `nil` behind one that packs.
  private func knownSize(before index: Int, _ mask: UInt32) -> Int? {
    var size = size
    for earlier in 0..<index where !Self.isLeftOut(earlier, mask) {
      switch pipeline.filters[earlier].id {
      case FilterID.shuffle: break
      case FilterID.fletcher32: size += Fletcher32.size
      default: return nil
      }
    }
    return size
  }

  /// Memory for a filter's result: the caller's, or scratch memory that the filter does not read from.
  func output(_ step: Step, _ count: Int) -> UnsafeMutableRawBufferPointer {
    if let destination = step.destination, destination.count == count { return destination }
    usesOdd.toggle()
    return usesOdd ? odd.take(count) : even.take(count)
  }

  /// Memory for a filter's result once more, when what it had was too little; `nil` at the limit.
  func larger(
    _ step: Step, than output: UnsafeMutableRawBufferPointer
  ) -> UnsafeMutableRawBufferPointer? {
    guard output.count < step.most else { return nil }
    let count = min(step.most, max(output.count.multiplied(4) ?? .max, 4096))
    // What was written so far is of no use; only what the filter reads must stay.
    if step.destination == nil || step.destination?.baseAddress != output.baseAddress { usesOdd.toggle() }
    usesOdd.toggle()
    return usesOdd ? odd.take(count) : even.take(count)
  }
}
