extension Codec {
  /// Compresses bytes that are all in memory.
  ///
  /// - Parameter level: one of `levels`; `nil` is `defaultLevel`.
  /// - Throws: `CodecError`: `badLevel`, or `unavailable` when this build lacks the codec.
  public func compress(_ bytes: RawSpan, level: Int? = nil) throws(CodecError) -> [UInt8] {
    let level = try checked(level)
    if let whole = bytes.withUnsafeBytes({ compressWhole($0, level: level) }) { return whole }
    var output: [UInt8] = []
    do {
      let compressor = try compressor(level: level) { output.append(contentsOf: $0) }
      try compressor.write(bytes)
      try compressor.finish()
    } catch let error as CodecError {
      throw error
    } catch {
      // The sink above throws nothing.
      throw CodecError(.corrupt, "the \(name) data could not be written: \(error)")
    }
    return output
  }

  /// Begins a stream that is compressed as it is written.
  ///
  /// - Parameters:
  ///   - level: one of `levels`; `nil` is `defaultLevel`.
  ///   - sink: takes the compressed bytes, in pieces; they are valid during the call only.
  /// - Throws: `CodecError`: `badLevel`, or `unavailable` when this build lacks the codec.
  public func compressor(
    level: Int? = nil, sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws(CodecError) -> Compressor {
    Compressor(try encoder(level: checked(level)), sink: sink)
  }

  private func checked(_ level: Int?) throws(CodecError) -> Int {
    guard isAvailable else { throw unavailable }
    let level = level ?? defaultLevel
    guard levels.contains(level) else {
      let range = "\(levels.lowerBound) to \(levels.upperBound)"
      throw CodecError(.badLevel, "\(name) has the levels \(range), not \(level)")
    }
    return level
  }
}
