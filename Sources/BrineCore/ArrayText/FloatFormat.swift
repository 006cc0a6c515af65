/// Floats of an array: all with an exponent, or none, their points below each other.
struct FloatFormat: ElementFormatting {
  private let width: FloatWidth
  /// Whether positive numbers have a plus sign.
  private let isSigned: Bool
  private var hasExponent = false
  /// How many digits follow the point at most.
  private var precision: Int
  /// How many digits an exponent has.
  private var exponentDigits = 0
  /// How many characters there are on each side of the point.
  private var left = 0
  private var right = 0

  init(_ values: [Double], _ width: FloatWidth, _ options: ArrayTextOptions, isSigned: Bool = false) {
    self.width = width
    self.isSigned = isSigned
    precision = max(options.precision, 0)
    let finite = values.filter(\.isFinite)
    hasExponent = FloatFormat.needsExponent(finite, width, options)
    let texts = finite.map { decimal($0) }
    left = texts.map { $0.whole.utf8.count }.max() ?? 0
    right = texts.map { $0.fraction.utf8.count }.max() ?? 0
    if hasExponent {
      precision = right
      exponentDigits = texts.map { FloatFormat.exponentText($0.exponent).utf8.count - 2 }.max() ?? 2
      right += exponentDigits + 2
    }
    guard finite.count < values.count else { return }
    let hasSign = isSigned || values.contains { $0 == -.infinity }
    left = max(left, 3 - (right + 1), 3 + (hasSign ? 1 : 0) - (right + 1))
  }

  /// NumPy's rule: large or small numbers, or very different ones, have an exponent.
  private static func needsExponent(
    _ finite: [Double], _ width: FloatWidth, _ options: ArrayTextOptions
  ) -> Bool {
    let sizes = finite.filter { $0 != 0 }.map(\.magnitude)
    guard let high = sizes.max(), let low = sizes.min() else { return false }
    if high >= width.largestPlain { return true }
    // The type's own arithmetic decides, not that of Double.
    return !options.suppressesSmall && (low < width.rounded(0.0001) || width.rounded(high / low) > 1000)
  }

  func text(_ value: ArrayValue) -> String { text(value.real) }

  /// The text of one number.
  func text(_ value: Double) -> String {
    guard value.isFinite else {
      let name = value.isNaN ? "nan" : "inf"
      let sign = !value.isNaN && value < 0 ? "-" : isSigned ? "+" : ""
      return blanks(left + right + 1 - name.utf8.count - sign.utf8.count) + sign + name
    }
    let parts = decimal(value, isFilled: hasExponent)
    let start = blanks(left - parts.whole.utf8.count) + parts.whole + "." + parts.fraction
    guard hasExponent else { return start + blanks(right - parts.fraction.utf8.count) }
    return start + FloatFormat.exponentText(parts.exponent, digits: exponentDigits)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  private func decimal(
    _ value: Double, isFilled: Bool = false
  ) -> (whole: String, fraction: String, exponent: Int) {
    let decimal = Decimal10(value, width)
    let sign = value.sign == .minus ? "-" : isSigned ? "+" : ""
    let parts =
      isFilled
      ? decimal.exactly(precision)
      : hasExponent ? decimal.scientific(precision) : decimal.positional(precision)
    return (sign + parts.whole, parts.fraction, parts.exponent)
  }

  /// `e+05` with two digits or more.
  static func exponentText(_ exponent: Int, digits: Int = 2) -> String {
    let text = String(exponent.magnitude)
    return (exponent < 0 ? "e-" : "e+") + String(repeating: "0", count: max(0, digits - text.utf8.count))
      + text
  }
}

/// The type that a float had: it says how many digits tell it from its neighbours.
enum FloatWidth {
  case half, single, double, brain
  case float8

  /// That of a type, or of the parts of a complex one.
  init(_ kind: DType.Kind) {
    switch kind {
    case .float16: self = .half
    case .float32, .complex64: self = .single
    case .bfloat16: self = .brain
    case .float8: self = .float8
    default: self = .double
    }
  }

  /// From here on numbers have an exponent.
  var largestPlain: Double {
    switch self {
    case .half: 1e3
    case .single, .brain, .float8: 1e6
    case .double: 1e8
    }
  }

  /// The nearest number of the type; for 8-bit floats the nearest half.
  func rounded(_ value: Double) -> Double {
    switch self {
    case .half, .float8: Double(HalfFloat.value(HalfFloat.bits(Float(value))))
    case .single: Double(Float(value))
    case .brain: Double(Float(bitPattern: UInt32(BrainFloat.bits(Float(value))) << 16))
    case .double: value
    }
  }
}
