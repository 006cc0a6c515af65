import BrineCodecs
public import BrineCore
public import BrinePickle

/// Writes files as `joblib.dump` does.
///
/// ```swift
/// try JoblibWriter(compressor: .zlib, level: 3).write(["weights": weights], toFile: "model.joblib.z")
/// ```
public struct JoblibWriter: Sendable {
  /// How to compress; `nil` for not at all, so that joblib can map arrays.
  public var compressor: JoblibCompressor?
  /// The compressor's level: 0 to 9, up to 16 for LZ4.
  public var level: Int
  /// Whether elements begin at multiples of 16 bytes, as joblib has it since 1.2: earlier versions can't read such files.
  public var alignsArrays = true
  /// The protocol of the pickle, 2 to 5.
  public var protocolVersion = 4

  /// A writer with a compressor or without.
  public init(compressor: JoblibCompressor? = nil, level: Int = JoblibCompressor.defaultLevel) {
    self.compressor = compressor
    self.level = level
  }

  /// The writer that joblib would choose by a file's name.
  public init(for path: String) { self.init(compressor: JoblibCompressor(path: path)) }

  /// Writes a value of any pickle.
  ///
  /// - Throws: `PickleError`, `CodecError`, `JoblibError.unsupportedProtocol`, or what `sink` throws.
  public func write(_ value: PickleValue, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    guard (2...5).contains(protocolVersion) else {
      throw JoblibError(
        .unsupportedProtocol, "joblib's files have a pickle protocol of 2 to 5, not \(protocolVersion)")
    }
    var options = PickleWriteOptions(protocolVersion: protocolVersion)
    options.hasInlineArrays = true
    options.allowsMapping = compressor == nil
    options.alignsArrays = alignsArrays
    guard let compressor else { return try value.encode(options, to: sink) }
    let stream = try compressor.codec.compressor(level: level, sink: sink)
    try value.encode(options) { try stream.write($0) }
    try stream.finish()
  }

  /// Writes an array.
  ///
  /// - Throws: As ``write(_:to:)-(PickleValue,_)``.
  public func write(_ array: NDArray, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    try write(try PickleValue(array), to: sink)
  }

  /// Writes an encodable value: see `PickleEncoder` for what becomes of it.
  ///
  /// - Throws: `EncodingError`, and as ``write(_:to:)-(PickleValue,_)``.
  public func write<T: Encodable>(
    encoding value: T, with encoder: PickleEncoder = PickleEncoder(),
    to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try write(try encoder.graph(of: value), to: sink)
  }

  /// Writes a value to a file. What was there is replaced when all is written.
  ///
  /// - Throws: As ``write(_:to:)-(PickleValue,_)``, and `FileWriteError`.
  public func write(_ value: PickleValue, toFile path: String) throws {
    let file = try AtomicFile(path: path)
    try write(value) { try file.write($0) }
    try file.commit()
  }

  /// Writes an array to a file. What was there is replaced when all is written.
  ///
  /// - Throws: As ``write(_:to:)-(PickleValue,_)``, and `FileWriteError`.
  public func write(_ array: NDArray, toFile path: String) throws {
    try write(try PickleValue(array), toFile: path)
  }

  /// Writes an encodable value to a file. What was there is replaced when all is written.
  ///
  /// - Throws: `EncodingError`, `FileWriteError`, and as ``write(_:to:)-(PickleValue,_)``.
  public func write<T: Encodable>(
    encoding value: T, with encoder: PickleEncoder = PickleEncoder(), toFile path: String
  ) throws {
    try write(try encoder.graph(of: value), toFile: path)
  }
}
