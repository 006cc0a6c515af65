package import BrineCore

extension Codec {
  /// What comes out of damaged data before the damage is met: programs that read piece by piece get to see it.
  package func decompressPartially(_ source: MemorySource, limits: Limits) -> MemorySource {
    let output = OutputBuffer(most: limits.mostDecompressed(from: source.count, isDense: isDense))
    try? unpackPieces(source.memory, to: output, limits: limits)
    withExtendedLifetime(source) {}
    return output.finish()
  }

  /// A step that fails says not how much it wrote. So steps are small: of one byte, but for large files.
  private func unpackPieces(
    _ input: UnsafeRawBufferPointer, to output: OutputBuffer, limits: Limits
  ) throws(CodecError) {
    guard isAvailable else { return }
    let piece = input.count > 16 << 20 ? 4096 : 1
    var start = 0
    while true {
      guard try unpackStream(input, from: &start, by: piece, to: output, limits: limits),
        let next = furtherStream(in: input, at: start)
      else { return }
      start = next
    }
  }

  /// One stream; `false` where it has no end.
  private func unpackStream(
    _ input: UnsafeRawBufferPointer, from start: inout Int, by piece: Int, to output: OutputBuffer,
    limits: Limits
  ) throws(CodecError) -> Bool {
    let stream = try decoder(limits: limits)
    var end = start
    while true {
      let room = output.room()
      let part = UnsafeRawBufferPointer(rebasing: input[start..<end])
      let step = try stream.step(part, into: room, isLast: end == input.count)
      start += step.consumed
      guard output.add(step.produced, written: room) else { return false }
      if step.isFinished { return true }
      if step.consumed == 0, step.produced == 0 {
        guard end < input.count else { return false }
        end = min(end + piece, input.count)
      }
    }
  }
}
