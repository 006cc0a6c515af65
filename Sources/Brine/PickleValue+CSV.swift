import BrineCore
import BrinePickle

extension PickleValue {
  /// Writes a table as CSV (RFC 4180): an array of one or two axes, or the fields of a structured one with their names first.
  ///
  /// - Throws: `ConversionError` for what is no table, or what `sink` throws.
  func writeCSV(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let array = try asArray()
    guard array.axes == 1 || array.axes == 2 else {
      throw ConversionError("an array of shape \(array.shape) is no table: only arrays of one or two axes are")
    }
    var text = ""
    var names: [String]?
    if case .structured(let record) = array.dtype.kind, array.axes == 1 {
      names = record.fields.map(\.name)
    }
    if let names { text += CSVText.line(names) }
    for row in 0..<array.shape[0] {
      let line = try array.selecting(Selection([.index(row)]))
      var cells = line.values
      if names != nil, case .record(let fields)? = cells.first { cells = fields }
      text += CSVText.line(cells.map { CSVText.cell($0, array) })
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

  static func cell(_ value: ArrayValue, _ array: NDArray) -> String {
    switch value {
    case .object(let index): array.objects?.text(index) ?? ""
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .float(let number) where number.isNaN: ""
    default: value.shortText
    }
  }
}
