/// Memory that is used again and again, and grows when more is needed.
struct ScratchMemory: ~Copyable {
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { memory.deallocate() }

  /// `count` bytes of any content, valid until the next call.
  mutating func take(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if count > memory.count || memory.baseAddress == nil {
      memory.deallocate()
      memory = .allocate(byteCount: max(count, 64), alignment: 64)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[..<count])
  }
}
