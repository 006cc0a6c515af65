public import BrineCore

extension Codec {
  /// Decompresses all of `source`.
  ///
  /// Bytes after the last stream are left alone, as Python's modules do.
  /// - Throws: `CodecError`, also when the result would exceed `limits.decompressedSize`
  ///   or `limits.decompressionRatio`.
  public func decompress(
    _ source: MemorySource, limits: Limits = .default
  ) throws(CodecError) -> MemorySource {
    let most = limits.mostDecompressed(from: source.count, isDense: isDense)
    let output = OutputBuffer(most: most)
    try decompress(source, to: output, limits: limits)
    return output.finish()
  }

  /// Decompresses all of `source`, whose content is known to have `size` bytes.
  ///
  /// - Throws: `CodecError`, with the code `corrupt` when there are fewer or more bytes, or when `source` could never
  ///   unpack to so many.
  public func decompress(
    _ source: MemorySource, size: Int, limits: Limits = .default
  ) throws(CodecError) -> MemorySource {
    guard size >= 0 else { throw CodecError(.corrupt, "the size of the \(name) data is said to be \(size)") }
    let most = limits.mostDecompressed(from: source.count, isDense: isDense)
    guard size <= most else {
      throw CodecError(.tooLarge, "the \(name) data unpacks to \(size) bytes, more than \(most)")
    }
    let output = OutputBuffer(most: size)
    // Memory is taken at once where the data may well be so large, or else as it comes.
    if !isDense, size / 1100 <= source.count { output.reserve(size) }
    do throws(CodecError) {
      try decompress(source, to: output, limits: limits)
    } catch  where error.code == .tooLarge {
      throw wrongSize("more than", size, error.context.offset)
    }
    guard output.count == size else { throw wrongSize("\(output.count) instead of", size, nil) }
    return output.finish()
  }

  /// Decompresses `input` into memory of the caller's.
  ///
  /// - Returns: how many bytes were written.
  /// - Throws: `CodecError`, with the code `tooLarge` when there are more bytes than `output` has room for.
  public func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, limits: Limits = .default
  ) throws(CodecError) -> Int {
    let buffer = OutputBuffer(borrowing: output)
    try unpack(input, to: buffer, limits: limits)
    return buffer.count
  }

  private func decompress(
    _ source: MemorySource, to output: OutputBuffer, limits: Limits
  ) throws(CodecError) {
    try unpack(source.memory, to: output, limits: limits)
    withExtendedLifetime(source) {}
  }

  private func wrongSize(_ found: String, _ size: Int, _ offset: Int?) -> CodecError {
    CodecError(.corrupt, "the \(name) data unpacks to \(found) \(size) bytes", offset: offset)
  }

  /// Stream after stream.
  private func unpack(
    _ input: UnsafeRawBufferPointer, to output: OutputBuffer, limits: Limits
  ) throws(CodecError) {
    guard isAvailable else { throw unavailable }
    if decompressWhole(input, to: output) { return }
    var position = 0
    while true {
      try unpackStream(input, from: &position, to: output, limits: limits)
      guard let next = furtherStream(in: input, at: position) else { return }
      position = next
    }
  }

  private func unpackStream(
    _ input: UnsafeRawBufferPointer, from position: inout Int, to output: OutputBuffer, limits: Limits
  ) throws(CodecError) {
    let stream: any CodecStream
    do throws(CodecError) {
      stream = try decoder(limits: limits)
      TaskProgress.begin("unpacking \(name)", total: input.count)
      TaskProgress.advance(by: position)
      var isFinished = false
      while !isFinished {
        let rest = UnsafeRawBufferPointer(rebasing: input[position...])
        // Memory for one step more than is allowed tells whether there is more.
        let room = output.room()
        let step = try stream.step(rest, into: room, isLast: true)
        position += step.consumed
        TaskProgress.advance(by: step.consumed)
        guard output.add(step.produced, written: room) else {
          throw CodecError(.tooLarge, "the \(name) data unpacks to more than \(output.most) bytes")
        }
        isFinished = step.isFinished
        if !isFinished, step.consumed == 0, step.produced == 0 {
          throw CodecError(.truncated, "the \(name) data is cut off")
        }
      }
    } catch {
      var error = error
      error.context.offset = position + (error.context.offset ?? 0)
      throw error
    }
  }
}
