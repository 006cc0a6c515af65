#if Zstd
  import CZstd

  let isZstdOn = true

  func zstdSize(_ input: UnsafeRawBufferPointer) -> Int? {
    // The highest numbers say that the size is not known, or that this is no frame.
    Int(exactly: ZSTD_getFrameContentSize(input.baseAddress, input.count))
  }

  /// `nil` when the data is corrupt.
  func zstdDecompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    let count = ZSTD_decompress(output.baseAddress, output.count, input.baseAddress, input.count)
    return ZSTD_isError(count) != 0 ? nil : count
  }
#else
  let isZstdOn = false

  func zstdSize(_ input: UnsafeRawBufferPointer) -> Int? { nil }

  func zstdDecompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    throw missing("zstd", trait: "Zstd")
  }
#endif
