import Brine

/// Values in a line.
extension PickleValue {
  /// The value itself where it is plain or small, else its type and size.
  var shortText: String { literal ?? (preview.isEmpty ? typeName : identity == nil ? preview : description) }

  /// The same with the type: `int 3`, `list [1, 2]`, `dict (12)`.
  var typedText: String { isNone ? "None" : literal.map { "\(typeName) \($0)" } ?? description }

  /// What a class or callable is called.
  var nameText: String { global?.description ?? instance?.name?.description ?? typeName }

  /// How many bytes bytes and strings take.
  var length: String { (bytes?.count ?? lossyString?.utf8.count).map { String($0) } ?? preview }

  /// A list, tuple, set or dict of a few plain values as Python writes it.
  private var literal: String? {
    let brackets: (open: String, close: String)
    switch kind {
    case .list: brackets = ("[", "]")
    case .tuple: brackets = ("(", count == 1 ? ",)" : ")")
    case .set where count > 0, .dict: brackets = ("{", "}")
    case .frozenset: brackets = ("{", "}")
    default: return nil
    }
    let children = children
    guard children.count <= 8, children.count == count else { return nil }
    var parts: [String] = []
    for child in children {
      guard child.value.identity == nil, let text = child.value.plainText else { return nil }
      if case .key(let key) = child.step {
        guard let name = key.plainText else { return nil }
        parts.append("\(name): \(text)")
      } else {
        parts.append(text)
      }
    }
    let text = brackets.open + parts.joined(separator: ", ") + brackets.close
    return text.utf8.count <= 60 ? text : nil
  }

  /// A number, string, boolean or `None`.
  private var plainText: String? {
    switch kind {
    case .none, .bool, .int, .float, .complex, .string, .bytes, .global: preview
    default: nil
    }
  }

  /// Writes `,"value":…` for what JSON has itself.
  func writePlainJSON(to writer: inout JSONTextWriter) throws {
    switch kind {
    case .none: try writer.write(",\"value\":null")
    case .bool: try writer.write(text: ",\"value\":\(bool == true)")
    case .int: if let int { try writer.write(text: ",\"value\":\(int)") }
    case .float:
      if let double, double.isFinite { try writer.write(text: ",\"value\":\(preview)") }
    case .string:
      guard let string, string.utf8.count <= 1 << 16 else { return }
      try writer.write(",\"value\":")
      try writer.write(string: string)
    default: break
    }
  }
}
