public import BrineCore

/// A way to compress bytes, by which whole files are wrapped.
public protocol Codec: Sendable {
  /// The name used in messages and options, such as `gzip`.
  var name: String { get }

  /// Whether data that begins with `prefix` is in this form. At least 16 bytes are given where the file has them.
  func recognises(_ prefix: RawSpan) -> Bool

  /// Decompresses all of `source`.
  ///
  /// - Throws: `CodecError`, also when the result would exceed `limits.decompressedSize`
  ///   or `limits.decompressionRatio`.
  func decompress(_ source: MemorySource, limits: Limits) throws(CodecError) -> MemorySource
}

/// The codecs that this build has.
public enum Codecs {
  /// One of each.
  public static let all: [any Codec] = [DeflateCodec.gzip, DeflateCodec.zlib]

  /// The codec whose form `source` has, told by its first bytes.
  public static func detect(_ source: MemorySource) -> (any Codec)? {
    let prefix = source.bytes.extracting(first: 64)
    return all.first { $0.recognises(prefix) }
  }
}
