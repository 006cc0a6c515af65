import BrineCore

extension Meaning {
  /// Whether the value is one that Python programs tell apart by identity.
  var hasIdentity: Bool {
    switch self {
    case .list, .dict, .set, .bytearray, .array, .ndarray, .instance, .persistent, .readOnly: true
    case .tuple(let word), .frozenset(let word): word != .emptyTuple
    default: false
    }
  }
}

extension PickleGraph {
  /// Hands every value right below `meaning` to `body`, in document order.
  func forEachChild(of meaning: Meaning, _ body: (Word) -> Void) {
    switch meaning {
    case .list(let word), .tuple(let word): items(word).forEach(body)
    case .set(let word), .frozenset(let word): uniqueItems(word).forEach(body)
    case .dict(let word): forEachEntry(of: word, body)
    case .time(_, let tz?), .datetime(_, _, let tz?):
      // A fixed offset is part of the text.
      if offsetText(tz) == nil { body(tz) }
    case .array(let array):
      if case .items(let word) = array.content { items(word).forEach(body) }
    case .ndarray(let array):
      if case .items(let word) = array.content { items(word).forEach(body) }
    case .persistent(let word), .readOnly(let word): body(word)
    case .instance(let instance): forEachPart(of: instance, body)
    default: break
    }
  }

  private func forEachEntry(of dict: Word, _ body: (Word) -> Void) {
    let entries = entries(dict)
    for index in 0..<entries.count {
      body(entries.key(index))
      body(entries.value(index))
    }
  }

  private func forEachPart(of instance: Meaning.Instance, _ body: (Word) -> Void) {
    if instance.name == nil { body(instance.callable) }
    instance.arguments.forEach(body)
    if let keywords = instance.keywords { forEachEntry(of: keywords, body) }
    for (state, setter) in zip(instance.states, instance.setters) {
      body(state)
      if setter != .absent { body(setter) }
    }
    instance.effects.forEach(body)
    if let list = instance.items { items(list).forEach(body) }
    if let dict = instance.entries { forEachEntry(of: dict, body) }
  }
}
