/// Python's texts of plain values.
enum PythonText {
  /// `repr` of a float.
  static func float(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    // Without an exponent both have the same form.
    if value.magnitude >= 1e-4, value.magnitude < 1e16 { return value.description }
    return shortest(value.description, isZero: value == 0)
  }

  /// NumPy's text of a 32-bit float: the shortest that tells it from its neighbours.
  static func float(_ value: Float) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return shortest(value.description, isZero: value == 0)
  }

  /// Swift's shortest digits in Python's form: an exponent below -4 or from 16 on.
  static func shortest(_ text: String, isZero: Bool) -> String {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: "e", maxSplits: 1)
    let mantissa = parts.first ?? "0"
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let pieces = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let (whole, rest) = (pieces.first ?? "0", pieces.count > 1 ? pieces[1] : "")
    var digits = String(whole + rest)
    exponent += whole.count - 1
    let leading = digits.prefix { $0 == "0" }.count
    digits.removeFirst(min(leading, digits.count))
    exponent -= leading
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.isEmpty || isZero { return isNegative ? "-0.0" : "0.0" }
    return (isNegative ? "-" : "") + place(digits, exponent)
  }

  /// Digits with their point: `exponent` is that of the first one.
  private static func place(_ digits: String, _ exponent: Int) -> String {
    if exponent < -4 || exponent >= 16 {
      let rest = digits.dropFirst()
      let sign = exponent < 0 ? "-" : "+"
      return "\(digits.prefix(1))\(rest.isEmpty ? "" : "." + rest)e\(sign)\(padded(exponent.magnitude, 2))"
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let zeros = String(repeating: "0", count: exponent + 1 - whole.count)
    let rest = digits.dropFirst(exponent + 1)
    return whole + zeros + "." + (rest.isEmpty ? "0" : rest)
  }

  /// `str` of a complex number.
  static func complex(_ real: Double, _ imaginary: Double) -> String {
    let parts = [part(real), part(imaginary)]
    if real == 0 && real.sign == .plus { return parts[1] + "j" }
    let sign = imaginary.sign == .minus && !imaginary.isNaN ? "" : "+"
    return "(\(parts[0])\(sign)\(parts[1])j)"
  }

  /// A part of a complex number: whole ones have no point.
  private static func part(_ value: Double) -> String {
    let text = float(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `repr` of a string.
  static func quoted(_ text: String) -> String {
    // Mostly there is nothing to escape.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x27 && $0 != 0x5C }) { return "'\(text)'" }
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case quote: result += "\\" + String(quote)
      default: result += isPrintable(scalar) ? String(scalar) : escape(scalar)
      }
    }
    return result + String(quote)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
    let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
  }

  /// `repr` of bytes.
  static func bytes(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    let quote = bytes.contains(0x27) && !bytes.contains(0x22) ? "\"" : "'"
    var text = "b" + quote
    for byte in bytes {
      switch byte {
      case 0x5C: text += "\\\\"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0x20..<0x7F where quote.utf8.first != byte: text += String(UnicodeScalar(byte))
      case 0x20..<0x7F: text += "\\" + quote
      default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return text + quote
  }
}
