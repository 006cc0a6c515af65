/// A value as Python's `ast.literal_eval` knows it: what the headers of `.npy` files are made of.
///
/// Source: <https://docs.python.org/3/reference/lexical_analysis.html#literals>, as far as NumPy writes them.
public indirect enum PythonLiteral: Sendable, Hashable {
  case none
  case bool(Bool)
  case int(Int)
  case string(String)
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case dict([Entry])

  /// A key and its value.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public var key: PythonLiteral
    /// What it stands for.
    public var value: PythonLiteral
  }

  /// The value of the last entry with this string as key.
  public subscript(key: String) -> PythonLiteral? {
    guard case .dict(let entries) = self else { return nil }
    return entries.last { $0.key == .string(key) }?.value
  }
}

extension PythonLiteral: CustomStringConvertible {
  /// As Python's `repr` writes it.
  public var description: String {
    switch self {
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return String(value)
    case .string(let text): return PythonLiteral.quoted(text)
    case .tuple(let items):
      return "(" + items.map(\.description).joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    case .list(let items): return "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .dict(let entries):
      return "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  /// A string as `repr` writes it: single quotes unless only those are in it.
  public static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\x" + hexadecimal(scalar.value, digits: 2)
      case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x100: result += "\\x" + hexadecimal(scalar.value, digits: 2)
      case _ where scalar.value < 0x1_0000: result += "\\u" + hexadecimal(scalar.value, digits: 4)
      default: result += "\\U" + hexadecimal(scalar.value, digits: 8)
      }
    }
    result.unicodeScalars.append(quote)
    return result
  }

  /// What `str.isprintable` says: everything but separators other than the space, and what has no character.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: digits - min(text.count, digits)) + text
  }
}
