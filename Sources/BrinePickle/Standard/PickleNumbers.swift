import BigInt

/// The 128 bits of a `uuid.UUID`.
struct PickleUUID: Sendable, Hashable, CustomStringConvertible {
  let high: UInt64
  let low: UInt64

  /// `nil` for a number that is negative or too large.
  init?(_ value: BigInt) {
    guard value.sign == .plus || value.isZero, value.magnitude.bitWidth <= 128 else { return nil }
    low = UInt64(truncatingIfNeeded: value.magnitude)
    high = UInt64(truncatingIfNeeded: value.magnitude >> 64)
  }

  /// Lowercase, with hyphens.
  var description: String {
    let digits = Array(hexadecimal(high) + hexadecimal(low))
    let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
    return groups.map { String($0) }.joined(separator: "-")
  }

  private func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

/// The text of `decimal.Decimal` values.
enum PickleDecimal {
  /// Whether Python's `Decimal` takes this text: digits with point and exponent, infinities, NaNs with digits.
  static func isValid(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    let name = String(decoding: rest, as: UTF8.self).lowercased()
    if name == "inf" || name == "infinity" { return true }
    for prefix in ["nan", "snan"] where name.hasPrefix(prefix) {
      return name.utf8.dropFirst(prefix.utf8.count).allSatisfy(isDigit)
    }
    let whole = rest.prefix(while: isDigit).count
    rest = rest.dropFirst(whole)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit).count
      rest = rest.dropFirst(1 + fraction)
    }
    guard whole + fraction > 0 else { return false }
    guard let exponent = rest.first else { return true }
    guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
