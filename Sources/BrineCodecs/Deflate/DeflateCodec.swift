public import BrineCore
import CZlib

/// gzip (RFC 1952, several members too), zlib (RFC 1950) and raw deflate (RFC 1951), by the system's zlib, or by
/// libdeflate where the trait `LibDeflate` is on and all the data is in memory.
public struct DeflateCodec: Codec {
  /// RFC 1952.
  public static let gzip = DeflateCodec(name: "gzip", form: .gzip)
  /// RFC 1950.
  public static let zlib = DeflateCodec(name: "zlib", form: .zlib)
  /// RFC 1951, without header or checksum, as in zip archives. It is never recognised.
  public static let deflate = DeflateCodec(name: "deflate", form: .raw)

  enum Form {
    case gzip
    case zlib
    case raw
  }

  /// `gzip`, `zlib` or `deflate`.
  public let name: String
  let form: Form

  /// 0 stores, 1 is fastest, 9 smallest.
  public var levels: ClosedRange<Int> { 0...9 }
  /// 6, as Python's `zlib`; its `gzip` takes 9, `joblib` 3.
  public var defaultLevel: Int { 6 }

  /// Whether data begins as this form does.
  public func recognises(_ prefix: RawSpan) -> Bool {
    guard prefix.byteCount >= 2, form != .raw else { return false }
    let first = prefix.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    let second = prefix.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
    if form == .gzip { return first == 0x1F && second == 0x8B }
    // RFC 1950: method 8 with a window of up to 32 KiB, and a header that is a multiple of 31. Windows of 1, 8
    // and 16 KiB, which no one writes, begin with bytes that are opcodes: those files are taken for pickles.
    return [0x08, 0x18, 0x38, 0x48, 0x78].contains(first) && (Int(first) << 8 | Int(second)) % 31 == 0
  }

  /// The state for decompressing one stream, or one member of gzip.
  public func decoder(limits: Limits) throws(CodecError) -> any CodecStream {
    try InflateStream(name: name, windowBits: windowBits)
  }

  /// The state for compressing one stream.
  public func encoder(level: Int) throws(CodecError) -> any CodecStream {
    try DeflateStream(level: level, windowBits: windowBits)
  }

  /// Where a further member of gzip begins: right there, if it does.
  public func furtherStream(in input: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard form == .gzip, position + 1 < input.count else { return nil }
    return input[position] == 0x1F && input[position + 1] == 0x8B ? position : nil
  }

  private var windowBits: Int32 {
    switch form {
    case .gzip: 15 + 16
    case .zlib: 15
    case .raw: -15
    }
  }
}
