#if LZ4
  import CLZ4

  /// One run of `LZ4F_decompress`.
  final class LZ4Decoder: CodecStream {
    private let context: OpaquePointer

    init() throws(CodecError) {
      var context: OpaquePointer?
      let status = LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
      guard LZ4F_isError(status) == 0, let context else { throw notSetUp(status) }
      self.context = context
    }

    deinit { LZ4F_freeDecompressionContext(context) }

    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CodecError) -> CodecStep {
      var (consumed, produced) = (input.count, output.count)
      let status = LZ4F_decompress(context, output.baseAddress, &produced, input.baseAddress, &consumed, nil)
      guard LZ4F_isError(status) == 0 else {
        throw CodecError(.corrupt, "the lz4 data is corrupt: \(name(of: status))")
      }
      // 0 is the end of a frame, but also what it says before the first byte.
      let isFinished = status == 0 && consumed > 0
      return CodecStep(consumed: consumed, produced: produced, isFinished: isFinished)
    }
  }

  /// One run of `LZ4F_compressUpdate`, with the defaults of Python's `LZ4FrameFile`: linked blocks of 64 KiB and no
  /// checksum.
  final class LZ4Encoder: CodecStream {
    private let context: OpaquePointer
    private var preferences = LZ4F_preferences_t()
    private var hasBegun = false

    init(level: Int) throws(CodecError) {
      var context: OpaquePointer?
      let status = LZ4F_createCompressionContext(&context, UInt32(LZ4F_VERSION))
      guard LZ4F_isError(status) == 0, let context else { throw notSetUp(status) }
      self.context = context
      preferences.compressionLevel = Int32(clamping: level)
    }

    deinit { LZ4F_freeCompressionContext(context) }

    /// The caller gives room of at least 128 KiB, which is enough for each call below.
    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CodecError) -> CodecStep {
      guard hasBegun else {
        hasBegun = true
        let produced = LZ4F_compressBegin(context, output.baseAddress, output.count, &preferences)
        return CodecStep(consumed: 0, produced: try check(produced), isFinished: false)
      }
      let part = min(input.count, 64 << 10)
      guard part == 0 else {
        let produced = LZ4F_compressUpdate(
          context, output.baseAddress, output.count, input.baseAddress, part, nil)
        return CodecStep(consumed: part, produced: try check(produced), isFinished: false)
      }
      guard isLast else { return CodecStep(consumed: 0, produced: 0, isFinished: false) }
      let produced = LZ4F_compressEnd(context, output.baseAddress, output.count, nil)
      return CodecStep(consumed: 0, produced: try check(produced), isFinished: true)
    }

    private func check(_ status: Int) throws(CodecError) -> Int {
      guard LZ4F_isError(status) == 0 else {
        throw CodecError(.corrupt, "liblz4 could not compress: \(name(of: status))")
      }
      return status
    }
  }

  private func notSetUp(_ status: Int) -> CodecError {
    CodecError(.unavailable, "liblz4 could not be set up: \(name(of: status))")
  }

  private func name(of status: Int) -> String {
    LZ4F_getErrorName(status).map { String(cString: $0) } ?? "\(status)"
  }
#endif
