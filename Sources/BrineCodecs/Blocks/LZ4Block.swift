#if LZ4
  import CLZ4

  let isLZ4On = true

  /// `nil` when the data is corrupt.
  func lz4Decompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    guard let size = Int32(exactly: input.count), let room = Int32(exactly: output.count) else { return nil }
    let source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
    let target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    let count = LZ4_decompress_safe(source, target, size, room)
    return count < 0 ? nil : Int(count)
  }
#else
  let isLZ4On = false

  func lz4Decompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    throw missing("lz4", trait: "LZ4")
  }
#endif
