#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for decoded chunks that are kept, many of them in one piece: fresh pages one by one would take
/// longer than what is done with them.
final class ChunkSlab: @unchecked Sendable {
  // Sendable: each part of the memory is given to one thread, which writes it before others may read it.
  private let memory: UnsafeMutableRawBufferPointer
  private var used = 0

  init(byteCount: Int) {
    memory = .allocate(byteCount: byteCount, alignment: 64)
    #if os(Linux)
      if byteCount >= 4 << 20, let start = memory.baseAddress {
        let page = start.alignedUp(toMultipleOf: 4096)
        madvise(page, byteCount - (page - start), MADV_HUGEPAGE)
      }
    #endif
  }

  deinit { memory.deallocate() }

  /// How many bytes there are.
  var byteCount: Int { memory.count }

  /// The next part; `nil` when there is no more room. Only the cache calls this, one thread at a time.
  func take(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    guard count <= memory.count - used else { return nil }
    defer { used += (count + 63) & ~63 }
    return UnsafeMutableRawBufferPointer(rebasing: memory[used..<used + count])
  }
}
