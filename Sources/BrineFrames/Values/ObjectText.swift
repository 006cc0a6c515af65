import BrinePickle

/// Texts of Python objects in cells, as `str` has them where that is known.
///
/// The text ends after some megabytes: a few bytes can refer to one list many times.
enum ObjectText {
  /// How many bytes and parts a text may have before it ends.
  static let longest = 1 << 20

  /// The text of an object, which takes from `budget`.
  static func text(_ value: PickleValue, _ budget: inout Int) -> String {
    text(value, isInner: false, depth: 0, &budget)
  }

  /// The text of an object that ends somewhere beyond `length`.
  static func text(_ value: PickleValue, within length: Int) -> String {
    var budget = length
    return text(value, &budget)
  }

  private static func text(_ value: PickleValue, isInner: Bool, depth: Int, _ budget: inout Int) -> String {
    budget -= 1
    guard depth < 32, budget > 0 else { return "..." }
    switch value.kind {
    case .none: return "None"
    case .bool: return value.bool == true ? "True" : "False"
    case .int: return value.bigInt.map { String($0) } ?? value.preview
    case .float: return value.double.map { PythonText.float($0) } ?? value.preview
    case .complex: return value.complex.map { PythonText.complex($0.real, $0.imaginary) } ?? value.preview
    case .string:
      let text = value.lossyString ?? ""
      budget -= text.utf8.count
      return isInner ? PythonText.quoted(text) : text
    case .bytes: return value.bytes.map { PythonText.bytes($0.prefix(1 << 20)) } ?? value.preview
    case .list: return items(value, "[", "]", depth, &budget)
    case .tuple:
      let text = items(value, "(", value.count == 1 ? ",)" : ")", depth, &budget)
      return text
    case .set: return value.count == 0 ? "set()" : items(value, "{", "}", depth, &budget)
    case .dict: return entries(value, depth, &budget)
    case .decimal: return isInner ? "Decimal('\(value.decimalText ?? "")')" : value.decimalText ?? ""
    case .date, .time, .uuid: return value.preview
    case .datetime: return value.preview.replacing("T", with: " ")
    default: return other(value, isInner: isInner, depth: depth, &budget)
    }
  }

  /// What has no kind of its own: pandas' values, and instances by their class.
  private static func other(_ value: PickleValue, isInner: Bool, depth: Int, _ budget: inout Int) -> String {
    if let known = ValueReader.known(value) {
      if case .object = known { return "<\(value.typeName)>" }
      return isInner ? known.repr(&budget) : known.text(within: budget)
    }
    if value.kind == .frozenset {
      return "frozenset(" + items(value, "{", "}", depth, &budget) + ")"
    }
    return "<\(value.typeName)>"
  }

  private static func items(
    _ value: PickleValue, _ opening: String, _ ending: String, _ depth: Int, _ budget: inout Int
  ) -> String {
    var texts: [String] = []
    for item in value.array ?? [] {
      guard budget > 0 else { break }
      texts.append(text(item, isInner: true, depth: depth + 1, &budget))
    }
    return opening + texts.joined(separator: ", ") + ending
  }

  private static func entries(_ value: PickleValue, _ depth: Int, _ budget: inout Int) -> String {
    var texts: [String] = []
    for (key, item) in value.entries ?? [] {
      guard budget > 0 else { break }
      let keyText = text(key, isInner: true, depth: depth + 1, &budget)
      texts.append(keyText + ": " + text(item, isInner: true, depth: depth + 1, &budget))
    }
    return "{" + texts.joined(separator: ", ") + "}"
  }
}
