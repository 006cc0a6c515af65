/// Selections as NumPy writes them.
extension Selection {
  /// The selection that a text such as `0:10, ::2, -1, ..., None, [1, 3], [True, False]` stands for.
  ///
  /// One pair of brackets around all of it is taken off, so that what follows a name can be given as it
  /// stands: `[1, 3]` is the element at 1 and 3, `[[1, 3]]` is a list of indexes.
  /// - Throws: `ArrayError.badSelectionText` with the offset in the text, in bytes of UTF-8.
  public init(text: some StringProtocol) throws(ArrayError) {
    var parser = SelectionParser(text.utf8)
    self.init(try parser.parse())
  }
}

extension Selection: CustomStringConvertible {
  /// The text between NumPy's brackets; long lists are abridged.
  public var description: String {
    if items.isEmpty { return "..." }
    let text = items.map(\.description).joined(separator: ", ")
    // A lone list needs the comma: its own brackets would be taken for those around a selection.
    if items.count == 1, case .indexes = items[0] { return text + "," }
    if items.count == 1, case .mask = items[0] { return text + "," }
    return text
  }
}

extension Selection.Item: CustomStringConvertible {
  /// The part as NumPy writes it; long lists are abridged.
  public var description: String {
    switch self {
    case .index(let index): return String(index)
    case .slice(let slice): return slice.description
    case .remaining: return "..."
    case .inserted: return "None"
    case .indexes(let list):
      return SelectionText.nested(list.shape) { String(list.indexes[$0]) }
    case .mask(let mask):
      return mask.withBytes { bytes in SelectionText.nested(mask.shape) { bytes[$0] != 0 ? "True" : "False" }
      }
    }
  }
}

extension Selection.Slice: CustomStringConvertible {
  /// `start:stop:step` without what need not be said.
  public var description: String {
    let bounds = (start.map { String($0) } ?? "") + ":" + (stop.map { String($0) } ?? "")
    return step == 1 ? bounds : bounds + ":\(step)"
  }
}

private enum SelectionText {
  /// Lists of 20 elements at most are written out.
  private static let longest = 20

  static func nested(_ shape: [Int], _ text: (Int) -> String) -> String {
    let count = shape.reduce(1, *)
    guard count <= longest, shape.count <= longest else { return "[… \(count) values …]" }
    guard !shape.isEmpty else { return text(0) }
    var texts = (0..<count).map(text)
    // From the innermost axis outwards, neighbours become lists.
    for axis in shape.indices.reversed() {
      let lists = shape[..<axis].reduce(1, *)
      guard lists <= longest else { return "[… \(count) values …]" }
      texts = (0..<lists).map { list in
        "[" + texts[list * shape[axis]..<(list + 1) * shape[axis]].joined(separator: ", ") + "]"
      }
    }
    return texts[0]
  }
}
