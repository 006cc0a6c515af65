/// A column of floats: all with the same number of digits, or all with exponents.
struct FloatTexts {
  let options: DisplayOptions
  /// Whether positive numbers get a space in place of a sign.
  var sign = true

  func texts(_ values: [Double]) -> [String] {
    let fixed = DecimalText.trimmed(values.map { text($0, isScientific: false) })
    let isLong = fixed.contains { TextWidth.of($0) > options.precision + 6 }
    guard needsExponents(values.map(\.magnitude), isLong: isLong) else { return fixed }
    return DecimalText.trimmed(values.map { text($0, isScientific: true) })
  }

  private func needsExponents(_ magnitudes: [Double], isLong: Bool) -> Bool {
    var smallest = 1.0
    for _ in 0..<min(max(options.precision, 0), 300) { smallest /= 10 }
    // The same number as Python's 10 ** -6.
    if options.precision == 6 { smallest = 1e-6 }
    return magnitudes.contains { $0 > 0 && $0 < smallest } || (isLong && magnitudes.contains { $0 > 1e6 })
  }

  private func text(_ value: Double, isScientific: Bool) -> String {
    if value.isNaN { return "NaN" }
    return isScientific
      ? DecimalText.scientific(value, options.precision, sign: sign)
      : DecimalText.fixed(value, options.precision, sign: sign)
  }

  // MARK: Complex numbers

  func texts(_ values: [(real: Double, imaginary: Double)]) -> [String] {
    let fixed = joined(values, isScientific: false)
    let isLong = fixed.contains { TextWidth.of($0) > options.precision + 6 }
    let magnitudes = values.map { ($0.real * $0.real + $0.imaginary * $0.imaginary).squareRoot() }
    return needsExponents(magnitudes, isLong: isLong) ? joined(values, isScientific: true) : fixed
  }

  /// Both parts trimmed and made equally long.
  private func joined(_ values: [(real: Double, imaginary: Double)], isScientific: Bool) -> [String] {
    let reals = values.map { text($0.real, isScientific: isScientific) }
    let imaginaries = values.map { value -> String in
      if value.imaginary.isNaN { return "+NaN" }
      let text = text(value.imaginary, isScientific: isScientific)
      return text.hasPrefix("-") ? text : "+" + text.drop { $0 == " " }
    }
    let parts = DecimalText.trimmed(reals + imaginaries)
    let width = (parts.map { TextWidth.of($0) }.max() ?? 1) - 1
    return zip(parts.prefix(values.count), parts.dropFirst(values.count)).map { real, imaginary in
      real + imaginary.prefix(1) + TextWidth.justified(String(imaginary.dropFirst()), width, .right) + "j"
    }
  }
}
