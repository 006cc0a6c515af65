/// The state of one run over one stream of compressed data, in either direction.
///
/// Not safe to use from two tasks at once.
public protocol CodecStream: AnyObject {
  /// Takes some of `input` and puts some bytes into `output`.
  ///
  /// A step that does neither, and does not finish, can't go on without more of what it was given.
  /// - Parameter isLast: whether no input follows; a compressor then writes the end of its stream.
  /// - Throws: `CodecError`, whose offset counts from the start of `input` where the library tells it.
  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
  ) throws(CodecError) -> CodecStep
}

/// What one step of a ``CodecStream`` did.
public struct CodecStep: Sendable {
  /// How many bytes of the input were taken.
  public var consumed: Int
  /// How many bytes were put out.
  public var produced: Int
  /// Whether the stream has come to its end.
  public var isFinished: Bool

  /// A step.
  public init(consumed: Int, produced: Int, isFinished: Bool) {
    self.consumed = consumed
    self.produced = produced
    self.isFinished = isFinished
  }
}
