import Brine

/// What `--stats` prints of a frame or Series: a line a column.
struct FrameReport {
  private let rows: Int
  private let columns: [(name: String, column: Column)]

  /// The report; `nil` for what is no frame.
  init?(_ value: PickleValue) {
    switch (try? PandasObject(value)) ?? nil {
    case .dataFrame(let frame):
      rows = frame.shape.rows
      columns = frame.columns.enumerated().map { (frame.labels[$0]?.text ?? "", $1) }
    case .series(let series):
      rows = series.count
      columns = [(series.name == .none ? "" : series.name.text, series.column)]
    default: return nil
    }
  }

  /// What is said of a column.
  private struct Line {
    let name: String
    let dtype: String
    let missing: Int
    /// The numbers' own: least, greatest, mean, deviation.
    var numbers: [(name: String, text: String, isNumber: Bool)] = []
  }

  private func line(_ name: String, _ column: Column) -> Line {
    var missing = 0
    // A sparse column says in few bytes that there are any number.
    if case .sparse(let sparse) = column {
      missing = sparse.fill.isMissing ? column.count - sparse.indices.count : 0
    } else {
      for row in 0..<column.count where column[row]?.isMissing == true { missing += 1 }
    }
    var line = Line(name: name, dtype: column.dtype, missing: missing)
    guard let array = Self.numbers(column), let statistics = try? array.statistics() else {
      return line
    }
    let values = [
      ("min", statistics.minimum), ("max", statistics.maximum), ("mean", statistics.mean),
    ]
    for case (let name, let value?) in values {
      line.numbers.append((name, value.text(array.dtype), value.isFiniteNumber))
    }
    if let deviation = statistics.standardDeviation {
      line.numbers.append(("std", ArrayValue.float(deviation).text(.float64), deviation.isFinite))
    }
    return line
  }

  private static func numbers(_ column: Column) -> NDArray? {
    switch column {
    case .array(let array): array
    case .sparse(let sparse) where column.count <= 1 << 24:
      (try? column.doubles()).map { NDArray($0) } ?? sparse.values
    case .nullable, .arrow: (try? column.doubles()).map { NDArray($0) }
    default: nil
    }
  }

  /// A table: name, type, how many are missing, and of numbers least, greatest, mean and deviation.
  var text: String {
    let names = ["min", "max", "mean", "std"]
    var table = [["column", "type", "missing"] + names]
    for (name, column) in columns {
      let line = line(name, column)
      let numbers = names.map { name in line.numbers.first { $0.name == name }?.text ?? "" }
      table.append([line.name, line.dtype, String(line.missing)] + numbers)
    }
    let widths = table[0].indices.map { place in table.map { $0[place].count }.max() ?? 0 }
    let lines = table.map { cells in
      var line = "  "
      for (place, cell) in cells.enumerated() {
        let room = String(repeating: " ", count: widths[place] - cell.count)
        line += (place < 2 ? cell + room : room + cell) + "  "
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
    return "\(rows) rows, \(columns.count) columns" + "\n" + lines.joined(separator: "\n")
  }

  /// `{"rows":…,"columns":[{"name":…,"dtype":…,"missing":…,"min":…}]}`
  func write(to writer: inout JSONTextWriter) throws {
    try writer.write(text: "{\"rows\":\(rows),\"columns\":[")
    for (place, (name, column)) in columns.enumerated() {
      let line = line(name, column)
      try writer.write(place == 0 ? "{\"name\":" : ",{\"name\":")
      try writer.write(string: line.name)
      try writer.write(",\"dtype\":")
      try writer.write(string: line.dtype)
      try writer.write(text: ",\"missing\":\(line.missing)")
      for number in line.numbers {
        try writer.write(text: ",\"\(number.name)\":")
        if number.isNumber {
          try writer.write(text: number.text)
        } else {
          try writer.write(string: number.text)
        }
      }
      try writer.write("}")
    }
    try writer.write("]}")
  }
}

extension ArrayValue {
  /// Whether JSON has this number.
  var isFiniteNumber: Bool {
    switch self {
    case .int, .uint: true
    case .float(let value): value.isFinite
    default: false
    }
  }
}
