extension Meaning {
  /// What it takes to look at bytes or an array, beside a step for each object: many calls may share one argument.
  func contentWork(_ graph: PickleGraph) -> Int {
    switch self {
    case .bytes(let bytes), .bytearray(let bytes): bytes.size(in: graph) / 64
    case .array(let array):
      if case .packed(_, let bytes) = array.content { bytes.size(in: graph) } else { 0 }
    case .ndarray(let array), .scalar(let array):
      if case .bytes(let bytes) = array.content { bytes.size(in: graph) / 16 } else { array.count }
    default: 0
    }
  }
}

extension Meaning.Bytes {
  /// How many bytes there are, or as many as the text has that they are made of.
  func size(in graph: PickleGraph) -> Int {
    switch self {
    case .word(let word), .latin1(let word): graph.leafSize(word)
    case .empty: 0
    }
  }
}
