public import BrineCore

/// bzip2, several streams too, by libbz2 where the trait `BZip2` is on.
public struct BZip2Codec: Codec {
  /// The codec.
  public init() {}

  /// `bz2`, as Python's module.
  public var name: String { "bz2" }
  /// `BZip2`.
  public var trait: String? { "BZip2" }
  /// A block of zeros is packed a million times smaller.
  public var isDense: Bool { true }
  /// The size of a block, in units of 100 kB.
  public var levels: ClosedRange<Int> { 1...9 }
  /// 9, as in Python.
  public var defaultLevel: Int { 9 }

  private static let blockMagic: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
  private static let endMagic: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]

  /// Whether data begins with `BZh`, a digit, and the first block or the end. Fewer bytes than that must agree as far
  /// as they go.
  public func recognises(_ prefix: RawSpan) -> Bool {
    guard prefix.agrees(with: Array("BZh".utf8), atLeast: 4) else { return false }
    let level = prefix.unsafeLoad(fromByteOffset: 3, as: UInt8.self)
    guard (0x31...0x39).contains(level) else { return false }
    let rest = prefix.extracting(4..<prefix.byteCount)
    return rest.agrees(with: Self.blockMagic, atLeast: 0) || rest.agrees(with: Self.endMagic, atLeast: 0)
  }

  /// Where a further stream begins: right there, if it does.
  public func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int? {
    recognises(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: input[position...]))) ? position : nil
  }

  #if BZip2
    /// `true`: the trait `BZip2` is on.
    public var isAvailable: Bool { true }
    /// The state for decompressing one stream.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream { try BZip2Decoder() }
    /// The state for compressing one stream.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream { try BZip2Encoder(level: level) }
  #else
    /// `false`: the trait `BZip2` is off.
    public var isAvailable: Bool { false }
    /// Throws that this build lacks bzip2.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream { throw unavailable }
    /// Throws that this build lacks bzip2.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream { throw unavailable }
  #endif
}
