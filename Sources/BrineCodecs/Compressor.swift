/// Compresses what is written to it, and hands the result on in pieces, so that nothing large is gathered.
///
/// ```swift
/// let compressor = try DeflateCodec.gzip.compressor(level: 6) { try file.write($0) }
/// try compressor.write(bytes)
/// try compressor.finish()
/// ```
public final class Compressor {
  /// How many bytes were written to it.
  public private(set) var plainCount = 0
  /// How many bytes it handed on.
  public private(set) var compressedCount = 0

  private let stream: any CodecStream
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private var filled = 0
  private var isFinished = false

  init(_ stream: any CodecStream, sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.stream = stream
    self.sink = sink
  }

  deinit { buffer.deallocate() }

  /// Compresses bytes.
  ///
  /// - Throws: what the sink throws; `CodecError.Code.finished` after ``finish()``, and after an error.
  public func write(_ bytes: RawSpan) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Compresses bytes.
  ///
  /// - Throws: as the other `write`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return try checkOpen() }
    try run(bytes, isLast: false)
    plainCount += bytes.count
  }

  /// Writes what is left, and the end of the stream.
  ///
  /// - Throws: as `write`.
  public func finish() throws {
    try run(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
    try flush()
    isFinished = true
  }

  private func checkOpen() throws {
    if isFinished { throw CodecError(.finished, "the compressed data is written to after its end") }
  }

  private func run(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws {
    try checkOpen()
    // Until it went well: after an error the stream is in no state to go on.
    isFinished = true
    var position = 0
    while true {
      if buffer.count - filled < 128 << 10 { try flush() }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let step = try stream.step(rest, into: room, isLast: isLast)
      position += step.consumed
      filled += step.produced
      if isLast ? step.isFinished : position == bytes.count { break }
    }
    isFinished = false
  }

  private func flush() throws {
    guard filled > 0 else { return }
    try sink(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
    compressedCount += filled
    filled = 0
  }
}
