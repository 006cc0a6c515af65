/// What a reader may use up for an input that nobody vouches for.
///
/// The defaults let every honest file through. Sizes are in bytes.
public struct Limits: Sendable, Equatable {
  /// How deep values may nest where the nesting costs stack: Codable types, printed trees.
  public var depth = 512
  /// The largest input that is decompressed.
  public var decompressedSize = 16 << 30
  /// How many times larger than its input decompressed data may be, once it exceeds 64 MiB.
  ///
  /// Deflate reaches 1032. bzip2, xz and lzma pack zeros far better, so that for them the ratio counts from 1 GiB
  /// on and may be eight times this, which xz and lzma never reach.
  public var decompressionRatio = 1100
  /// How many values a decoder may make, beyond four for each byte of input.
  ///
  /// A few bytes can refer to one shared list a million times, and Swift values do not share as the file does.
  public var expansion = 1 << 18

  /// How many bytes a pickle's values may take while they are read, in Brine's form of them: about 26 for each opcode.
  ///
  /// Python itself needs several times as much. It is looked at every few million opcodes, so that it may be exceeded by
  /// some hundred megabytes.
  public var valueSize = Int.max

  /// The limits used where none are given.
  public static let `default` = Limits()

  /// The largest size that `count` bytes may be decompressed to.
  ///
  /// - Parameter isDense: whether the compression is bzip2, xz or lzma.
  public func mostDecompressed(from count: Int, isDense: Bool = false) -> Int {
    let byRatio = count.multiplied(decompressionRatio)?.multiplied(isDense ? 8 : 1) ?? .max
    return min(decompressedSize, max(isDense ? 1 << 30 : 64 << 20, byRatio))
  }

  /// The default limits, to be changed one by one.
  public init() {}
}
