/// Counts the bytes of a text without keeping them, and ends the writing once there are too many.
public final class CountingSink {
  /// The text grew longer than asked for.
  public struct Full: Error {}

  /// How many bytes came so far.
  public private(set) var count = 0
  private let most: Int

  /// A sink that takes `most` bytes and the block that exceeds them.
  public init(most: Int = .max) { self.most = most }

  /// Takes a block.
  public func take(_ block: UnsafeRawBufferPointer) throws {
    count += block.count
    if count > most { throw Full() }
  }
}
