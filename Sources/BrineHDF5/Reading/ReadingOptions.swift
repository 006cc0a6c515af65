import BrineCore

/// How the elements of datasets are read.
public struct ReadingOptions: Sendable, Hashable {
  /// How many threads may decode chunks at once: all processors' at first.
  public var threads = ReadingOptions.processors
  /// How many bytes of decoded chunks are kept for the next read: 128 MiB at first.
  ///
  /// Chunks are kept when a read takes only part of them.
  public var chunkCacheSize = 128 << 20

  /// The options used where none are given.
  public static let `default` = ReadingOptions()

  /// The default options, to be changed one by one.
  public init() {}

  private static let processors = Parallel.cores
}
