import BrinePickle

/// Values in text.
extension FrameValue: CustomStringConvertible {
  /// The value as Python's `str` has it.
  public var description: String { text }

  /// The value as Python's `str` has it. Of Python objects without a known text, the type.
  public var text: String {
    switch self {
    case .string(let text): text
    default: repr
    }
  }

  /// The value as it stands inside a list or tuple: strings in quotes.
  var repr: String {
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
      return "(" + items.map(\.repr).joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    case .list(let items): return "[" + items.map(\.repr).joined(separator: ", ") + "]"
    case .dictionary(let entries):
      return "{" + entries.map { "\($0.key.repr): \($0.value.repr)" }.joined(separator: ", ") + "}"
    case .object(let object): return ObjectText.text(object.value)
    }
  }
}
