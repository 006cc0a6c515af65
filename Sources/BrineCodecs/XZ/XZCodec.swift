public import BrineCore

/// xz (several streams and padding too) and lzma, its older form, by liblzma where the trait `XZ` is on.
public struct XZCodec: Codec {
  /// The .xz format, version 1.2.
  public static let xz = XZCodec(name: "xz", isAlone: false)
  /// The .lzma format, Python's `FORMAT_ALONE`. It has no checksum.
  public static let lzma = XZCodec(name: "lzma", isAlone: true)
  /// The same with any size of the dictionary, as entries of zip archives have it, and with nothing behind it.
  static let lzmaEntry = XZCodec(name: "lzma", isAlone: true, isEntry: true)

  /// `xz` or `lzma`.
  public let name: String
  let isAlone: Bool
  var isEntry = false

  /// `XZ`.
  public var trait: String? { "XZ" }
  /// Zeros are packed seven thousand times smaller.
  public var isDense: Bool { true }
  /// liblzma's presets.
  public var levels: ClosedRange<Int> { 0...9 }
  /// 6, as in Python.
  public var defaultLevel: Int { 6 }

  private static let magic: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]

  /// Whether data begins as this form does. For lzma these are the properties that all encoders write, a size of the
  /// dictionary that is a round number, and a size of the content that is unknown or below 256 GiB.
  public func recognises(_ prefix: RawSpan) -> Bool {
    guard isAlone else { return prefix.agrees(with: Self.magic, atLeast: 6) }
    guard prefix.agrees(with: [0x5D], atLeast: 13) else { return false }
    let dictionary = prefix.unsafeLoadUnaligned(fromByteOffset: 1, as: UInt32.self).littleEndian
    let size = prefix.unsafeLoadUnaligned(fromByteOffset: 5, as: UInt64.self).littleEndian
    // 2ⁿ, 2ⁿ + 2ⁿ⁻¹, or as much as there can be.
    let isRound = dictionary.nonzeroBitCount == 1 || dictionary.nonzeroBitCount == 2 && dictionary.isPair
    return (isRound || dictionary == .max) && (size == .max || size < 1 << 38)
  }

  /// Whether liblzma, as Python opens files, takes these bytes for the beginning of the .lzma format, whatever its
  /// properties are. Other data may begin so too.
  package static func mayBeAlone(_ prefix: RawSpan) -> Bool {
    guard prefix.byteCount >= 18 else { return false }
    let properties = Int(prefix.unsafeLoad(fromByteOffset: 0, as: UInt8.self))
    guard properties < 225, properties % 9 + properties / 9 % 5 <= 4 else { return false }
    let dictionary = prefix.unsafeLoadUnaligned(fromByteOffset: 1, as: UInt32.self).littleEndian
    let size = prefix.unsafeLoadUnaligned(fromByteOffset: 5, as: UInt64.self).littleEndian
    let isRound =
      dictionary.nonzeroBitCount <= 1 || dictionary.nonzeroBitCount == 2 && dictionary.isPair
    // The first byte of the data itself is always zero.
    return (isRound || dictionary == .max) && (size == .max || size < 1 << 38)
      && prefix.unsafeLoad(fromByteOffset: 13, as: UInt8.self) == 0
  }

  /// Where a further stream begins: after padding, which comes in units of four zero bytes. Python reads streams of xz
  /// and lzma one after the other, in any order, and those of lzip where its liblzma knows them.
  public func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard !isEntry, position < input.count else { return nil }
    let next = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: input[position...]))
    if next.agrees(with: Array("LZIP".utf8), atLeast: 4) { return position }
    var start = position
    while start < input.count, input[start] == 0 { start += 1 }
    guard start < input.count else { return nil }
    if Self.mayBeAlone(next) { return position }
    let rest = UnsafeRawBufferPointer(rebasing: input[start...])
    let begins = RawSpan(_unsafeBytes: rest).agrees(with: Self.magic, atLeast: 6)
    return begins && (start - position).isMultiple(of: 4) ? start : nil
  }

  #if XZ
    /// `true`: the trait `XZ` is on.
    public var isAvailable: Bool { true }
    /// The state for decompressing one stream.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream {
      try LZMAStream(decoding: name, isEntry: isEntry, limits: limits)
    }
    /// The state for compressing one stream.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream {
      try LZMAStream(encoding: name, isAlone: isAlone, preset: UInt32(clamping: level))
    }
  #else
    /// `false`: the trait `XZ` is off.
    public var isAvailable: Bool { false }
    /// Throws that this build lacks xz.
    public func decoder(limits: Limits) throws(CodecError) -> any CodecStream { throw unavailable }
    /// Throws that this build lacks xz.
    public func encoder(level: Int) throws(CodecError) -> any CodecStream { throw unavailable }
  #endif
}

extension UInt32 {
  /// Whether the two highest bits that are set stand side by side.
  fileprivate var isPair: Bool { self & (self >> 1) != 0 }
}
