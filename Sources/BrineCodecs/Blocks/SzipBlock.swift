#if Szip
  import CAEC
#endif

/// szip, the extended-Rice compression of CCSDS 121.0-B, by libaec where the trait `Szip` is on.
///
/// A block can't be read without the parameters that it was written with.
public struct SzipBlock: Sendable {
  /// libaec's option mask.
  public var options: Int
  /// How many bits a number has, how many numbers a block has, and how many a line.
  public var bitsPerPixel: Int, pixelsPerBlock: Int, pixelsPerScanline: Int

  /// These parameters.
  public init(options: Int, bitsPerPixel: Int, pixelsPerBlock: Int, pixelsPerScanline: Int) {
    self.options = options
    self.bitsPerPixel = bitsPerPixel
    self.pixelsPerBlock = pixelsPerBlock
    self.pixelsPerScanline = pixelsPerScanline
  }

  /// Whether this build has it.
  public static var isAvailable: Bool {
    #if Szip
      true
    #else
      false
    #endif
  }

  /// Unpacks a block to the end of `output`.
  ///
  /// - Returns: how many bytes were written.
  /// - Throws: `CodecError`: `corrupt`, or `unavailable` when this build lacks libaec.
  public func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int {
    #if Szip
      var count = output.count
      guard 1...64 ~= bitsPerPixel, 1...64 ~= pixelsPerBlock, 1...8192 ~= pixelsPerScanline,
        let options = Int32(exactly: options), pixelsPerBlock % 2 == 0
      else {
        throw CodecError(
          .corrupt,
          "szip with \(bitsPerPixel) bits, blocks of \(pixelsPerBlock), lines of \(pixelsPerScanline)")
      }
      var parameters = SZ_com_t(
        options_mask: options, bits_per_pixel: Int32(bitsPerPixel), pixels_per_block: Int32(pixelsPerBlock),
        pixels_per_scanline: Int32(pixelsPerScanline))
      let status = SZ_BufftoBuffDecompress(
        output.baseAddress, &count, input.baseAddress, input.count, &parameters)
      guard status == 0 else { throw CodecError(.corrupt, "the szip data is corrupt (\(status))") }
      return min(count, output.count)
    #else
      throw missing("szip", trait: "Szip")
    #endif
  }
}
