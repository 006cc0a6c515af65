/// How tables are printed: pandas' options of the same names, with its defaults.
public struct DisplayOptions: Sendable {
  /// How many rows are shown before those in the middle are left out.
  public var maxRows = 60
  /// How many rows are shown then.
  public var minRows = 10
  /// How wide the terminal is: columns in the middle are left out to fit.
  public var width = 80
  /// How long the text of a cell may be.
  public var maxColumnWidth = 50
  /// How many digits follow the point.
  public var precision = 6

  /// pandas' defaults.
  public init() {}
}

/// A line or cell of text, measured as Python does: in code points.
enum TextWidth {
  static func of(_ text: String) -> Int { text.unicodeScalars.count }

  /// Where the text goes in its cell.
  enum Side {
    case left, right, center
  }

  /// Texts filled up with spaces to a width.
  static func justified(_ texts: [String], _ width: Int, _ side: Side) -> [String] {
    texts.map { justified($0, width, side) }
  }

  static func justified(_ text: String, _ width: Int, _ side: Side) -> String {
    let missing = width - of(text)
    guard missing > 0 else { return text }
    switch side {
    case .left: return text + spaces(missing)
    case .right: return spaces(missing) + text
    case .center:
      // As Python's `center`: what is left over goes to the left where the width is odd.
      let left = missing / 2 + (missing & width & 1)
      return spaces(left) + text + spaces(missing - left)
    }
  }

  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  /// Texts of one width; those that are too long are cut off.
  static func fixed(_ texts: [String], _ side: Side, minimum: Int = 0, options: DisplayOptions) -> [String] {
    guard !texts.isEmpty else { return texts }
    let longest = max(minimum, texts.map { of($0) }.max() ?? 0)
    let width = min(longest, options.maxColumnWidth)
    let cut = texts.map { text in
      guard options.maxColumnWidth > 3, of(text) > width else { return text }
      return String(String.UnicodeScalarView(text.unicodeScalars.prefix(width - 3))) + "..."
    }
    return justified(cut, width, side)
  }

  /// Columns of lines, side by side: each as wide as its longest line, `space` apart. Shorter columns get
  /// empty lines on top.
  static func adjoined(_ space: Int, _ columns: [[String]]) -> [String] {
    let height = columns.map(\.count).max() ?? 0
    var lines = [String](repeating: "", count: height)
    for (number, column) in columns.enumerated() {
      let longest = column.map { of($0) }.max() ?? 0
      let width = number == columns.count - 1 ? longest : longest + space
      let missing = height - column.count
      for row in 0..<height {
        lines[row] += row < missing ? spaces(width) : justified(column[row - missing], width, .left)
      }
    }
    return lines
  }
}
