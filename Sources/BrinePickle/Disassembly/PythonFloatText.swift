/// Floats in text, by the rules of Python's `float`.
enum PythonFloatText {
  /// The value; `nil` where Python refuses the text.
  static func parse(_ text: RawSpan) -> Double? {
    text.withUnsafeBytes { bytes in
      let trimmed = bytes.drop(while: PythonDecimal.isSpace)
      let end = trimmed.lastIndex { !PythonDecimal.isSpace($0) }
      guard let end else { return nil }
      let number = UnsafeRawBufferPointer(rebasing: trimmed[...end])
      guard number.contains(UInt8(ascii: "_")) else { return parse(number) }
      return withoutUnderscores(number)?.withUnsafeBytes { parse($0) }
    }
  }

  /// The text without its underscores; `nil` when one of them is not between two digits.
  private static func withoutUnderscores(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var (plain, previous) = ([UInt8](), UInt8(0))
    plain.reserveCapacity(text.count)
    for byte in text {
      if byte == UInt8(ascii: "_") {
        guard isDigit(previous) else { return nil }
      } else {
        guard previous != UInt8(ascii: "_") || isDigit(byte) else { return nil }
        plain.append(byte)
      }
      previous = byte
    }
    return previous == UInt8(ascii: "_") ? nil : plain
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
    let negative = text.first == UInt8(ascii: "-")
    let unsigned = negative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
    // Swift reads more than this, hexadecimal for one.
    if isDecimal(unsigned) { return Double(String(decoding: text, as: UTF8.self)) }
    guard unsigned.count <= 8 else { return nil }
    switch String(decoding: unsigned.map { $0 | 0x20 }, as: UTF8.self) {
    case "inf", "infinity": return negative ? -.infinity : .infinity
    case "nan": return .nan
    default: return nil
    }
  }

  /// Digits with a point among them or not, and perhaps an exponent.
  private static func isDecimal(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
    let whole = text.prefix(while: isDigit)
    var rest = text.dropFirst(whole.count)
    var digits = whole.count
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
      digits += fraction.count
    }
    guard digits > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }
}
