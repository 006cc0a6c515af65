/// One value of a pickle: a light view into its graph.
///
/// Copying a value copies two words. Two values are `==` when they are the same object of the same graph.
@frozen
public struct PickleValue: Sendable {
  /// The graph that the value is part of.
  public let graph: PickleGraph
  @usableFromInline let word: Word

  @inlinable
  init(_ graph: PickleGraph, _ word: Word) {
    self.graph = graph
    self.word = word
  }
}
