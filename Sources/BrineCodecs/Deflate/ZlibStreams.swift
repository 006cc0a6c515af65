import CZlib

/// One run of zlib's `inflate`.
final class InflateStream: CodecStream {
  // zlib refuses a stream that was moved in memory since it was set up.
  private let stream: UnsafeMutablePointer<z_stream>
  private let name: String

  init(name: String, windowBits: Int32) throws(CodecError) {
    self.name = name
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw CodecError(.unavailable, "zlib could not be set up (\(status))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
  ) throws(CodecError) -> CodecStep {
    let (available, room) = stream.pointee.set(input, output)
    let status = inflate(stream, Z_NO_FLUSH)
    guard status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END else {
      let reason = stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""
      let taken = available - Int(stream.pointee.avail_in)
      throw CodecError(.corrupt, "the \(name) data is corrupt\(reason)", offset: taken)
    }
    return stream.pointee.step(available, room, isFinished: status == Z_STREAM_END)
  }
}

/// One run of zlib's `deflate`.
final class DeflateStream: CodecStream {
  private let stream: UnsafeMutablePointer<z_stream>

  init(level: Int, windowBits: Int32) throws(CodecError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = deflateInit2_(
      stream, Int32(level), Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw CodecError(.unavailable, "zlib could not be set up (\(status))") }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
  ) throws(CodecError) -> CodecStep {
    let (available, room) = stream.pointee.set(input, output)
    // More than zlib takes at once is not the last of it.
    let status = deflate(stream, isLast && available == input.count ? Z_FINISH : Z_NO_FLUSH)
    guard status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END else {
      throw CodecError(.corrupt, "zlib could not compress (\(status))")
    }
    return stream.pointee.step(available, room, isFinished: status == Z_STREAM_END)
  }
}

extension z_stream {
  /// Sets the next input and output, of which zlib takes up to 1 GiB at once.
  fileprivate mutating func set(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (available: Int, room: Int) {
    let (available, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
    // zlib only reads there.
    let bytes = input.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
    next_in = bytes?.assumingMemoryBound(to: UInt8.self)
    avail_in = UInt32(available)
    next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    avail_out = UInt32(room)
    return (available, room)
  }

  fileprivate func step(_ available: Int, _ room: Int, isFinished: Bool) -> CodecStep {
    CodecStep(
      consumed: available - Int(avail_in), produced: room - Int(avail_out), isFinished: isFinished)
  }
}
