public import BrineCodecs

/// How a file of joblib's is compressed, by joblib's names.
public enum JoblibCompressor: String, Sendable, CaseIterable {
  case zlib, gzip, bz2, lzma, xz, lz4

  /// The codec behind the name.
  public var codec: any Codec {
    switch self {
    case .zlib: DeflateCodec.zlib
    case .gzip: DeflateCodec.gzip
    case .bz2: BZip2Codec()
    case .lzma: XZCodec.lzma
    case .xz: XZCodec.xz
    case .lz4: LZ4Codec()
    }
  }

  /// The compressor that joblib chooses by a file's name: `.z`, `.gz`, `.bz2`, `.lzma`, `.xz`, `.lz4`; `nil` for none.
  public init?(path: String) {
    let endings: [(String, JoblibCompressor)] = [
      (".z", .zlib), (".gz", .gzip), (".bz2", .bz2), (".lzma", .lzma), (".xz", .xz), (".lz4", .lz4),
    ]
    guard let found = endings.first(where: { path.hasSuffix($0.0) }) else { return nil }
    self = found.1
  }

  /// The level that joblib takes where only the compressor is named.
  public static let defaultLevel = 3
}
