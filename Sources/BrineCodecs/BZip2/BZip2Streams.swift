#if BZip2
  import CBZip2

  /// One run of `BZ2_bzDecompress`.
  final class BZip2Decoder: CodecStream {
    // libbz2 refuses a stream that was moved in memory since it was set up.
    private let stream: UnsafeMutablePointer<bz_stream>

    init() throws(CodecError) {
      stream = .allocate(capacity: 1)
      stream.initialize(to: bz_stream())
      let status = BZ2_bzDecompressInit(stream, 0, 0)
      guard status == BZ_OK else { throw CodecError(.unavailable, "libbz2 could not be set up (\(status))") }
    }

    deinit {
      BZ2_bzDecompressEnd(stream)
      stream.deallocate()
    }

    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CodecError) -> CodecStep {
      let (available, room) = stream.pointee.set(input, output)
      let status = BZ2_bzDecompress(stream)
      guard status == BZ_OK || status == BZ_STREAM_END else {
        if status == BZ_MEM_ERROR { throw CodecError(.unavailable, "there is no memory for libbz2") }
        let taken = available - Int(stream.pointee.avail_in)
        throw CodecError(.corrupt, "the bz2 data is corrupt", offset: taken)
      }
      return stream.pointee.step(available, room, isFinished: status == BZ_STREAM_END)
    }
  }

  /// One run of `BZ2_bzCompress`.
  final class BZip2Encoder: CodecStream {
    private let stream: UnsafeMutablePointer<bz_stream>

    init(level: Int) throws(CodecError) {
      stream = .allocate(capacity: 1)
      stream.initialize(to: bz_stream())
      let status = BZ2_bzCompressInit(stream, Int32(level), 0, 0)
      guard status == BZ_OK else { throw CodecError(.unavailable, "libbz2 could not be set up (\(status))") }
    }

    deinit {
      BZ2_bzCompressEnd(stream)
      stream.deallocate()
    }

    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CodecError) -> CodecStep {
      let (available, room) = stream.pointee.set(input, output)
      // More than libbz2 takes at once is not the last of it, and running without input is an error to it.
      let finishes = isLast && available == input.count
      guard finishes || available > 0 else { return CodecStep(consumed: 0, produced: 0, isFinished: false) }
      let status = BZ2_bzCompress(stream, finishes ? BZ_FINISH : BZ_RUN)
      guard status >= BZ_OK else { throw CodecError(.corrupt, "libbz2 could not compress (\(status))") }
      return stream.pointee.step(available, room, isFinished: status == BZ_STREAM_END)
    }
  }

  extension bz_stream {
    /// Sets the next input and output, of which libbz2 takes up to 1 GiB at once.
    fileprivate mutating func set(
      _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) -> (available: Int, room: Int) {
      let (available, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
      // libbz2 only reads there.
      let bytes = input.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
      next_in = bytes?.assumingMemoryBound(to: CChar.self)
      avail_in = UInt32(available)
      next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
      avail_out = UInt32(room)
      return (available, room)
    }

    fileprivate func step(_ available: Int, _ room: Int, isFinished: Bool) -> CodecStep {
      CodecStep(
        consumed: available - Int(avail_in), produced: room - Int(avail_out), isFinished: isFinished)
    }
  }
#endif
