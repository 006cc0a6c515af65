public import BrineCore

/// A way to compress bytes, by which whole files or their parts are wrapped.
///
/// A codec is a value without state: the state of one run is in the ``CodecStream`` that it makes.
public protocol Codec: Sendable {
  /// The name used in messages and options, such as `gzip`.
  var name: String { get }
  /// The package trait that this codec needs, or `nil` when it is always there.
  var trait: String? { get }
  /// Whether this build has it. A codec that it lacks still recognises its data.
  var isAvailable: Bool { get }
  /// The levels of compression, with what they mean to Python's module of this name.
  var levels: ClosedRange<Int> { get }
  /// The level that Python's module takes where none is given.
  var defaultLevel: Int { get }
  /// Whether honest data can be packed a million times smaller: then `Limits.decompressionRatio` begins later.
  var isDense: Bool { get }

  /// Whether data that begins with `prefix` is in this form. At least 16 bytes are given where the file has them.
  func recognises(_ prefix: RawSpan) -> Bool

  /// The state for decompressing one stream.
  ///
  /// - Throws: `CodecError.Code.unavailable` when this build lacks the codec.
  func decoder(limits: Limits) throws(CodecError) -> any CodecStream

  /// The state for compressing one stream. `level` is one of `levels`.
  ///
  /// - Throws: `CodecError.Code.unavailable` when this build lacks the codec.
  func encoder(level: Int) throws(CodecError) -> any CodecStream

  /// Where a further stream begins after one that ended at `position`; `nil` when the rest is none, and left alone.
  func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int?

  /// Decompresses all of `input` to the end of `output`, by a faster way than the streams where there is one.
  ///
  /// - Returns: whether that was done; `false` leaves `output` as it was, and the streams do it and find what is wrong.
  func decompressWhole(_ input: UnsafeRawBufferPointer, to output: OutputBuffer) -> Bool

  /// Compresses all of `input` by a faster way than the streams; `nil` where there is none.
  func compressWhole(_ input: UnsafeRawBufferPointer, level: Int) -> [UInt8]?
}

extension Codec {
  /// `nil`: always there.
  public var trait: String? { nil }
  /// Whether this build has it: `true`.
  public var isAvailable: Bool { true }
  /// `false`.
  public var isDense: Bool { false }
  /// `nil`: a file is one stream.
  public func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int? { nil }
  /// There is no faster way.
  public func decompressWhole(_ input: UnsafeRawBufferPointer, to output: OutputBuffer) -> Bool { false }
  /// There is no faster way.
  public func compressWhole(_ input: UnsafeRawBufferPointer, level: Int) -> [UInt8]? { nil }

  /// The error for a build without this codec.
  var unavailable: CodecError {
    let hint = trait.map { "; build Brine with its package trait \($0)" } ?? ""
    return CodecError(.unavailable, "this build can't read or write \(name)\(hint)")
  }
}
