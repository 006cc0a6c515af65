import BrinePickle

/// Texts of cells and labels as pandas' `pprint_thing` makes them: strings inside lists have no quotes, line
/// breaks are
/// escaped, and long sequences end with dots.
enum PrettyText {
  /// How many items of a sequence are shown.
  private static let maxItems = 100
  /// After how many bytes a sequence ends: cells are far shorter, and a few bytes can refer to one long text
  /// many times.
  private static let maxLength = 8192
  /// How deep sequences are taken apart; below that, `str` has the word.
  private static let maxDepth = 3

  static func text(_ value: FrameValue, depth: Int = 0, quotes: Bool = false) -> String {
    switch value {
    case .float(let number) where number.isNaN && depth == 0: return "NaN"
    case .string(let text): return quotes ? "'\(escaped(text))'" : escaped(text)
    case .tuple(let items) where depth < maxDepth: return sequence(items, "(", ")", depth, quotes)
    case .list(let items) where depth < maxDepth: return sequence(items, "[", "]", depth, quotes)
    case .dictionary(let entries) where depth < maxDepth:
      var body = ""
      for (number, entry) in entries.prefix(maxItems).enumerated() {
        guard body.utf8.count < maxLength else { break }
        let key = text(entry.key, depth: depth + 1, quotes: true)
        body += "\(number == 0 ? "" : ", ")\(key): \(text(entry.value, depth: depth + 1, quotes: true))"
      }
      return "{" + body + (entries.count > maxItems ? ", ..." : "") + "}"
    case .object(let object): return self.object(object.value, depth: depth, quotes: quotes)
    case .interval(let interval): return interval.description
    default: return escaped(value.text(within: maxLength))
    }
  }

  /// `repr` of a label, which ends when it is far longer than a line.
  static func repr(_ value: FrameValue) -> String {
    var budget = maxLength
    return value.repr(&budget)
  }

  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 9 || $0 == 10 || $0 == 13 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func sequence(
    _ items: [FrameValue], _ opening: String, _ ending: String, _ depth: Int, _ quotes: Bool
  ) -> String {
    var body = ""
    for (number, item) in items.prefix(maxItems).enumerated() {
      // Cells are far shorter, and a few bytes can refer to one long text many times.
      guard body.utf8.count < maxLength else { break }
      body += (number == 0 ? "" : ", ") + text(item, depth: depth + 1, quotes: quotes)
    }
    if items.count > maxItems {
      body += ", ..."
    } else if opening == "(" && items.count == 1 {
      body += ","
    }
    return opening + body + ending
  }

  private static func object(_ value: PickleValue, depth: Int, quotes: Bool) -> String {
    let items: [FrameValue]
    switch value.kind {
    case .list, .tuple, .set, .frozenset:
      guard depth < maxDepth else { return ObjectText.text(value, within: maxLength) }
      items = (value.array ?? []).prefix(maxItems + 1).map { FrameValue($0) }
      switch value.kind {
      case .list: return sequence(items, "[", "]", depth, quotes)
      case .tuple: return sequence(items, "(", ")", depth, quotes)
      default: return sequence(items, "{", "}", depth, quotes)
      }
    case .dict:
      guard depth < maxDepth else { return ObjectText.text(value, within: maxLength) }
      let entries = (value.entries ?? []).prefix(maxItems + 1)
      return text(
        .dictionary(entries.map { .init(FrameValue($0.key), FrameValue($0.value)) }), depth: depth,
        quotes: quotes)
    case .ndarray:
      guard depth < maxDepth, let array = value.ndarray, array.axes == 1 else {
        return ObjectText.text(value, within: maxLength)
      }
      items = (0..<min(array.count, maxItems + 1)).map { NumPyText.value(array, $0) }
      return sequence(items, "[", "]", depth, quotes)
    default: return escaped(ObjectText.text(value, within: maxLength))
    }
  }
}
