/// A column of what Apache Arrow has: pandas' `ArrowDtype`.
public struct ArrowColumn: Sendable {
  /// The type of the elements.
  public var type: ArrowType
  /// The elements, in one piece or several.
  public var chunks: [ArrowArray]

  /// A column of chunks of one type.
  public init(type: ArrowType, chunks: [ArrowArray]) {
    self.type = type
    self.chunks = chunks
  }

  /// How many elements there are.
  public var count: Int { chunks.reduce(0) { $0 + $1.count } }

  func value(_ index: Int) -> FrameValue {
    var index = index
    for chunk in chunks {
      if index < chunk.count { return chunk.value(index) }
      index -= chunk.count
    }
    return .na
  }
}
