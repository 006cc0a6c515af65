#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The size of a float as a decimal number: the fewest digits that tell it from its neighbours of the same
/// type.
struct Decimal10 {
  private let value: Double
  /// The digits, the first of which is not zero unless the number is.
  private let digits: [UInt8]
  /// The power of ten of the first digit.
  private let exponent: Int
  /// From here on a scalar has an exponent.
  private let scalarLimit: Double

  init(_ value: Double, _ width: FloatWidth) {
    self.value = value.magnitude
    if case .double = width { scalarLimit = 1e16 } else { scalarLimit = width.largestPlain }
    switch width {
    case .double: (digits, exponent) = Decimal10.parse(self.value.description.utf8)
    // Of 8-bit floats the fewest digits would be odd ones, such as 30 for 32; all of them are few.
    case .single, .float8: (digits, exponent) = Decimal10.parse(Float(self.value).description.utf8)
    case .half, .brain: (digits, exponent) = Decimal10.shortest(self.value, width)
    }
  }

  /// The digits before and after the point, at most `precision` of these. Zeros at the end are left out.
  func positional(_ precision: Int) -> (whole: String, fraction: String, exponent: Int) {
    guard digits.count - 1 - exponent > precision else {
      let split = exponent + 1
      let whole = split <= 0 ? [] : Array(digits.prefix(split))
      let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: Swift.max(0, split - digits.count))
      let gap = [UInt8](repeating: UInt8(ascii: "0"), count: Swift.max(0, -split))
      let fraction = gap + digits.dropFirst(Swift.max(split, 0))
      return (
        Decimal10.text(whole.isEmpty ? [UInt8(ascii: "0")] : whole + zeros), Decimal10.trimmed(fraction), 0
      )
    }
    // The number itself is rounded, not its shortest digits: that is not always the same.
    let text = Decimal10.printed("%.*f", precision, value)
    return (Decimal10.text(text.whole), Decimal10.trimmed(text.fraction), 0)
  }

  /// One digit before the point, at most `precision` after it without zeros at the end, and the power of ten.
  func scientific(_ precision: Int) -> (whole: String, fraction: String, exponent: Int) {
    guard digits.count - 1 > precision else {
      return (Decimal10.text(digits.prefix(1)), Decimal10.trimmed(digits.dropFirst()), exponent)
    }
    let text = exactly(precision)
    return (text.whole, Decimal10.trimmed(text.fraction.utf8), text.exponent)
  }

  /// One digit before the point, `precision` after it, and the power of ten: more than the fewest if need be.
  func exactly(_ precision: Int) -> (whole: String, fraction: String, exponent: Int) {
    // Of just as many digits the fewest are not always those nearest to the number.
    if digits.count - 1 == precision {
      return (Decimal10.text(digits.prefix(1)), Decimal10.text(digits.dropFirst()), exponent)
    }
    let text = Decimal10.printed("%.*e", precision, value)
    return (Decimal10.text(text.whole), Decimal10.text(text.fraction), text.exponent)
  }

  /// The number as a NumPy scalar prints it: without an exponent from 0.0001 up to a limit of the type.
  var scalarText: String {
    if value == 0 || value >= 1e-4 && value < scalarLimit {
      let parts = positional(.max)
      return parts.whole + "." + (parts.fraction.isEmpty ? "0" : parts.fraction)
    }
    let parts = scientific(.max)
    return parts.whole + (parts.fraction.isEmpty ? "" : "." + parts.fraction)
      + FloatFormat.exponentText(parts.exponent)
  }

  /// As in Python: the digits of a complex number's part have no `.0`.
  var shortScalarText: String {
    let text = scalarText
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: Array(digits), as: UTF8.self)
  }

  private static func trimmed(_ digits: some Collection<UInt8>) -> String {
    var digits = Array(digits)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return text(digits)
  }

  /// Digits and exponent of a number in decimal notation, with an exponent or not.
  private static func parse(_ text: some Sequence<UInt8>) -> (digits: [UInt8], exponent: Int) {
    let (whole, fraction, exponent) = split(text)
    let all = whole + fraction
    guard let first = all.firstIndex(where: { $0 != UInt8(ascii: "0") }) else {
      return ([UInt8(ascii: "0")], 0)
    }
    var digits = Array(all[first...])
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, exponent + whole.count - 1 - first)
  }

  /// The parts of a number; whatever the point looks like.
  private static func split(_ text: some Sequence<UInt8>) -> (
    whole: [UInt8], fraction: [UInt8], exponent: Int
  ) {
    var (whole, fraction, power): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    var (hasPoint, hasExponent) = (false, false)
    for byte in text {
      switch byte {
      case UInt8(ascii: "e"): hasExponent = true
      case _ where hasExponent: power.append(byte)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if hasPoint { fraction.append(byte) } else { whole.append(byte) }
      default: hasPoint = true
      }
    }
    return (whole, fraction, Int(String(decoding: power, as: UTF8.self)) ?? 0)
  }

  /// The number as C prints it: rounded once, from its exact value.
  private static func printed(
    _ format: String, _ precision: Int, _ value: Double
  ) -> (whole: [UInt8], fraction: [UInt8], exponent: Int) {
    // The largest numbers have 309 digits.
    var buffer = [CChar](repeating: 0, count: 400 + Swift.min(precision, 1100))
    let length = withVaList([Int32(Swift.min(precision, 1100)), value]) {
      vsnprintf(&buffer, buffer.count, format, $0)
    }
    return split(buffer.prefix(Swift.max(0, Int(length))).map { UInt8(bitPattern: $0) })
  }

  /// Of a type that Swift can't print: more and more digits, until they stand for the same number.
  private static func shortest(_ value: Double, _ width: FloatWidth) -> (digits: [UInt8], exponent: Int) {
    guard value != 0, value.isFinite else { return ([UInt8(ascii: "0")], 0) }
    for precision in 0..<9 {
      let parts = printed("%.*e", precision, value)
      guard let digits = Int(Decimal10.text(parts.whole + parts.fraction)) else { break }
      // Below a power of two neighbours are nearer than above: there the next number up may do where the
      // nearest does not.
      for candidate in [digits, digits + 1] {
        let text = "\(candidate)e\(parts.exponent - precision)"
        if let number = Double(text), width.rounded(number) == value { return parse(text.utf8) }
      }
    }
    return parse(value.description.utf8)
  }
}
