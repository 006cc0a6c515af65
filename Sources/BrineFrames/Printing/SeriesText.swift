import BrinePickle

/// Prints a Series as pandas does.
struct SeriesText {
  let series: Series
  let options: DisplayOptions

  var text: String {
    let count = series.count
    let footer = self.footer
    guard count > 0 else { return "\(series.subclass?.name.name ?? "Series")([], \(footer))" }
    let isShort = count > options.maxRows
    let half = max(min(options.minRows, options.maxRows) / 2, 1)
    let rows = isShort ? Array(0..<half) + Array(count - half..<count) : Array(0..<count)
    var labels = labelLines(rows)
    var cells = TextWidth.fixed(
      CellTexts(options: options).texts(series.column, rows), .right, options: options)
    if isShort {
      let width = TextWidth.of(cells[half - 1])
      cells.insert(TextWidth.justified(width > 3 ? "..." : "..", width, .center), at: half)
      labels.insert("", at: half + 1)
    }
    var lines = TextWidth.adjoined(3, [Array(labels.dropFirst()), cells])
    if series.index.hasNames { lines.insert(labels[0], at: 0) }
    return (lines + (footer.isEmpty ? [] : [footer])).joined(separator: "\n")
  }

  /// The labels, below the name.
  private func labelLines(_ rows: [Int]) -> [String] {
    let labels = LabelTexts(options: options)
    guard case .multi(let multi) = series.index.content else {
      return [labels.name(series.index.name)] + labels.flat(series.index, rows)
    }
    let columns = labels.levels(multi, names: series.index.names, rows, withNames: true, isSparse: true)
    return TextWidth.adjoined(2, columns)
  }

  private var footer: String {
    var parts: [String] = []
    if let frequency = series.index.frequencyText { parts.append("Freq: \(frequency)") }
    if series.name != .none { parts.append("Name: \(PrettyText.text(series.name))") }
    if series.count > options.maxRows { parts.append("Length: \(series.count)") }
    parts.append("dtype: \(series.column.typeName)")
    let line = parts.joined(separator: ", ")
    guard case .categorical(let categorical) = series.column else { return line }
    return line + "\n" + CategoryText(categories: categorical, options: options).footer
  }
}

extension Index {
  /// The text of how far apart the times or how long the periods are.
  var frequencyText: String? {
    if case .column(.periods(let periods)) = content { return periods.frequency.periodText }
    return frequency?.description
  }
}

extension Column {
  /// The name of the type as it stands below a Series: of intervals without what the ends are.
  fileprivate var typeName: String {
    if case .intervals = self { return "interval" }
    if case .array(let array) = self { return NumPyText.name(array.dtype.native) }
    return dtype
  }
}

/// The categories below a Series of them.
struct CategoryText {
  let categories: CategoricalColumn
  let options: DisplayOptions

  /// `Categories (3, object): ['a', 'b', 'c']`; with `<` between them, if they have an order.
  var footer: String {
    let index = categories.categories
    let head = "Categories (\(index.count), \(index.dtype)): "
    let separator = categories.isOrdered ? " < " : ", "
    let indent = TextWidth.of(head) + 1
    var (text, width, isFirst) = ("", indent, true)
    for category in texts {
      let length = TextWidth.of(category)
      let space = isFirst ? 0 : TextWidth.of(separator)
      if !isFirst, width + space + length > options.width {
        text += separator.trimmedEnd + "\n" + TextWidth.spaces(indent)
        width = indent
      } else if !isFirst {
        text += separator
        width += space
      }
      text += category
      width += length
      isFirst = false
    }
    return head + "[" + text.replacing(" < ... < ", with: " ... ") + "]"
  }

  /// The categories, or the first and last few of many.
  private var texts: [String] {
    let index = categories.categories
    func texts(_ rows: [Int]) -> [String] {
      let isText =
        switch index.content {
        case .column(.objects), .column(.strings): true
        default: false
        }
      if isText { return rows.map { PrettyText.repr(index.value($0)) } }
      return LabelTexts(options: options).flat(index, rows).map { text in
        String(text.drop { $0 == " " }).trimmedEnd
      }
    }
    guard index.count > 8 else { return texts(Array(0..<index.count)) }
    return texts(Array(0..<4)) + ["..."] + texts(Array(index.count - 4..<index.count))
  }
}

extension String {
  /// Without spaces at the end.
  var trimmedEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
