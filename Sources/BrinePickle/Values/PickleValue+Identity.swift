extension PickleValue {
  /// Whether this is the same object as `other`, as Python's `is` tells.
  ///
  /// Numbers, strings and other plain values have no identity to speak of: equal ones are identical when they
  /// are stored in one place.
  public func isIdentical(to other: PickleValue) -> Bool { graph === other.graph && word == other.word }

  /// What tells this object from all others of its graph; `nil` for plain values.
  public var identity: PickleIdentity? {
    meaning.hasIdentity ? PickleIdentity(graph: graph, word: word) : nil
  }
}

/// The identity of an object in a graph.
public struct PickleIdentity: Sendable, Hashable {
  // Keeps the graph, so that no other one can take its address.
  let graph: PickleGraph
  let word: Word

  /// Whether both are the same object of the same graph.
  public static func == (left: PickleIdentity, right: PickleIdentity) -> Bool {
    left.graph === right.graph && left.word == right.word
  }

  /// Hashes the graph's address and the place in it.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(graph))
    hasher.combine(word)
  }
}

extension PickleValue: Equatable {
  /// Whether both are the same object of the same graph, or equal plain values stored in one place.
  public static func == (left: PickleValue, right: PickleValue) -> Bool { left.isIdentical(to: right) }
}
