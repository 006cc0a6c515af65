import BrineFrames
import BrinePickle

extension PickleValue {
  /// Writes a table as CSV (RFC 4180): a frame or Series of pandas, an array of one or two axes, or the
  /// fields of a structured one with their names first. Masked elements are empty.
  ///
  /// - Throws: `ConversionError` for what is no table, `FrameError.limitExceeded` when the text is out of all
  ///   proportion to
  ///   the pickle, or what `sink` throws.
  func writeCSV(
    separator: Character = ",", to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var options = CSVWriteOptions()
    options.separator = separator
    // A pickle says in few bytes that there are 2^60 rows.
    options.longest = Limits.default.mostDecompressed(from: valueBudget / 4)
    switch try PandasObject(self) {
    case .dataFrame(let frame): return try frame.writeCSV(options, to: sink)
    case .series(let series): return try series.writeCSV(options, to: sink)
    default: break
    }
    let masked = maskedArray
    try ArrayTable(array: try masked?.data ?? asArray(), mask: masked?.mask).write(options, to: sink)
  }
}

/// An array as a table.
struct ArrayTable {
  let array: NDArray
  /// Which elements are masked, in fields as those of the array are.
  let mask: NDArray?

  func write(_ options: CSVWriteOptions, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    guard array.axes == 1 || array.axes == 2 else {
      throw ConversionError(
        "an array of shape \(array.shape) is no table: only arrays of one or two axes are")
    }
    var writer = CSVWriter(options, sink)
    var fields: [Record.Field]?
    if case .structured(let record) = array.dtype.kind, array.axes == 1 { fields = record.fields }
    if let fields {
      for field in fields { try writer.write(field: field.name) }
      try writer.endLine()
    }
    let width = array.axes == 1 ? 1 : array.shape[1]
    var (row, column) = (0, 0)
    // Rows without elements may be any number, and would be lines that nobody reads: there are none.
    try array.forEachValue { value in
      let masked = try mask?.value(at: array.axes == 1 ? [row] : [row, column])
      if let fields, case .record(let cells) = value {
        var maskedCells: [ArrayValue] = []
        if case .record(let values)? = masked { maskedCells = values }
        for (number, cell) in cells.enumerated() {
          let isMasked = maskedCells.indices.contains(number) && maskedCells[number] == .bool(true)
          try writer.write(field: isMasked ? "" : try text(cell, fields[number].dtype))
        }
      } else {
        try writer.write(field: masked == .bool(true) ? "" : try text(value, array.dtype))
      }
      column += 1
      guard column == width else { return }
      (row, column) = (row + 1, 0)
      try writer.endLine()
    }
    try writer.flush()
  }

  private func text(_ value: ArrayValue, _ dtype: DType) throws -> String {
    switch value {
    case .object(let index): try object(index)
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .float(let number) where number.isNaN: ""
    case .datetime(nil, _), .timedelta(nil, _): ""
    // As pandas has times and spans of less than a day.
    case .datetime(_, let unit) where unit.isWithinDay, .timedelta(_, let unit) where unit.isWithinDay:
      FrameValue(value).text
    default: value.text(dtype, objects: array.objects)
    }
  }

  /// An object as pandas has it in a table: text as it is, nothing for `None` and NaN.
  private func object(_ index: Int) throws -> String {
    guard let value = array.pickleValue(index) else { return try array.hdf5Cell(index) }
    let cell = FrameValue(value)
    return cell.isMissing ? "" : cell.text
  }
}

extension TimeUnit {
  /// Whether this is an hour or less.
  fileprivate var isWithinDay: Bool {
    switch base {
    case .hours, .minutes, .seconds, .milliseconds, .microseconds, .nanoseconds: true
    default: false
    }
  }
}
