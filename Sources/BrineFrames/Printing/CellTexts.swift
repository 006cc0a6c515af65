import BrineCore
import BrinePickle

/// The texts of the cells of a column, as pandas' formatters make them: those of numbers depend on each
/// other.
struct CellTexts {
  let options: DisplayOptions

  /// The texts of some rows, before they are made equally wide.
  func texts(_ column: Column, _ rows: [Int]) -> [String] {
    switch column {
    case .array(let array): numbers(array, rows)
    case .categorical(let categorical): categories(categorical, rows)
    case .strings: generic(rows.map { column.value($0) }, escapes: true)
    case .objects: generic(rows.map { column.value($0) }, escapes: true)
    case .zoned: rows.map { column.value($0).text }
    case .other(let other): rows.map { _ in " <\(other.value.typeName)>" }
    default: generic(rows.map { column.value($0) }, escapes: false)
    }
  }

  private func numbers(_ array: NDArray, _ rows: [Int]) -> [String] {
    let values = rows.map { NumPyText.value(array, $0) }
    switch array.dtype.kind {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: return values.map { integer($0) }
    case .float16, .float32, .float64, .longdouble, .bfloat16:
      return FloatTexts(options: options).texts(values.map { $0.double ?? .nan })
    case .complex64, .complex128, .clongdouble:
      return FloatTexts(options: options).texts(values.map { CellTexts.complex($0) })
    case .datetime64: return TimeTexts.timestamps(values)
    case .timedelta64: return TimeTexts.spans(values)
    default: return generic(values, escapes: true)
    }
  }

  private func integer(_ value: FrameValue) -> String {
    let text = value.text
    return text.hasPrefix("-") ? text : " " + text
  }

  private static func complex(_ value: FrameValue) -> (real: Double, imaginary: Double) {
    guard case .complex(let real, let imaginary) = value else { return (.nan, .nan) }
    return (real, imaginary)
  }

  /// Categories are printed as a column of theirs would be.
  private func categories(_ categorical: CategoricalColumn, _ rows: [Int]) -> [String] {
    let codes = rows.map { categorical.code($0) }
    guard case .column(let column) = categorical.categories.content else {
      return generic(codes.map { $0.map { categorical.categories.value($0) } ?? .float(.nan) }, escapes: true)
    }
    if case .array(let array) = column {
      switch array.dtype.kind {
      case .datetime64:
        return TimeTexts.timestamps(codes.map { $0.map { column.value($0) } ?? .nat })
      case .timedelta64: return TimeTexts.spans(codes.map { $0.map { column.value($0) } ?? .nat })
      case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64:
        if codes.allSatisfy({ $0 != nil }) { return texts(column, codes.compactMap { $0 }) }
      default: break
      }
    }
    let hasMissing = codes.contains { $0 == nil }
    let values = codes.map { code -> FrameValue in
      guard let code else { return .float(.nan) }
      return hasMissing ? CellTexts.withFloats(column.value(code)) : column.value(code)
    }
    return generic(values, escapes: true)
  }

  /// Among intervals of which some are missing, pandas has floats for ends.
  private static func withFloats(_ value: FrameValue) -> FrameValue {
    guard case .interval(let interval) = value, case .int = interval.left, let left = interval.left.double,
      let right = interval.right.double
    else { return value }
    return .interval(Interval(.float(left), .float(right), interval.closed))
  }

  /// Cells that are each printed for themselves.
  func generic(_ values: [FrameValue], escapes: Bool) -> [String] {
    values.map { value in
      if case .float(let number) = value, !number.isNaN {
        return DecimalText.trimmed(DecimalText.fixed(number, options.precision))
      }
      return " " + (escapes ? PrettyText.text(value) : CellTexts.plain(value))
    }
  }

  /// `str`, and NaN as pandas writes it.
  static func plain(_ value: FrameValue) -> String {
    if case .float(let number) = value, number.isNaN { return "NaN" }
    return value.text
  }
}
