import BrineCore
import BrinePickle

/// How the fields of a column are made.
enum CSVCells {
  /// Digits and the like, which never stand in quotes, are written where they belong at once.
  case plain((Int, inout [UInt8]) -> Void)
  case text((Int) -> String)

  init(_ column: Column, missing: String) {
    switch column {
    case .array(let array): self = CSVCells.numbers(array, missing: missing)
    case .categorical(let categorical):
      self = CSVCells.categories(categorical, missing: missing)
    case .other(let other):
      let text = "<\(other.value.typeName)>"
      self = .text { _ in text }
    case .strings(let strings):
      guard case .arrow(let array) = strings.content, array.type == .string || array.type == .largeString
      else {
        self = .text { CSVCells.text(column.value($0), missing: missing) }
        return
      }
      self = .text { array.isValid($0) ? array.text($0) : missing }
    default: self = .text { CSVCells.text(column.value($0), missing: missing) }
    }
  }

  /// The text of each category is made once; when there are more categories than rows, those that are met.
  private static func categories(_ categorical: CategoricalColumn, missing: String) -> CSVCells {
    let categories = categorical.categories
    let cells: CSVCells
    if case .column(let column) = categories.content {
      cells = CSVCells(column, missing: missing)
    } else {
      // A range may have any number, and takes no bytes of the file.
      cells = .text { text(categories.value($0), missing: missing) }
    }
    guard categories.count <= categorical.codes.count else {
      return .text { categorical.code($0).map { cells.string($0) } ?? missing }
    }
    let labels = (0..<categories.count).map { cells.string($0) }
    return .text { categorical.code($0).map { labels[$0] } ?? missing }
  }

  /// A field as a string.
  func string(_ row: Int) -> String {
    switch self {
    case .text(let text): return text(row)
    case .plain(let append):
      var bytes: [UInt8] = []
      append(row, &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The field of a value by itself.
  static func text(_ value: FrameValue, missing: String) -> String {
    if case .complex(let real, let imaginary) = value, real.isNaN || imaginary.isNaN { return missing }
    return value.isMissing ? missing : value.text
  }

  private static func numbers(_ array: NDArray, missing: String) -> CSVCells {
    switch array.dtype.kind {
    case .float64:
      if let values = try? array.elements(as: Double.self) {
        return floats(missing) { values[$0].isNaN ? nil : PythonText.float(values[$0]) }
      }
    case .float32:
      if let values = try? array.elements(as: Float.self) {
        return floats(missing) { values[$0].isNaN ? nil : PythonText.float(values[$0]) }
      }
    case .float16:
      return floats(missing) { index in
        let value = NumPyText.value(array, index).double ?? .nan
        return value.isNaN ? nil : HalfText.shortest(value)
      }
    case .int8, .int16, .int32, .int64:
      if let values = try? array.elements(as: Int64.self) {
        return .plain { $1.append(digitsOf: values[$0]) }
      }
    case .datetime64(let unit):
      if let counts = try? array.elements(as: Int64.self) { return times(counts, unit, missing: missing) }
    case .timedelta64:
      // pandas makes them alike, as it prints them.
      let texts = TimeTexts.spans((0..<array.count).map { NumPyText.value(array, $0) })
      return .text { texts[$0] == "NaT" ? missing : texts[$0] }
    default: break
    }
    return .text { text(NumPyText.value(array, $0), missing: missing) }
  }

  private static func floats(_ missing: String, _ text: @escaping (Int) -> String?) -> CSVCells {
    // What stands for missing numbers may need quotes.
    missing.utf8.contains { $0 == 0x22 || $0 < 0x20 || $0 == 0x2C }
      ? .text { text($0) ?? missing } : .plain { $1.append(contentsOf: (text($0) ?? missing).utf8) }
  }

  /// Times, with as many digits as one of them needs.
  private static func times(_ counts: [Int64], _ unit: TimeUnit, missing: String) -> CSVCells {
    var digits = -1
    for count in counts where count != .min && digits < 9 {
      digits = max(digits, TimeTexts.digits(CivilTime(count, unit)))
    }
    return .text {
      counts[$0] == .min ? missing : TimeTexts.text(CivilTime(counts[$0], unit), digits: digits)
    }
  }
}

extension [UInt8] {
  /// Adds an integer in decimal.
  fileprivate mutating func append(digitsOf value: Int64) {
    var magnitude = value.magnitude
    if value < 0 { append(UInt8(ascii: "-")) }
    let start = count
    repeat {
      append(UInt8(truncatingIfNeeded: magnitude % 10) + 0x30)
      magnitude /= 10
    } while magnitude > 0
    self[start...].reverse()
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
