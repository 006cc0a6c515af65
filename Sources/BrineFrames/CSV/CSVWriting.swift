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
  /// - Throws: What `sink` throws.
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
  public func csv(_ options: CSVWriteOptions = .init()) -> String {
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
    let frame = try? DataFrame(labels: labels, columns: [column], index: index)
    return frame?.csv(options) ?? ""
  }
}

/// Writes fields and lines.
struct CSVWriter {
  private let options: CSVWriteOptions
  private let separator: UInt8
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private var buffer: [UInt8] = []
  private var fieldsInLine = 0

  init(_ options: CSVWriteOptions, _ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.options = options
    self.sink = sink
    separator = options.separator.asciiValue ?? UInt8(ascii: ",")
  }

  mutating func write(_ frame: DataFrame) throws {
    let labels = options.hasIndex ? indexCells(frame.index) : []
    if options.hasHeader { try writeHeader(frame) }
    let cells = labels + frame.columns.map { CSVCells.cells($0, missing: options.missing) }
    for row in 0..<frame.index.count {
      for cell in cells { write(field: cell(row)) }
      try endLine()
    }
    try flush()
  }

  /// A column of fields for each level.
  private func indexCells(_ index: Index) -> [(Int) -> String] {
    let missing = options.missing
    switch index.content {
    case .column(let column): return [CSVCells.cells(column, missing: missing)]
    case .range: return [{ index.value($0).text }]
    case .multi(let multi):
      return multi.levels.indices.map { level in
        { row in CSVCells.text(multi.value(row, level: level), missing: missing) }
      }
    }
  }

  private mutating func writeHeader(_ frame: DataFrame) throws {
    let names = options.hasIndex ? frame.index.names.map { $0 == .none ? "" : $0.text } : []
    guard case .multi(let multi) = frame.labels.content else {
      let column = frame.labels.column
      for name in names { write(field: name) }
      let cells = CSVCells.cells(column, missing: options.missing)
      for position in 0..<frame.labels.count { write(field: cells(position)) }
      return try endLine()
    }
    // Each level has a line of its own, under its name.
    for level in multi.levels.indices {
      if options.hasIndex {
        let name = frame.labels.names.at(level) ?? .none
        write(field: name == .none ? "" : name.text)
        for _ in names.dropFirst() { write(field: "") }
      }
      for position in 0..<multi.count {
        write(field: CSVCells.text(multi.value(position, level: level), missing: options.missing))
      }
      try endLine()
    }
    guard names.contains(where: { !$0.isEmpty }) else { return }
    for name in names { write(field: name) }
    for _ in 0..<multi.count { write(field: "") }
    try endLine()
  }

  // MARK: Fields

  private mutating func write(field: String) {
    if fieldsInLine > 0 { buffer.append(separator) }
    fieldsInLine += 1
    let separator = separator
    let needsQuotes = field.utf8.contains { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return buffer.append(contentsOf: field.utf8) }
    buffer.append(0x22)
    for byte in field.utf8 {
      if byte == 0x22 { buffer.append(0x22) }
      buffer.append(byte)
    }
    buffer.append(0x22)
  }

  private mutating func endLine() throws {
    // A line of one empty field would be no line at all.
    if fieldsInLine == 1, buffer.isEmpty || buffer.last == 0x0A { buffer.append(contentsOf: [0x22, 0x22]) }
    buffer.append(0x0A)
    fieldsInLine = 0
    if buffer.count >= 64 << 10 { try flush(keepingLine: true) }
  }

  private mutating func flush(keepingLine: Bool = false) throws {
    try buffer.withUnsafeBytes { try sink($0) }
    buffer.removeAll(keepingCapacity: true)
    // So that the next line is known to begin one.
    _ = keepingLine
  }
}
