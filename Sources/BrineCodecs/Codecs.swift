public import BrineCore

/// The codecs that wrap whole files.
public enum Codecs {
  /// One of each, also those that this build lacks.
  public static let all: [any Codec] = [
    DeflateCodec.gzip, DeflateCodec.zlib, BZip2Codec(), XZCodec.xz, XZCodec.lzma, LZ4Codec(),
  ]

  /// The codec whose form `source` has, told by its first bytes. It may be one that this build lacks: it then throws
  /// an error that says so.
  public static func detect(_ source: MemorySource) -> (any Codec)? {
    let prefix = source.bytes.extracting(first: 64)
    return all.first { $0.recognises(prefix) }
  }

  /// The codec of this name: `gzip`, `zlib`, `bz2`, `xz`, `lzma` or `lz4`.
  public static func named(_ name: String) -> (any Codec)? { all.first { $0.name == name } }
}

extension RawSpan {
  /// Whether these bytes begin with `bytes`, as far as there are any; at least `count` must be there.
  func agrees(with bytes: [UInt8], atLeast count: Int) -> Bool {
    guard byteCount >= count else { return false }
    return (0..<min(byteCount, bytes.count)).allSatisfy {
      unsafeLoad(fromByteOffset: $0, as: UInt8.self) == bytes[$0]
    }
  }
}
