import BrineCore
import BrinePickle

/// Prints a table as pandas does.
struct FrameText {
  let frame: DataFrame
  let options: DisplayOptions

  var text: String {
    guard frame.shape.rows > 0, frame.shape.columns > 0 else { return emptyText }
    let rows = self.rows
    let isShort = rows.count < frame.shape.rows
    var half: Int?
    // More columns than the terminal has places are never tried.
    if frame.shape.columns > options.width { half = options.width / 2 }
    var parts = columns(rows, half: half)
    var lines = TextWidth.adjoined(1, parts)
    if let fitting = fitting(parts), fitting < (half.map { $0 * 2 } ?? frame.shape.columns) {
      half = max(fitting / 2, 1)
      parts = columns(rows, half: half)
      lines = TextWidth.adjoined(1, parts)
    }
    let text = lines.joined(separator: "\n")
    guard isShort || half != nil else { return text }
    return text + "\n\n[\(frame.shape.rows) rows x \(frame.shape.columns) columns]"
  }

  /// The rows that are shown: all, or the first and last ones.
  private var rows: [Int] {
    let count = frame.shape.rows
    guard count > options.maxRows else { return Array(0..<count) }
    let half = max(min(options.minRows, options.maxRows) / 2, 1)
    return Array(0..<half) + Array(count - half..<count)
  }

  private var emptyText: String {
    let name = frame.subclass?.name.name ?? "DataFrame"
    return "Empty \(name)\nColumns: \(list(frame.labels))\nIndex: \(list(frame.index))"
  }

  private func list(_ index: Index) -> String {
    let texts = (0..<min(index.count, 100)).map { PrettyText.text(index.value($0), depth: 1) }
    return "[" + texts.joined(separator: ", ") + (index.count > 100 ? ", ...]" : "]")
  }

  /// How many columns fit the terminal when those in the middle are left out; `nil` when all do.
  private func fitting(_ parts: [[String]]) -> Int? {
    var widths = parts.map { $0.map { TextWidth.of($0) }.max() ?? 0 }
    var excess = widths.reduce(widths.count - 1, +) - options.width + 1
    guard excess > 0 else { return nil }
    // The column of dots takes four places and the one before it.
    excess += 5
    while excess > 0, widths.count > 1 {
      // Python rounds halves to the even number.
      let middle = widths.count % 4 == 1 ? widths.count / 2 : (widths.count + 1) / 2
      let index = min(middle, widths.count - 1)
      excess -= widths[index] + 1
      widths.remove(at: index)
    }
    return max(widths.count - 1, 2)
  }

  // MARK: Columns

  /// The labels of the rows and the columns, each a column of lines. With `half`, only so many on each side.
  private func columns(_ rows: [Int], half: Int?) -> [[String]] {
    let count = frame.shape.columns
    var shown = Array(0..<count)
    if let half, half * 2 < count { shown = Array(0..<half) + Array(count - half..<count) }
    let headers = HeaderTexts(frame: frame, options: options).texts(shown)
    let hasRowNames = frame.index.hasNames
    var parts = [indexColumn(rows)]
    for (position, number) in shown.enumerated() {
      let header = headers[position] + (hasRowNames ? [""] : [])
      let width = header.map { TextWidth.of($0) }.max() ?? 0
      let cells = CellTexts(options: options).texts(frame.columns[number], rows)
      let once = TextWidth.fixed(cells, .right, options: options)
      let fixed = TextWidth.fixed(once, .right, minimum: width, options: options)
      let widest = max(width, fixed.map { TextWidth.of($0) }.max() ?? 0)
      parts.append(TextWidth.justified(header, widest, .right) + fixed)
    }
    let isNarrow = shown.count < count
    if isNarrow { parts.insert([String](repeating: " ...", count: parts[0].count), at: shown.count / 2 + 1) }
    if rows.count < frame.shape.rows {
      addDots(
        &parts, rows.count / 2, header: parts[0].count - rows.count,
        dotColumn: isNarrow ? shown.count / 2 + 1 : nil)
    }
    return parts
  }

  /// A line of dots where rows are left out.
  private func addDots(_ parts: inout [[String]], _ row: Int, header: Int, dotColumn: Int?) {
    for number in parts.indices {
      let isDots = number == dotColumn
      let width = isDots ? 4 : TextWidth.of(parts[number][row])
      let dots = TextWidth.of(parts[number][row]) > 3 || isDots ? "..." : ".."
      parts[number].insert(TextWidth.justified(dots, width, number == 0 ? .left : .right), at: row + header)
    }
  }

  /// The labels of the rows, below the names of the columns' levels.
  private func indexColumn(_ rows: [Int]) -> [String] {
    let labels = LabelTexts(options: options)
    let hasNames = frame.index.hasNames
    var columns: [[String]]
    if case .multi(let multi) = frame.index.content {
      columns = labels.levels(multi, names: frame.index.names, rows, withNames: hasNames, isSparse: true)
    } else {
      columns = [(hasNames ? [labels.name(frame.index.name)] : []) + labels.flat(frame.index, rows)]
    }
    columns = columns.map { TextWidth.fixed($0, .left, options: options) }
    let above = frame.labels.names.map { frame.labels.hasNames ? ($0 == .none ? "" : $0.text) : "" }
    return above + TextWidth.adjoined(1, columns)
  }
}

extension Index {
  /// Whether a level has a name.
  var hasNames: Bool { names.contains { $0 != .none } }
}

/// The labels above the columns.
struct HeaderTexts {
  let frame: DataFrame
  let options: DisplayOptions

  /// For each column the texts of its label's levels. Those of numbers have a space in front, as the numbers
  /// have.
  func texts(_ shown: [Int]) -> [[String]] {
    let labels = LabelTexts(options: options)
    guard case .multi(let multi) = frame.labels.content else {
      let texts = labels.flat(frame.labels, shown)
      // Of equal labels, the last one tells.
      var isNumeric: [String: Bool] = [:]
      for (position, text) in texts.enumerated() { isNumeric[text] = frame.columns[position].isNumeric }
      return texts.map { [isNumeric[$0] == true ? " " + $0 : $0] }
    }
    let levels = labels.levels(multi, names: [], shown, withNames: false, isSparse: false)
    let spaced = levels.map { level in
      level.enumerated().map { frame.columns[$0].isNumeric ? " " + $1 : $1 }
    }
    let sparse = labels.sparse(spaced, start: 0)
    return shown.indices.map { position in sparse.map { $0[position] } }
  }
}

extension Column {
  /// Whether pandas takes the type to be numeric.
  var isNumeric: Bool {
    switch self {
    case .array(let array): return CellTypes.isNumeric(array.dtype)
    case .nullable: return true
    case .sparse(let sparse): return CellTypes.isNumeric(sparse.values.dtype)
    case .arrow(let arrow):
      switch arrow.type {
      case .bool, .decimal128: return true
      case .timestamp, .duration: return false
      default: return arrow.type.dtype != nil
      }
    default: return false
    }
  }
}

/// What pandas takes types to be.
enum CellTypes {
  static func isNumeric(_ dtype: DType) -> Bool {
    switch dtype.kind {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float16, .float32,
      .float64,
      .longdouble, .complex64, .complex128, .clongdouble:
      true
    default: false
    }
  }
}
