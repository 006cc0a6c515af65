import BrineCore

/// What values take in a file, and the parts of them that no tree shows as a node.
extension PickleGraph {
  /// The bytes that a value takes in a pickle of protocol 4, without what is below it, framing and memo.
  func ownSize(_ word: Word) -> Int {
    switch word.tag {
    case nil: return 9
    case .int: return Self.intSize(word.inlineInt ?? 0)
    case .constant: return 1
    case .string, .bytes, .bytearray:
      let count = leafSize(word)
      return count + (count < 256 ? 2 : count < 1 << 32 ? 5 : 9)
    case .number: return leafSize(word) + 2
    default: return 3
    }
  }

  private static func intSize(_ value: Int) -> Int {
    switch value {
    case 0..<256: 2
    case 256..<65_536: 3
    case -2_147_483_648..<2_147_483_648: 5
    default: 8
    }
  }

  /// What a second reference to something stored takes: a GET.
  static let referenceSize = 2

  /// Whether a second reference to a word is one to the same thing in the file.
  func isStored(_ word: Word) -> Bool { word.mayHaveChildren || word.has(.string) || word.has(.bytes) }
}

/// A part of a value that ``PickleChildren`` has no element for.
struct HiddenPart {
  enum Role {
    /// A key of a dict, or the name of an attribute or keyword, by its number.
    case key(Int)
    /// A dict of attributes, or what holds it, by the number of its BUILD.
    case state(Int)
    /// What a value is written with that is shown as one: the bytes of a date.
    case argument(Int)
  }

  let role: Role
  let word: Word
}

extension PickleGraph {
  /// Hands the parts of a value that are no children of it to `body`.
  func forEachHiddenPart(of word: Word, _ meaning: Meaning, _ body: (HiddenPart) -> Void) {
    switch meaning {
    case .dict(let dict): forEachHiddenKey(of: dict, from: 0, as: .key, body)
    case .instance(let instance): forEachHiddenPart(of: instance, body)
    case .list, .tuple, .set, .frozenset, .persistent, .readOnly, .global, .extension, .buffer: break
    default: if word.has(.object) { forEachHiddenArgument(of: word, body) }
    }
  }

  /// Keys that are plain values; others are children.
  private func forEachHiddenKey(
    of dict: Word, from first: Int, as role: KeyRole, _ body: (HiddenPart) -> Void
  ) {
    let entries = entries(dict)
    for index in 0..<entries.count {
      let key = entries.key(index)
      if role == .key, key.mayHaveChildren, !meaning(key).isLeaf { continue }
      body(HiddenPart(role: .key(first + index), word: key))
    }
  }

  private enum KeyRole { case key, name }

  private func forEachHiddenPart(of instance: Meaning.Instance, _ body: (HiddenPart) -> Void) {
    var count = 0
    func keys(_ dict: Word, _ role: KeyRole) {
      forEachHiddenKey(of: dict, from: count, as: role, body)
      count += entries(dict).count
    }
    if let keywords = instance.keywords { keys(keywords, .name) }
    let attributes = Set(attributeDicts(instance))
    for (index, state) in instance.states.enumerated() {
      let isSlotted = state.has(.tuple) && items(state).count == 2 && attributes.contains(items(state)[1])
      guard isSlotted || attributes.contains(state) else { continue }
      body(HiddenPart(role: .state(index), word: state))
      guard isSlotted else {
        keys(state, .name)
        continue
      }
      for part in items(state) {
        body(HiddenPart(role: .state(index), word: part))
        if part.has(.dict) { keys(part, .name) }
      }
    }
    if let entries = instance.entries { keys(entries, .key) }
  }

  /// The plain values that a date, decimal and the like are written with.
  private func forEachHiddenArgument(of object: Word, _ body: (HiddenPart) -> Void) {
    let record = objects[object.objectIndex]
    if record.state.has(.dict) {
      // A UUID is written as the state of one.
      let entries = entries(record.state)
      for index in 0..<entries.count {
        body(HiddenPart(role: .key(index), word: entries.key(index)))
        body(HiddenPart(role: .argument(index), word: entries.value(index)))
      }
    }
    guard record.arguments.has(.tuple) else { return }
    for (index, argument) in items(record.arguments).prefix(8).enumerated() {
      let isLeaf = argument.has(.object) ? meaning(argument).isLeaf : !argument.mayHaveChildren
      guard isLeaf || argument.has(.bytearray) else { continue }
      body(HiddenPart(role: .argument(index), word: argument))
    }
  }
}
