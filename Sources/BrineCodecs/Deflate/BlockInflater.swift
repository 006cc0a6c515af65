import CZlib

#if LibDeflate
  import CLibDeflate
#endif

/// Decompresses one small piece of zlib data (RFC 1950) after the other, each of them all in memory, with
/// state that is set up once.
///
/// By libdeflate where the trait `LibDeflate` is on, else by zlib. Not safe to use from two tasks at once.
public final class BlockInflater {
  #if LibDeflate
    private let decompressor: OpaquePointer?
  #else
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool
  #endif

  /// The state.
  public init() {
    #if LibDeflate
      decompressor = libdeflate_alloc_decompressor()
    #else
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      isReady = inflateInit2_(stream, 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    #endif
  }

  deinit {
    #if LibDeflate
      if let decompressor { libdeflate_free_decompressor(decompressor) }
    #else
      inflateEnd(stream)
      stream.deallocate()
    #endif
  }

  /// Decompresses `input`. Bytes after its end are left alone.
  ///
  /// - Returns: how many bytes were written; `nil` when `output` has too little room.
  /// - Throws: `CodecError`: `corrupt`, `truncated`, `unavailable` when there is no memory for the state.
  public func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int? {
    #if LibDeflate
      guard let decompressor else { throw CodecError(.unavailable, "libdeflate could not be set up") }
      var (consumed, produced) = (0, 0)
      let status = libdeflate_zlib_decompress_ex(
        decompressor, input.baseAddress, input.count, output.baseAddress, output.count, &consumed, &produced)
      switch status {
      case LIBDEFLATE_SUCCESS: return produced
      case LIBDEFLATE_INSUFFICIENT_SPACE: return nil
      default: throw CodecError(.corrupt, "the zlib data is corrupt or cut off")
      }
    #else
      return try inflateAll(input, into: output)
    #endif
  }

  #if !LibDeflate
    /// zlib takes up to 1 GiB at once.
    private func inflateAll(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CodecError) -> Int? {
      guard isReady, inflateReset(stream) == Z_OK else {
        throw CodecError(.unavailable, "zlib could not be set up")
      }
      var (consumed, produced) = (0, 0)
      while true {
        let (available, room) = (min(input.count - consumed, 1 << 30), min(output.count - produced, 1 << 30))
        // zlib only reads there.
        let bytes = input.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + consumed) }
        stream.pointee.next_in = bytes?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.baseAddress.map { $0 + produced }?.assumingMemoryBound(
          to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        let step = (available - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
        consumed += step.0
        produced += step.1
        if status == Z_STREAM_END { return produced }
        guard status == Z_OK || status == Z_BUF_ERROR else {
          let reason = stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""
          throw CodecError(.corrupt, "the zlib data is corrupt\(reason)", offset: consumed)
        }
        if produced == output.count, consumed < input.count { return nil }
        if step == (0, 0) { throw CodecError(.truncated, "the zlib data is cut off", offset: consumed) }
      }
    }
  #endif
}
