import BrineCore

/// What is to be compared below two values of the same kind.
extension PickleDifferences {
  mutating func parts(_ old: Meaning, _ new: Meaning, at item: ComparedItem) throws(PickleError)
    -> [ComparedItem]
  {
    var parts: [ComparedItem] = []
    switch (old, new) {
    case (.list(let old), .list(let new)), (.tuple(let old), .tuple(let new)):
      try addItems(Array(graphs.old.items(old)), Array(graphs.new.items(new)), to: &parts)
    case (.set(let old), .set(let new)), (.frozenset(let old), .frozenset(let new)):
      try addMembers(graphs.old.uniqueItems(old), graphs.new.uniqueItems(new), to: &parts)
    case (.dict(let oldWord), .dict(let newWord)):
      let (old, new) = (EntryList(graphs.old, [oldWord]), EntryList(graphs.new, [newWord]))
      try addEntries(old, new, as: .key, at: item, to: &parts)
    case (.instance(let old), .instance(let new)): try addParts(old, new, at: item, to: &parts)
    case (.ndarray(let old), .ndarray(let new)):
      if case .items(let old) = old.content, case .items(let new) = new.content {
        addInOrder(Array(graphs.old.items(old)), Array(graphs.new.items(new)), as: .index, to: &parts)
      }
    case (.persistent(let old), .persistent(let new)), (.readOnly(let old), .readOnly(let new)):
      parts.append(ComparedItem(role: .content, old: old, new: new))
    case (.time(_, let old), .time(_, let new)), (.datetime(_, _, let old), .datetime(_, _, let new)):
      addZones(old, new, to: &parts)
    default: break
    }
    return parts
  }

  /// Adds a pair, unless it is surely equal or nothing at all.
  func add(_ item: ComparedItem, to parts: inout [ComparedItem]) {
    if item.old == .absent, item.new == .absent { return }
    if item.old != .absent, item.new != .absent, plain.areSurelyEqual(item.old, item.new) { return }
    parts.append(item)
  }

  // MARK: Instances

  private mutating func addParts(
    _ old: Meaning.Instance, _ new: Meaning.Instance, at item: ComparedItem, to parts: inout [ComparedItem]
  ) throws(PickleError) {
    let (old, new) = Self.alike(old, new, graphs)
    try spend(old.arguments.count + new.arguments.count)
    if old.name == nil, new.name == nil {
      add(ComparedItem(role: .callable, old: old.callable, new: new.callable), to: &parts)
    }
    addInOrder(old.arguments, new.arguments, as: .argument, to: &parts)
    let keywords = (old.keywords.map { [$0] } ?? [], new.keywords.map { [$0] } ?? [])
    try addShared(keywords, as: .keyword, at: item, to: &parts)
    try addStates(old, new, at: item, to: &parts)
    addInOrder(old.effects, new.effects, as: .effect, to: &parts)
    if old.items != nil || new.items != nil {
      let (old, new) = (old.items ?? .emptyTuple, new.items ?? .emptyTuple)
      if isNewPart(old, new) {
        try addItems(Array(graphs.old.items(old)), Array(graphs.new.items(new)), to: &parts)
      }
    }
    let entries = (old.entries.map { [$0] } ?? [], new.entries.map { [$0] } ?? [])
    try addShared(entries, as: .key, at: item, to: &parts)
  }

  /// Compares by place.
  private func addInOrder(
    _ old: [Word], _ new: [Word], as role: ComparedItem.Role, to parts: inout [ComparedItem]
  ) {
    for index in 0..<max(old.count, new.count) {
      let (old, new) = (index < old.count ? old[index] : .absent, index < new.count ? new[index] : .absent)
      add(ComparedItem(role: role, oldIndex: index, newIndex: index, old: old, new: new), to: &parts)
    }
  }

  /// Attributes by name, other states by the number of their BUILD.
  private mutating func addStates(
    _ old: Meaning.Instance, _ new: Meaning.Instance, at item: ComparedItem, to parts: inout [ComparedItem]
  ) throws(PickleError) {
    let dicts = (graphs.old.attributeDicts(old), graphs.new.attributeDicts(new))
    try addShared(dicts, as: .attribute, at: item, to: &parts)
    let (oldStates, newStates) = (graphs.old.plainStates(old), graphs.new.plainStates(new))
    addInOrder(oldStates.map(\.state), newStates.map(\.state), as: .state, to: &parts)
    addInOrder(oldStates.map(\.setter), newStates.map(\.setter), as: .state, to: &parts)
  }

  /// Entries of dicts that other instances may have too: compared once.
  private mutating func addShared(
    _ dicts: ([Word], [Word]), as role: ComparedItem.Role, at item: ComparedItem,
    to parts: inout [ComparedItem]
  ) throws(PickleError) {
    let (old, new) = dicts
    if old.count == 1, new.count == 1, !isNewPart(old[0], new[0]) { return }
    try addEntries(EntryList(graphs.old, old), EntryList(graphs.new, new), as: role, at: item, to: &parts)
  }

  /// Time zones that are more than an offset.
  private func addZones(_ old: Word?, _ new: Word?, to parts: inout [ComparedItem]) {
    guard let old, let new, graphs.old.offsetText(old) == nil, graphs.new.offsetText(new) == nil else {
      return
    }
    parts.append(ComparedItem(role: .timeZone, old: old, new: new))
  }
}
