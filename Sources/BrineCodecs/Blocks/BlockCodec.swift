/// Ways to compress one block of bytes whose sizes are known from elsewhere: those that the filters of HDF5
/// use, and that are no forms of files.
public enum BlockCodec: String, Sendable, CaseIterable {
  /// One LZ4 block, by liblz4 where the trait `LZ4` is on.
  case lz4
  /// Zstandard frames (RFC 8878), by libzstd where the trait `Zstd` is on.
  case zstd
  /// A Blosc 1 buffer, by libblosc where the trait `Blosc` is on.
  case blosc

  /// The package trait that this codec needs.
  public var trait: String {
    switch self {
    case .lz4: "LZ4"
    case .zstd: "Zstd"
    case .blosc: "Blosc"
    }
  }

  /// Whether this build has it.
  public var isAvailable: Bool {
    switch self {
    case .lz4: isLZ4On
    case .zstd: isZstdOn
    case .blosc: isBloscOn
    }
  }

  /// How many bytes a block says that it unpacks to; `nil` when it does not say, or this build lacks the
  /// codec.
  public func size(of input: UnsafeRawBufferPointer) -> Int? {
    switch self {
    case .lz4: nil
    case .zstd: zstdSize(input)
    case .blosc: bloscSize(input)
    }
  }

  /// Unpacks a block.
  ///
  /// - Returns: how many bytes were written.
  /// - Throws: `CodecError`: `corrupt`, also when `output` has too little room, or `unavailable` when this
  ///   build lacks
  ///   the codec.
  public func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> Int {
    let count =
      switch self {
      case .lz4: try lz4Decompress(input, output)
      case .zstd: try zstdDecompress(input, output)
      case .blosc: try bloscDecompress(input, output)
      }
    guard let count else {
      throw CodecError(
        .corrupt, "the \(rawValue) data is corrupt, or unpacks to more than \(output.count) bytes")
    }
    return count
  }
}

/// The error for a build without a library.
func missing(_ name: String, trait: String) -> CodecError {
  CodecError(
    .unavailable, "this build can't read or write \(name); build Brine with its package trait \(trait)")
}
