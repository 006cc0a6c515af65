import BrineCore

/// The texts of labels, as pandas makes them for the sides of a table.
struct LabelTexts {
  let options: DisplayOptions

  /// The texts of some labels of an index of one level.
  func flat(_ index: Index, _ rows: [Int]) -> [String] {
    switch index.content {
    case .range:
      let texts = rows.map { index.value($0).text }
      // Of all rows, the first and the last are the longest.
      let width = [texts.first, texts.last].compactMap { $0.map { TextWidth.of($0) } }.max() ?? 0
      return TextWidth.justified(texts, width, .left)
    case .column(let column): return flat(column, rows)
    case .multi: return rows.map { PrettyText.text(index.value($0)) }
    }
  }

  private func flat(_ column: Column, _ rows: [Int]) -> [String] {
    switch column {
    case .objects, .strings: return rows.map { pretty(column.value($0)) }
    case .categorical(let categorical): return rows.map { pretty(categorical.value($0)) }
    case .intervals, .periods: return rows.map { CellTexts.plain(column.value($0)) }
    case .zoned: return rows.map { column.value($0).text }
    case .array(let array):
      switch array.dtype.kind {
      case .datetime64: return TimeTexts.timestamps(rows.map { column.value($0) })
      case .timedelta64: return TimeTexts.spans(rows.map { column.value($0) })
      default: break
      }
    default: break
    }
    // Numbers have room for a sign, and so has NaN.
    let cells = CellTexts(options: options).texts(column, rows).map { $0 == "NaN" ? " NaN" : $0 }
    let texts = TextWidth.fixed(cells, .left, options: options)
    let leading = texts.map { (text: String) -> Int in text.utf8.prefix(while: { $0 == 0x20 }).count }
    let spaces = leading.min() ?? 0
    return texts.map { String($0.dropFirst(spaces)) }
  }

  private func pretty(_ value: FrameValue) -> String {
    if case .float(let number) = value, number.isNaN { return "NaN" }
    return PrettyText.text(value)
  }

  /// A name: empty for none.
  func name(_ name: FrameValue) -> String {
    if case .none = name { return "" }
    return PrettyText.text(name)
  }

  /// The texts of some rows of each level, under the names if `withNames`; labels that are those of the row
  /// above are empty if `isSparse`.
  func levels(
    _ multi: MultiIndex, names: [FrameValue], _ rows: [Int], withNames: Bool, isSparse: Bool
  ) -> [[String]] {
    var columns: [[String]] = []
    for level in multi.levels.indices {
      let labels = multi.levels[level]
      let codes: [Int?] = rows.map { row -> Int? in
        guard let code = NumPyText.value(multi.codes[level], row).int, code >= 0, code < labels.count else {
          return nil
        }
        return code
      }
      // Labels are made equally wide; a missing one takes the last label's place there.
      let last = max(labels.count - 1, 0)
      let texts = labels.count == 0 ? [] : flat(labels, codes.map { (code: Int?) -> Int in code ?? last })
      let missing = LabelTexts.missing(labels)
      let column = codes.enumerated().map { $1 == nil ? missing : texts[$0] }
      columns.append(
        (withNames ? [name(names.indices.contains(level) ? names[level] : FrameValue.none)] : []) + column)
    }
    return isSparse ? sparse(columns, start: withNames ? 1 : 0) : columns
  }

  /// What stands for a missing label. pandas' own types have `str` of their missing value.
  private static func missing(_ labels: Index) -> String {
    guard case .column(let column) = labels.content else { return "NaN" }
    switch column {
    case .strings(let strings): return strings.missing == .na ? "<NA>" : "nan"
    case .nullable, .arrow: return "<NA>"
    case .categorical, .intervals, .sparse: return "nan"
    default: return CellTexts.plain(labels.missingValue)
    }
  }

  /// Columns in which what repeats the row above is empty, except in the last column.
  func sparse(_ columns: [[String]], start: Int) -> [[String]] {
    guard let height = columns.first?.count, columns.count > 1, height > start + 1 else { return columns }
    var result = columns
    for row in (start + 1)..<height {
      for level in 0..<columns.count - 1 {
        guard columns[level][row] == columns[level][row - 1] else { break }
        result[level][row] = ""
      }
    }
    return result
  }
}
