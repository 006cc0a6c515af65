/// Words, one for each element shown, arranged in brackets and lines.
struct ArrayLayout {
  private let words: [String]
  private var next = 0
  private let shape: [Int]
  /// How many elements are shown at each end of an axis of an abridged array.
  private let edge: Int?
  private let separator: String
  private let indent: Int

  /// - Parameter indent: How far lines but the first one are indented.
  init(words: [String], shape: [Int], edge: Int?, separator: String, indent: Int) {
    self.words = words
    self.shape = shape
    self.edge = edge
    self.separator = separator
    self.indent = indent
  }

  /// The text of the whole array.
  mutating func text(lineWidth: Int) -> String { part(axis: 0, indent: indent, width: lineWidth) }

  /// An axis' items: their number, and after how many of them some are left out.
  private func items(_ axis: Int) -> (count: Int, gap: Int?) {
    guard let edge, shape[axis] > 2 * edge else { return (shape[axis], nil) }
    return (2 * edge, edge)
  }

  private mutating func word() -> String {
    guard next < words.count else { return "" }
    defer { next += 1 }
    return words[next]
  }

  private mutating func part(axis: Int, indent: Int, width: Int) -> String {
    if axis == shape.count { return word() }
    return axis == shape.count - 1 ? row(axis, indent, width) : rows(axis, indent, width)
  }

  /// The last axis: as many words in a line as fit.
  private mutating func row(_ axis: Int, _ indent: Int, _ width: Int) -> String {
    let (count, gap) = items(axis)
    let widest = width - max(separator.utf8.count(where: { $0 != UInt8(ascii: " ") }), 1)
    var lines = LineWriter(indent: indent, width: widest)
    for index in 0..<count {
      if index == gap {
        lines.append("...")
        lines.line += separator
      }
      lines.append(word())
      if index < count - 1 { lines.line += separator }
    }
    return "[" + lines.text + "]"
  }

  /// Other axes: each item begins a line, with empty lines between those that have several axes.
  private mutating func rows(_ axis: Int, _ indent: Int, _ width: Int) -> String {
    let (count, gap) = items(axis)
    let breaks = String(repeating: "\n", count: shape.count - axis - 1)
    let between = (separator == " " ? "" : ",") + breaks + String(repeating: " ", count: indent)
    var text = "["
    for index in 0..<count {
      if index == gap { text += "..." + between }
      text += part(axis: axis + 1, indent: indent + 1, width: width - 1)
      if index < count - 1 { text += between }
    }
    return text + "]"
  }
}

/// Lines that are filled word by word.
private struct LineWriter {
  private var finished = ""
  var line: String
  private let indent: String
  private let width: Int

  init(indent: Int, width: Int) {
    self.indent = String(repeating: " ", count: indent)
    self.width = width
    line = self.indent
  }

  /// All lines without the first one's indentation.
  var text: String { String((finished + line).unicodeScalars.dropFirst(indent.unicodeScalars.count)) }

  private var length: Int { line.unicodeScalars.count }

  private mutating func breakLine() {
    while let last = line.unicodeScalars.last, last.properties.isWhitespace {
      line.unicodeScalars.removeLast()
    }
    finished += line + "\n"
    line = indent
  }

  /// Adds a word, on a new line if it does not fit and would elsewhere. One of several lines stays a block.
  mutating func append(_ word: String) {
    let parts = word.split(separator: "\n", omittingEmptySubsequences: false)
    let longest = parts.map(\.unicodeScalars.count).max() ?? 0
    if length + longest > width, length > indent.unicodeScalars.count { breakLine() }
    guard parts.count > 1 else {
      line += word
      return
    }
    let block = String(repeating: " ", count: length)
    line += parts[0]
    for part in parts.dropFirst() {
      breakLine()
      line = block + part
    }
    line += String(repeating: " ", count: longest - (parts.last?.unicodeScalars.count ?? 0))
  }
}
