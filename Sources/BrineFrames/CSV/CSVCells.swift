import BrineCore
import BrinePickle

/// The fields of a column.
enum CSVCells {
  /// A function that makes the field of a row.
  static func cells(_ column: Column, missing: String) -> (Int) -> String {
    switch column {
    case .array(let array): return cells(array, missing: missing)
    case .categorical(let categorical):
      let labels = cells(categorical.categories.column, missing: missing)
      return { categorical.code($0).map { labels($0) } ?? missing }
    case .other(let other): return { _ in "<\(other.value.typeName)>" }
    default: return { text(column.value($0), missing: missing) }
    }
  }

  private static func cells(_ array: NDArray, missing: String) -> (Int) -> String {
    switch array.dtype.kind {
    case .float64:
      if let values = try? array.elements(as: Double.self) {
        return { values[$0].isNaN ? missing : PythonText.float(values[$0]) }
      }
    case .float32:
      if let values = try? array.elements(as: Float.self) {
        return { values[$0].isNaN ? missing : PythonText.float(values[$0]) }
      }
    case .float16:
      return { index in
        let value = NumPyText.value(array, index).double ?? .nan
        return value.isNaN ? missing : HalfText.shortest(value)
      }
    case .int8, .int16, .int32, .int64:
      if let values = try? array.elements(as: Int64.self) { return { String(values[$0]) } }
    case .datetime64:
      let digits = (0..<array.count).reduce(-1) { most, index in
        guard case .timestamp(let time) = NumPyText.value(array, index) else { return most }
        return max(most, TimeTexts.digits(time.civil))
      }
      return { index in
        guard case .timestamp(let time) = NumPyText.value(array, index) else { return missing }
        return TimeTexts.text(time.civil, digits: digits)
      }
    case .timedelta64:
      // pandas makes them alike, as it prints them.
      let texts = TimeTexts.spans((0..<array.count).map { NumPyText.value(array, $0) })
      return { texts[$0] == "NaT" ? missing : texts[$0] }
    default: break
    }
    return { text(NumPyText.value(array, $0), missing: missing) }
  }

  /// The field of a value by itself.
  static func text(_ value: FrameValue, missing: String) -> String {
    if case .complex(let real, let imaginary) = value, real.isNaN || imaginary.isNaN { return missing }
    return value.isMissing ? missing : value.text
  }
}

/// 16-bit floats in as few digits as tell them apart.
enum HalfText {
  static func shortest(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return PythonText.float(value) }
    // Halves have 11 bits, so that neighbours are so far apart; below 2^-14 no nearer.
    let distance = Double(sign: .plus, exponent: max(value.exponent, -14) - 10, significand: 1)
    for digits in 0..<5 {
      let text = DecimalText.scientific(value, digits, sign: false)
      guard let parsed = Double(text), abs(parsed - value) < distance / 2 else { continue }
      return PythonText.float(parsed)
    }
    return PythonText.float(value)
  }
}
