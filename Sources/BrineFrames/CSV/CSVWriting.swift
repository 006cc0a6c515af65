import BrineCore

/// How a table is written as CSV.
public struct CSVWriteOptions: Sendable {
  /// What parts the fields: one character of ASCII.
  public var separator: Character = ","
  /// What stands for missing values.
  public var missing = ""
  /// Whether the labels of the rows are written.
  public var hasIndex = true
  /// Whether the labels of the columns are written.
  public var hasHeader = true
  /// After how many bytes writing ends with `FrameError.limitExceeded`; `nil` for never. Rows of a range, and
  /// values that are given once for all, take no bytes of a file and may be any number.
  public var longest: Int?

  /// As pandas' `to_csv` writes by default.
  public init() {}
}

extension DataFrame {
  /// The table as CSV, as pandas' `to_csv` writes it: floats with as few digits as tell them apart, fields in
  /// quotes only
  /// where they must be. Times have as many digits as one of their column needs.
  public func csv(_ options: CSVWriteOptions = .init()) -> String {
    var bytes: [UInt8] = []
    // The sink never throws.
    try? writeCSV(options) { bytes.append(contentsOf: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the table as CSV, in blocks.
  ///
  /// - Throws: What `sink` throws, `FrameError.limitExceeded` as the options say.
  public func writeCSV(
    _ options: CSVWriteOptions = .init(), to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try withoutActuallyEscaping(sink) { sink in
      var writer = CSVWriter(options, sink)
      try writer.write(self)
    }
  }
}

extension Series {
  /// The Series as CSV, as pandas' `to_csv` writes it: the column is named after the Series, or `0`.
  public func csv(_ options: CSVWriteOptions = .init()) -> String { (try? frame)?.csv(options) ?? "" }

  /// Writes the Series as CSV, in blocks.
  ///
  /// - Throws: As ``DataFrame/writeCSV(_:to:)``.
  public func writeCSV(
    _ options: CSVWriteOptions = .init(), to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try frame.writeCSV(options, to: sink)
  }

  /// A table of this column alone.
  private var frame: DataFrame {
    get throws(FrameError) { try DataFrame(labels: label, columns: [column], index: index) }
  }

  private var label: Index {
    let label: FrameValue = name == .none ? .int(0) : name
    var labels = Index(.objects(ObjectColumn([label])))
    if case .tuple(let parts) = label {
      // A name of several parts is a label of several levels.
      let levels = parts.map { Index(.objects(ObjectColumn([$0]))) }
      let codes = parts.map { _ in NDArray([Int8(0)]) }
      if let multi = try? MultiIndex(levels: levels, codes: codes) {
        labels = Index(.multi(multi), names: parts.map { _ in .none })
      }
    }
    return labels
  }
}
