import BrinePickle

/// Prints an Index as pandas does: `Index(['a', 'b'], dtype='str', name='n')`.
struct IndexText {
  let index: Index
  let options: DisplayOptions

  var text: String {
    if case .range(let start, let stop, let step) = index.content {
      return "RangeIndex(start=\(start), stop=\(stop), step=\(step)\(nameText))"
    }
    if case .multi(let multi) = index.content { return multiText(multi) }
    let head = index.className + "("
    return wrapped(
      head + list(values, indent: head.utf8.count, isAligned: isAligned), indent: head.utf8.count)
  }

  private var nameText: String {
    if case .none = index.name { return "" }
    return ", name=\(quoted(index.name))"
  }

  private func quoted(_ value: FrameValue) -> String {
    if case .string(let text) = value { return "'\(PrettyText.escaped(text))'" }
    return PrettyText.repr(value)
  }

  // MARK: Values

  /// The numbers of the labels that are shown: of more than a hundred, the first and last ten.
  private var shown: (head: [Int], tail: [Int]) {
    let count = index.count
    guard count > 100 else { return (Array(0..<count), []) }
    return (Array(0..<10), Array(count - 10..<count))
  }

  private var values: (head: [String], tail: [String]) {
    let (head, tail) = shown
    let texts = self.texts(head + tail)
    return (Array(texts.prefix(head.count)), Array(texts.dropFirst(head.count)))
  }

  private func texts(_ rows: [Int]) -> [String] {
    guard case .column(let column) = index.content else {
      return rows.map { PrettyText.repr(index.value($0)) }
    }
    switch column {
    case .array(let array):
      switch array.dtype.kind {
      case .datetime64: return moments(rows.map { column.value($0) })
      case .timedelta64:
        return TimeTexts.spans(rows.map { column.value($0) }).map { $0 == "NaT" ? $0 : "'\($0)'" }
      default: return rows.map { PrettyText.repr(column.value($0)) }
      }
    case .zoned: return rows.map { column.value($0).isMissing ? "NaT" : "'\(column.value($0).text)'" }
    case .periods: return rows.map { "'\(column.value($0).text)'" }
    default: return rows.map { quoted(column.value($0)) }
    }
  }

  /// Days, where all times are midnights; else each time as `str` has it.
  private func moments(_ values: [FrameValue]) -> [String] {
    let areDays = values.allSatisfy { value in
      guard case .timestamp(let time) = value else { return true }
      return time.civil.isMidnight
    }
    return values.map { value in
      guard case .timestamp(let time) = value else { return "NaT" }
      return "'\(areDays ? time.civil.dateText : time.description)'"
    }
  }

  /// Whether labels are made equally wide where there are several lines: all but text.
  private var isAligned: Bool {
    switch index.content {
    case .column(.objects), .column(.strings), .column(.categorical): false
    default: true
    }
  }

  /// Labels in brackets: in one line, if they fit.
  private func list(_ values: (head: [String], tail: [String]), indent: Int, isAligned: Bool) -> String {
    let (head, tail) = values
    let all = head + tail
    let isShort = !tail.isEmpty
    let line = "[" + all.joined(separator: ", ") + "],"
    let space = TextWidth.spaces(indent)
    guard isShort || all.count > 1 && TextWidth.of(line) + indent > options.width else {
      return line
    }
    let width = all.map { TextWidth.of($0) }.max() ?? 0
    func fitted(_ texts: [String]) -> [String] {
      isAligned ? TextWidth.justified(texts, width, .right) : texts
    }
    var lines = lines(fitted(head), indent: indent)
    if isShort {
      lines[lines.count - 1] += ","
      lines += ["..."] + self.lines(fitted(tail), indent: indent)
    }
    let separator = "\n" + space + " "
    return "[" + lines.joined(separator: separator) + "],"
  }

  /// Labels in lines that fit the terminal.
  private func lines(_ texts: [String], indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for (number, text) in texts.enumerated() {
      let part = number == texts.count - 1 ? text : text + ","
      let longer = line.isEmpty ? part : line + " " + part
      if !line.isEmpty, TextWidth.of(longer) + indent + 1 >= options.width {
        lines.append(line)
        line = part
      } else {
        line = longer
      }
    }
    return lines + (line.isEmpty ? [] : [line])
  }

  // MARK: What follows

  /// What precedes, and the attributes after it, in lines that fit the terminal.
  private func wrapped(_ values: String, indent: Int) -> String {
    var text = values
    let attributes = self.attributes
    // Labels in several lines end theirs.
    var width = values.contains("\n") ? options.width : TextWidth.of(values)
    for (number, attribute) in attributes.enumerated() {
      let isLast = number == attributes.count - 1
      let part = attribute + (isLast ? ")" : ",")
      // The bracket at the end may stand beyond the line.
      if width + TextWidth.of(part) + (isLast ? 0 : 1) > options.width {
        text += "\n" + TextWidth.spaces(indent) + part
        width = indent + TextWidth.of(part)
      } else {
        text += " " + part
        width += 1 + TextWidth.of(part)
      }
    }
    return text
  }

  private var attributes: [String] {
    var parts: [String] = []
    if case .column(.categorical(let categorical)) = index.content {
      parts.append("categories=\(categories(categorical.categories))")
      parts.append("ordered=\(categorical.isOrdered ? "True" : "False")")
      parts.append("dtype='category'")
    } else {
      parts.append("dtype='\(index.dtype)'")
    }
    if case .none = index.name {} else { parts.append("name=\(quoted(index.name))") }
    if index.count > 100 { parts.append("length=\(index.count)") }
    if ["DatetimeIndex", "TimedeltaIndex"].contains(index.className) {
      parts.append("freq=\(index.frequency.map { "'\($0)'" } ?? "None")")
    }
    return parts
  }

  private func categories(_ index: Index) -> String {
    let count = index.count
    let texts = IndexText(index: index, options: options)
    if count <= 8 { return "[" + texts.texts(Array(0..<count)).joined(separator: ", ") + "]" }
    let all = texts.texts(Array(0..<4) + Array(count - 4..<count))
    return "[" + all.prefix(4).joined(separator: ", ") + ", ..., " + all.suffix(4).joined(separator: ", ")
      + "]"
  }

  private func multiText(_ multi: MultiIndex) -> String {
    let head = "MultiIndex("
    let space = TextWidth.spaces(head.utf8.count)
    func row(_ number: Int) -> [String] { multi.values(number).map { quoted($0) } }
    let (first, last) = shown
    let rows = (first + last).map { row($0) }
    let widths = multi.levels.indices.map { level in rows.map { TextWidth.of($0[level]) }.max() ?? 0 }
    var lines = rows.map { cells in
      "(" + zip(cells, widths).map { TextWidth.justified($0, $1, .right) }.joined(separator: ", ") + ")"
    }
    if !last.isEmpty {
      lines.insert(
        TextWidth.justified("...", lines.first.map { TextWidth.of($0) } ?? 3, .left), at: first.count)
    }
    let body = lines.joined(separator: ",\n" + space + " ")
    var end = ""
    if index.hasNames { end += "names=[" + index.names.map { quoted($0) }.joined(separator: ", ") + "]" }
    if index.count > 100 { end += (end.isEmpty ? "" : ", ") + "length=\(index.count)" }
    return head + "[" + body + "]," + "\n" + space + end + ")"
  }
}

extension Index: CustomStringConvertible {
  /// The labels as pandas prints an Index.
  public var description: String { IndexText(index: self, options: .init()).text }
}
