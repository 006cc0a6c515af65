import BrinePickle

/// Values in text.
extension FrameValue: CustomStringConvertible {
  /// The value as Python's `str` has it.
  public var description: String { text }

  /// The value as Python's `str` has it. Of Python objects without a known text, the type.
  public var text: String { text(within: ObjectText.longest) }

  /// The text, which ends somewhere beyond `budget` bytes: a few bytes of a file can refer to one list many
  /// times.
  func text(within budget: Int) -> String {
    if case .string(let text) = self { return text }
    var budget = budget
    return repr(&budget)
  }

  /// The value as it stands inside a list or tuple: strings in quotes.
  var repr: String {
    var budget = ObjectText.longest
    return repr(&budget)
  }

  func repr(_ budget: inout Int) -> String {
    budget -= 1
    switch self {
    case .none: return "None"
    case .na: return "<NA>"
    case .nat: return "NaT"
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .float(let value): return PythonText.float(value)
    case .complex(let real, let imaginary): return PythonText.complex(real, imaginary)
    case .string(let text): return PythonText.quoted(text)
    case .bytes(let bytes): return PythonText.bytes(bytes)
    case .timestamp(let value): return value.description
    case .timedelta(let value): return value.description
    case .period(let value): return value.description
    case .interval(let value): return value.description
    case .date(let days): return CivilTime(days: days).dateText
    case .time(let nanoseconds): return CivilTime(nanoseconds, .nanoseconds).timeText
    case .decimal(let text): return text
    case .tuple(let items):
      return "(" + FrameValue.joined(items, &budget) { $0.repr(&$1) } + (items.count == 1 ? ",)" : ")")
    case .list(let items): return "[" + FrameValue.joined(items, &budget) { $0.repr(&$1) } + "]"
    case .dictionary(let entries):
      return "{" + FrameValue.joined(entries, &budget) { $0.key.repr(&$1) + ": " + $0.value.repr(&$1) } + "}"
    case .object(let object): return ObjectText.text(object.value, &budget)
    }
  }

  private static func joined<Item>(
    _ items: [Item], _ budget: inout Int, _ text: (Item, inout Int) -> String
  ) -> String {
    var texts: [String] = []
    for item in items {
      guard budget > 0 else {
        texts.append("...")
        break
      }
      texts.append(text(item, &budget))
    }
    return texts.joined(separator: ", ")
  }
}
