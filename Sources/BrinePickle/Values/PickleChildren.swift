import BrineCore

/// What is right below a value, in order, each with the step that leads to it.
///
/// A state that is a dict shows as the instance's attributes. Keys that are plain values are only part of the step.
public struct PickleChildren: RandomAccessCollection, Sendable {
  /// A value and the way to it.
  public struct Element: Sendable {
    /// The way from the parent.
    public let step: PickleStep
    /// The value.
    public let value: PickleValue
  }

  let graph: PickleGraph
  private var parts: [Part] = []
  private var starts: [Int] = [0]

  private enum Part: @unchecked Sendable {
    // Sendable: words that never change.
    case items(UnsafeBufferPointer<Word>)
    case elements(UnsafeBufferPointer<Word>, shape: [Int])
    case words([Word])
    case arguments([Word])
    case entries(Entries, as: EntryRole)
    case keys([(entry: Int, key: Word)])
    case one(PickleStep, Word)
  }

  private enum EntryRole { case key, attribute, keyword }

  /// Always 0.
  public var startIndex: Int { 0 }
  /// How many there are.
  public var endIndex: Int { starts[starts.count - 1] }

  /// The child at a position.
  public subscript(position: Int) -> Element {
    // The last part that starts at or before the position.
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    let part = low
    return element(parts[part], position - starts[part])
  }

  private func element(_ part: Part, _ index: Int) -> Element {
    switch part {
    case .items(let items): make(.index(index), items[index])
    case .elements(let items, let shape): make(Self.place(index, shape), items[index])
    case .words(let words): make(.index(index), words[index])
    case .arguments(let words): make(.argument(index), words[index])
    case .keys(let keys): make(.keyItself(keys[index].entry), keys[index].key)
    case .one(let step, let word): make(step, word)
    case .entries(let entries, let role): make(step(role, entries.key(index)), entries.value(index))
    }
  }

  /// The step to an element of an array, of which the list is in C order.
  static func place(_ index: Int, _ shape: [Int]) -> PickleStep {
    guard shape.count > 1 else { return .index(index) }
    var rest = index
    var places: [Int] = []
    for length in shape.reversed() where length > 0 {
      places.append(rest % length)
      rest /= length
    }
    return .element(places.reversed())
  }

  private func step(_ role: EntryRole, _ key: Word) -> PickleStep {
    let key = PickleValue(graph, key)
    return switch role {
    case .key: .key(key)
    case .attribute: .attribute(key)
    case .keyword: .keyword(key)
    }
  }

  private func make(_ step: PickleStep, _ word: Word) -> Element {
    Element(step: step, value: PickleValue(graph, word))
  }

  // MARK: Finding them

  init(_ graph: PickleGraph, _ meaning: Meaning) {
    self.graph = graph
    switch meaning {
    case .list(let word), .tuple(let word): add(.items(graph.items(word)))
    case .set(let word), .frozenset(let word): add(.words(graph.uniqueItems(word)))
    case .dict(let word): add(entries: word, as: .key)
    case .time(_, let tz?), .datetime(_, _, let tz?): add(.one(.timeZone, tz))
    case .array(let array):
      if case .items(let word) = array.content { add(.items(graph.items(word))) }
    case .ndarray(let array):
      if case .items(let word) = array.content {
        add(.elements(graph.items(word), shape: array.shape))
      }
    case .persistent(let word), .readOnly(let word): add(.one(.content, word))
    case .instance(let instance): add(instance)
    default: break
    }
  }

  private mutating func add(_ instance: Meaning.Instance) {
    if instance.name == nil { add(.one(.callable, instance.callable)) }
    add(.arguments(instance.arguments))
    if let keywords = instance.keywords { add(entries: keywords, as: .keyword) }
    let attributes = graph.attributeDicts(instance)
    let isAttributes = Set(attributes)
    for (index, state) in instance.states.enumerated() where !isAttributes.contains(state) {
      let isSlotted =
        state.has(.tuple) && graph.items(state).count == 2 && isAttributes.contains(graph.items(state)[1])
      if !isSlotted { add(.one(.state(index), state)) }
    }
    for dict in attributes { add(entries: dict, as: .attribute) }
    for (index, effect) in instance.effects.enumerated() { add(.one(.effect(index), effect)) }
    if let list = instance.items { add(.items(graph.items(list))) }
    if let dict = instance.entries { add(entries: dict, as: .key) }
  }

  private mutating func add(entries dict: Word, as role: EntryRole) {
    let entries = graph.entries(dict)
    if role == .key {
      let keys = (0..<entries.count).lazy.map { (entry: $0, key: entries.key($0)) }
      add(.keys(keys.filter { $0.key.mayHaveChildren && !graph.meaning($0.key).isLeaf }))
    }
    add(.entries(entries, as: role))
  }

  private mutating func add(_ part: Part) {
    let count =
      switch part {
      case .items(let items), .elements(let items, _): items.count
      case .words(let words), .arguments(let words): words.count
      case .keys(let keys): keys.count
      case .entries(let entries, _): entries.count
      case .one: 1
      }
    guard count > 0 else { return }
    parts.append(part)
    starts.append(endIndex + count)
  }
}

extension PickleValue {
  /// What is right below the value.
  public var children: PickleChildren { PickleChildren(graph, meaning) }
}
