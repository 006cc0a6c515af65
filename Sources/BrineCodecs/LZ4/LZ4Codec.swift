public import BrineCore

/// LZ4 frames (several, and skippable ones, too), as Python's `lz4.frame` reads and writes them, by liblz4 where the
/// trait `LZ4` is on.
///
/// Source: LZ4 frame format description, version 1.6.
public struct LZ4Codec: Codec {
  /// The codec.
  public init() {}

  /// `lz4`.
  public var name: String { "lz4" }
  /// `LZ4`.
  public var trait: String? { "LZ4" }
  /// 0 to 2 are the fast compressor, 3 to 16 the slow one, which has nothing smaller than 12.
  public var levels: ClosedRange<Int> { 0...16 }
  /// 0, as in Python.
  public var defaultLevel: Int { 0 }

  private static let magic: [UInt8] = [0x04, 0x22, 0x4D, 0x18]

  /// Whether data begins with the magic number of a frame.
  public func recognises(_ prefix: RawSpan) -> Bool { prefix.agrees(with: Self.magic, atLeast: 4) }

  /// Where a further frame, or one to be skipped, begins: right there, if it does.
  public func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard position + 4 <= input.count else { return nil }
    let magic = input.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian
    return magic == 0x184D_2204 || magic & 0xFFFF_FFF0 == 0x184D_2A50 ? position : nil
  }

  #if LZ4
    /// `true`: the trait `LZ4` is on.
    public var isAvailable: Bool { true }
    /// The state for decompressing one frame.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream { try LZ4Decoder() }
    /// The state for compressing one frame.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream { try LZ4Encoder(level: level) }
  #else
    /// `false`: the trait `LZ4` is off.
    public var isAvailable: Bool { false }
    /// Throws that this build lacks LZ4.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream { throw unavailable }
    /// Throws that this build lacks LZ4.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream { throw unavailable }
  #endif
}
