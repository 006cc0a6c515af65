/// The way from a value to one of its parts.
enum ObjectStep: Sendable {
  /// A member of an object or structure.
  case member(String)
  case index(Int)
  /// The value of a dictionary's key, which is given as text: as it is for strings, else its description.
  case key(String, isText: Bool)
  /// A key itself, or an item of a set, by its place.
  case keyItself(Int)
  /// An argument of a class that Python called.
  case argument(Int)
  /// Any other part of a pickle.
  case part(String)
  /// What is in an optional, which has the path of the optional.
  case inside

  /// The steps of a coding path, the last one first.
  static func reversed(_ path: [any CodingKey]) -> [ObjectStep] {
    path.reversed().map { key in key.intValue.map { .index($0) } ?? .member(key.stringValue) }
  }

  /// The step to a dictionary's value.
  static func key<K>(_ key: K) -> ObjectStep {
    if let text = key as? String { return .key(text, isText: true) }
    return .key(String(describing: key), isText: false)
  }

  init(_ step: PickleStep) {
    switch step {
    case .index(let index): self = .index(index)
    case .key(let key): self = key.string.map { .key($0, isText: true) } ?? .key(key.keyText, isText: false)
    case .keyItself(let index): self = .keyItself(index)
    case .attribute(let name), .keyword(let name): self = .member(name.lossyString ?? name.keyText)
    case .argument(let index): self = .argument(index)
    default: self = .part(step.description)
    }
  }
}

/// A path to a part of an object, as text.
struct ObjectPath {
  enum Style {
    /// `groups["a"][2].name`.
    case swift
    /// `groups/a[2]/name`.
    case pickle
  }

  private let head: [ObjectStep]
  /// How many steps between the two are not shown.
  private let omitted: Int
  private let tail: [ObjectStep]

  /// How many steps are shown at either end of a longer path.
  static let shown = 12

  init(_ steps: [ObjectStep]) {
    let isShort = steps.count <= 2 * Self.shown + 1
    head = isShort ? steps : Array(steps.prefix(Self.shown))
    omitted = isShort ? 0 : steps.count - 2 * Self.shown
    tail = isShort ? [] : Array(steps.suffix(Self.shown))
  }

  /// A path of which only the two ends are known.
  init(head: [ObjectStep], omitted: Int, tail: [ObjectStep]) {
    (self.head, self.omitted, self.tail) = (head, omitted, tail)
  }

  func text(_ style: Style) -> String {
    var text = ""
    for step in head { Self.append(step, to: &text, style) }
    if omitted > 0 { text += (style == .swift ? "." : "/") + "… (\(omitted) more) …" }
    for step in tail { Self.append(step, to: &text, style) }
    return text
  }

  private static func append(_ step: ObjectStep, to text: inout String, _ style: Style) {
    let separator = text.isEmpty ? "" : style == .swift ? "." : "/"
    switch step {
    case .member(let name): text += separator + name
    case .index(let index): text += "[\(index)]"
    case .key(let key, let isText):
      let isPlain = style == .pickle && isText && !key.isEmpty && !key.contains { "/[]\"".contains($0) }
      text += isPlain ? separator + key : isText ? "[\"\(key)\"]" : "[\(key)]"
    case .keyItself(let index): text += separator + "keys[\(index)]"
    case .argument(let index): text += separator + "args[\(index)]"
    case .part(let name): text += separator + name
    case .inside: break
    }
  }
}
