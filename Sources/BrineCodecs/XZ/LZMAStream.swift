#if XZ
  import BrineCore
  import CLZMA

  /// One run of `lzma_code`, in either direction.
  final class LZMAStream: CodecStream {
    private let stream: UnsafeMutablePointer<lzma_stream>
    private let name: String

    /// A file says how much memory its dictionary takes: 64 MiB for the highest preset. More is only worth it for
    /// content that is as large.
    init(decoding name: String, isEntry: Bool, limits: Limits) throws(CodecError) {
      self.name = name
      stream = .allocate(capacity: 1)
      stream.initialize(to: lzma_stream())
      let most = UInt64(max(96 << 20, min(limits.decompressedSize, 2 << 30)))
      // Python's way: each stream may be of either format.
      let status = isEntry ? lzma_alone_decoder(stream, most) : lzma_auto_decoder(stream, most, 0)
      guard status == LZMA_OK else { throw Self.notSetUp(status) }
    }

    init(encoding name: String, isAlone: Bool, preset: UInt32) throws(CodecError) {
      self.name = name
      stream = .allocate(capacity: 1)
      stream.initialize(to: lzma_stream())
      if isAlone {
        var options = lzma_options_lzma()
        guard lzma_lzma_preset(&options, preset) == 0 else { throw Self.notSetUp(LZMA_OPTIONS_ERROR) }
        let status = lzma_alone_encoder(stream, &options)
        guard status == LZMA_OK else { throw Self.notSetUp(status) }
      } else {
        let status = lzma_easy_encoder(stream, preset, LZMA_CHECK_CRC64)
        guard status == LZMA_OK else { throw Self.notSetUp(status) }
      }
    }

    deinit {
      lzma_end(stream)
      stream.deallocate()
    }

    private static func notSetUp(_ status: lzma_ret) -> CodecError {
      CodecError(.unavailable, "liblzma could not be set up (\(status.rawValue))")
    }

    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CodecError) -> CodecStep {
      stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = input.count
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = output.count
      let status = lzma_code(stream, isLast ? LZMA_FINISH : LZMA_RUN)
      let taken = input.count - stream.pointee.avail_in
      try check(status, taken)
      return CodecStep(
        consumed: taken, produced: output.count - stream.pointee.avail_out,
        isFinished: status == LZMA_STREAM_END)
    }

    private func check(_ status: lzma_ret, _ taken: Int) throws(CodecError) {
      switch status {
      case LZMA_OK, LZMA_STREAM_END, LZMA_BUF_ERROR, LZMA_NO_CHECK, LZMA_UNSUPPORTED_CHECK, LZMA_GET_CHECK:
        return
      case LZMA_MEMLIMIT_ERROR:
        throw CodecError(
          .tooLarge, "the \(name) data needs more memory to unpack than the limits allow", offset: taken)
      case LZMA_MEM_ERROR:
        throw CodecError(.unavailable, "there is no memory for liblzma")
      case LZMA_FORMAT_ERROR:
        throw CodecError(.corrupt, "the \(name) data does not begin as it must", offset: taken)
      case LZMA_OPTIONS_ERROR:
        throw CodecError(.corrupt, "the \(name) data has options that are not known", offset: taken)
      default:
        throw CodecError(.corrupt, "the \(name) data is corrupt", offset: taken)
      }
    }
  }
#endif
