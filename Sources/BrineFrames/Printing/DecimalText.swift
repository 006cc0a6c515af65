#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Floats with a given number of digits, rounded as C and Python do: to the nearest decimal, by the exact
/// value.
enum DecimalText {
  /// `{value: .6f}`: a space or a minus, and so many digits after the point.
  static func fixed(_ value: Double, _ digits: Int, sign: Bool = true) -> String {
    format(value, "f", digits, sign: sign)
  }

  /// `{value: .6e}`.
  static func scientific(_ value: Double, _ digits: Int, sign: Bool = true) -> String {
    format(value, "e", digits, sign: sign)
  }

  private static func format(_ value: Double, _ kind: String, _ digits: Int, sign: Bool) -> String {
    if value.isNaN { return sign ? " nan" : "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : sign ? " inf" : "inf" }
    let digits = min(max(digits, 0), 100)
    // The largest number has 309 digits before the point.
    var buffer = [CChar](repeating: 0, count: 512)
    let written = withVaList([value]) { arguments in
      vsnprintf(&buffer, buffer.count, "%\(sign ? " " : "").\(digits)\(kind)", arguments)
    }
    return String(decoding: buffer.prefix(Int(max(written, 0))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Fixed numbers without the zeros that all of them end with; one stays after the point.
  static func trimmed(_ texts: [String]) -> [String] {
    let isNumber = texts.map { isDecimal($0) }
    var zeros = Int.max
    for (text, isNumber) in zip(texts, isNumber) where isNumber {
      zeros = min(zeros, text.utf8.reversed().prefix(while: { $0 == UInt8(ascii: "0") }).count)
    }
    guard zeros < .max else { return texts }
    return zip(texts, isNumber).map { text, isNumber in
      guard isNumber else { return text }
      let rest = text.dropLast(zeros)
      return rest.hasSuffix(".") ? rest + "0" : String(rest)
    }
  }

  /// One number without the zeros that it ends with.
  static func trimmed(_ text: String) -> String {
    let rest = text.utf8.reversed().prefix(while: { $0 == UInt8(ascii: "0") }).count
    let short = text.dropLast(rest)
    return short.hasSuffix(".") ? short + "0" : String(short)
  }

  /// Spaces, a sign, digits, a point, digits.
  private static func isDecimal(_ text: String) -> Bool {
    var rest = text.utf8.drop { $0 == 0x20 }
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    let whole = rest.prefix(while: { (0x30...0x39).contains($0) })
    rest = rest.dropFirst(whole.count)
    guard !whole.isEmpty, rest.first == UInt8(ascii: ".") else { return false }
    return rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }
}
