#if Blosc
  import CBlosc

  let isBloscOn = true

  func bloscSize(_ input: UnsafeRawBufferPointer) -> Int? {
    var size = 0
    return blosc_cbuffer_validate(input.baseAddress, input.count, &size) == 0 ? size : nil
  }

  /// `nil` when the data is corrupt.
  func bloscDecompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    guard let size = bloscSize(input), size <= output.count else { return nil }
    let count = blosc_decompress_ctx(input.baseAddress, output.baseAddress, output.count, 1)
    return count < 0 ? nil : Int(count)
  }
#else
  let isBloscOn = false

  func bloscSize(_ input: UnsafeRawBufferPointer) -> Int? { nil }

  func bloscDecompress(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    throw missing("blosc", trait: "Blosc")
  }
#endif
