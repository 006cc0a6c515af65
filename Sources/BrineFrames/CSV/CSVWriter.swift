import BrineCore

/// Writes fields and lines.
package struct CSVWriter {
  private let options: CSVWriteOptions
  private let separator: UInt8
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private var buffer: [UInt8] = []
  private var fieldsInLine = 0
  /// Whether the fields of the line so far are empty.
  private var isLineEmpty = true
  /// How many bytes may still be written.
  private var left: Int

  package init(_ options: CSVWriteOptions, _ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.options = options
    self.sink = sink
    separator = options.separator.asciiValue ?? UInt8(ascii: ",")
    left = options.longest ?? .max
  }

  mutating func write(_ frame: DataFrame) throws {
    let labels = options.hasIndex ? indexCells(frame.index) : []
    if options.hasHeader { try writeHeader(frame) }
    let cells = labels + frame.columns.map { CSVCells($0, missing: options.missing) }
    for row in 0..<frame.index.count {
      for cell in cells { try write(cell, row) }
      try endLine()
    }
    try flush()
  }

  /// A column of fields for each level.
  private func indexCells(_ index: Index) -> [CSVCells] {
    let missing = options.missing
    switch index.content {
    case .column(let column): return [CSVCells(column, missing: missing)]
    case .range: return [.text { index.value($0).text }]
    case .multi(let multi):
      return multi.levels.indices.map { level in
        // As categories: times of a level are written alike.
        CSVCells(
          .categorical(CategoricalColumn(codes: multi.codes[level], categories: multi.levels[level])),
          missing: missing)
      }
    }
  }

  private mutating func writeHeader(_ frame: DataFrame) throws {
    let names = options.hasIndex ? frame.index.names.map { $0 == .none ? "" : $0.text } : []
    guard case .multi(let multi) = frame.labels.content else {
      let column = frame.labels.column
      for name in names { try write(field: name) }
      let cells = CSVCells(column, missing: options.missing)
      for position in 0..<frame.labels.count { try write(cells, position) }
      return try endLine()
    }
    // Each level has a line of its own, under its name.
    for level in multi.levels.indices {
      if options.hasIndex {
        let name = frame.labels.names.at(level) ?? .none
        try write(field: name == .none ? "" : name.text)
        for _ in names.dropFirst() { try write(field: "") }
      }
      for position in 0..<multi.count {
        try write(field: CSVCells.text(multi.value(position, level: level), missing: options.missing))
      }
      try endLine()
    }
    guard names.contains(where: { !$0.isEmpty }) else { return }
    for name in names { try write(field: name) }
    for _ in 0..<multi.count { try write(field: "") }
    try endLine()
  }

  // MARK: Fields

  private mutating func write(_ cells: CSVCells, _ row: Int) throws {
    switch cells {
    case .text(let text): try write(field: text(row))
    case .plain(let append):
      if fieldsInLine > 0 { buffer.append(separator) }
      fieldsInLine += 1
      let start = buffer.count
      append(row, &buffer)
      isLineEmpty = isLineEmpty && buffer.count == start
      if buffer.count >= Self.block { try flush() }
    }
  }

  /// Writes a field, in quotes where it must be. Characters are compared as bytes: a comma with an accent is
  /// a comma.
  package mutating func write(field: String) throws {
    // A line may have any number of fields.
    if buffer.count >= Self.block { try flush() }
    isLineEmpty = isLineEmpty && field.isEmpty
    if fieldsInLine > 0 { buffer.append(separator) }
    fieldsInLine += 1
    let separator = separator
    var field = field
    field.makeContiguousUTF8()
    let needsQuotes = field.utf8.contains { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return buffer.append(contentsOf: field.utf8) }
    buffer.append(0x22)
    for byte in field.utf8 {
      if byte == 0x22 { buffer.append(0x22) }
      buffer.append(byte)
    }
    buffer.append(0x22)
  }

  /// Ends a line.
  package mutating func endLine() throws {
    // A line of one empty field would be no line at all.
    if fieldsInLine == 1, isLineEmpty { buffer.append(contentsOf: [0x22, 0x22]) }
    buffer.append(0x0A)
    (fieldsInLine, isLineEmpty) = (0, true)
    if buffer.count >= Self.block { try flush() }
  }

  private static let block = 64 << 10

  /// Hands over what was written so far.
  package mutating func flush() throws {
    left -= buffer.count
    guard left >= 0 else {
      throw FrameError(.limitExceeded, "the CSV is out of all proportion to the file")
    }
    try buffer.withUnsafeBytes { try sink($0) }
    buffer.removeAll(keepingCapacity: true)
  }
}
