/// The way from a value to one right below it.
public enum PickleStep: Sendable, Equatable {
  /// An item of a list, tuple, set or frozenset, or an item appended to an instance.
  case index(Int)
  /// An element of an array of objects that has several axes: its place on each.
  case element([Int])
  /// The value of a dict's key.
  case key(PickleValue)
  /// A key itself, by the number of its entry: only where keys are more than plain values.
  case keyItself(Int)
  /// An attribute of an instance.
  case attribute(PickleValue)
  /// An argument of a call or class.
  case argument(Int)
  /// A keyword argument.
  case keyword(PickleValue)
  /// A state that is not a dict of attributes, by the number of its BUILD.
  case state(Int)
  /// A call that was made once the object was there, and whose result was dropped.
  case effect(Int)
  /// The callable, where it is not a plain name.
  case callable
  /// The time zone of a datetime or time.
  case timeZone
  /// What a persistent id or read-only view holds.
  case content
}

extension PickleStep: CustomStringConvertible {
  /// As in a path: `name`, `[2]`, `args[0]`.
  public var description: String {
    switch self {
    case .index(let index): "[\(index)]"
    case .element(let indexes): "[" + indexes.map(String.init).joined(separator: ", ") + "]"
    case .key(let key): key.plainName ?? "[\(key.keyText)]"
    case .keyItself(let index): "keys[\(index)]"
    case .attribute(let name): name.plainName ?? "[\(name.keyText)]"
    case .argument(let index): "args[\(index)]"
    case .keyword(let name): name.plainName ?? "[\(name.keyText)]"
    case .state(let index): index == 0 ? "state" : "states[\(index)]"
    case .effect(let index): "after[\(index)]"
    case .callable: "callable"
    case .timeZone: "tz"
    case .content: "content"
    }
  }
}

extension PickleValue {
  /// A string that can stand in a path as it is.
  var plainName: String? {
    guard let name = string, !name.isEmpty,
      !name.utf8.contains(where: { "/[]\"".utf8.contains($0) || $0 < 0x20 })
    else { return nil }
    return name
  }

  /// A key as it stands between brackets.
  var keyText: String {
    guard case .tuple(let tuple) = meaning else { return preview.isEmpty ? typeName : preview }
    let items = graph.items(tuple)
    let texts = items.prefix(8).map { item in
      let value = PickleValue(graph, item)
      return value.preview.isEmpty ? value.typeName : value.preview
    }
    let rest = items.count > 8 ? ", …" : items.count == 1 ? "," : ""
    return "(" + texts.joined(separator: ", ") + rest + ")"
  }
}
