import BrineCore
import BrineFrames
import BrinePickle

extension PickleValue {
  /// Writes a table as CSV (RFC 4180): a frame or Series of pandas, an array of one or two axes, or the fields of a structured one
  /// with their names first.
  ///
  /// - Throws: `ConversionError` for what is no table, or what `sink` throws.
  func writeCSV(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch try PandasObject(self) {
    case .dataFrame(let frame): return try frame.writeCSV(to: sink)
    case .series(let series): return try Array(series.csv().utf8).withUnsafeBytes(sink)
    default: break
    }
    let array = try asArray()
    guard array.axes == 1 || array.axes == 2 else {
      throw ConversionError(
        "an array of shape \(array.shape) is no table: only arrays of one or two axes are")
    }
    var text = ""
    var fields: [Record.Field]?
    if case .structured(let record) = array.dtype.kind, array.axes == 1 { fields = record.fields }
    if let fields { text += CSVText.line(fields.map(\.name)) }
    for row in 0..<array.shape[0] {
      let line = try array.selecting(Selection([.index(row)]))
      var cells = line.values
      if fields != nil, case .record(let values)? = cells.first { cells = values }
      text += CSVText.line(
        cells.enumerated().map { CSVText.cell($1, fields?[$0].dtype ?? array.dtype, array) })
      if text.utf8.count > 1 << 16 {
        try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
        text = ""
      }
    }
    try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
  }
}

/// The text of tables.
private enum CSVText {
  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  static func cell(_ value: ArrayValue, _ dtype: DType, _ array: NDArray) -> String {
    switch value {
    case .object(let index): array.objects?.text(index) ?? ""
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .float(let number) where number.isNaN: ""
    case .datetime(nil, _), .timedelta(nil, _): ""
    default: value.text(dtype)
    }
  }
}
