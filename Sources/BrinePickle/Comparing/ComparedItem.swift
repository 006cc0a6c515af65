/// One place of a comparison: what the old and the new value have there.
struct ComparedItem: Sendable {
  /// Which ``PickleStep`` leads here.
  enum Role: UInt8, Sendable {
    case root, index, key, keyItself, attribute, argument, keyword, state, effect, callable, timeZone, content
  }

  let role: Role
  /// The indexes on both sides.
  var oldIndex = 0
  var newIndex = 0
  /// The key, for roles that have one, and whether it is the new value's.
  var key = Word.absent
  var isNewKey = false
  /// `absent` for what was added.
  var old: Word
  /// `absent` for what was removed.
  var new: Word
  /// Whether the step is another one on the new side.
  var isMoved: Bool { oldIndex != newIndex }

  /// The step on one side.
  func step(_ graphs: ComparedGraphs, isNew: Bool) -> PickleStep? {
    let index = isNew ? newIndex : oldIndex
    let key = PickleValue(isNewKey ? graphs.new : graphs.old, key)
    return switch role {
    case .root: nil
    case .index: .index(index)
    case .key: .key(key)
    case .keyItself: .keyItself(index)
    case .attribute: .attribute(key)
    case .argument: .argument(index)
    case .keyword: .keyword(key)
    case .state: .state(index)
    case .effect: .effect(index)
    case .callable: .callable
    case .timeZone: .timeZone
    case .content: .content
    }
  }
}

/// The graphs of the old and the new value.
struct ComparedGraphs: Sendable {
  let old: PickleGraph
  let new: PickleGraph
}
