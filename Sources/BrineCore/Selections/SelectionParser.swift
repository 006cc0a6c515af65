/// Reads the text of selections. Lists nest no deeper than NumPy has axes.
struct SelectionParser {
  private var text: [UInt8]
  private var position = 0
  private var end: Int
  private static let deepest = 64

  init(_ text: some Sequence<UInt8>) {
    self.text = Array(text)
    end = self.text.count
  }

  /// The parts of the whole text.
  mutating func parse() throws(ArrayError) -> [Selection.Item] {
    removeBrackets()
    let start = position
    if skip("(") {
      guard skip(")"), isAtEnd else { throw failure("a tuple can't be part of a selection", at: start) }
      return []
    }
    var items: [Selection.Item] = []
    var ellipses = 0
    repeat {
      if isAtEnd, !items.isEmpty { break }
      let start = position
      let item = try item()
      if case .remaining = item { ellipses += 1 }
      guard ellipses < 2 else { throw failure("there can be one '...' only", at: start) }
      items.append(item)
    } while skip(",")
    guard isAtEnd else { throw failure("a comma is missing") }
    return items
  }

  private func failure(_ detail: String, at offset: Int? = nil) -> ArrayError {
    ArrayError(.badSelectionText, detail, context: ErrorContext(offset: offset ?? position))
  }

  /// Takes off the brackets around everything, if the first one's partner is the last character.
  private mutating func removeBrackets() {
    skipSpace()
    while end > position, isSpace(text[end - 1]) { end -= 1 }
    guard end > position, text[position] == UInt8(ascii: "["), text[end - 1] == UInt8(ascii: "]") else {
      return
    }
    var depth = 0
    for index in position..<end {
      if text[index] == UInt8(ascii: "[") { depth += 1 }
      if text[index] == UInt8(ascii: "]") { depth -= 1 }
      if depth == 0, index < end - 1 { return }
    }
    guard depth == 0 else { return }
    position += 1
    end -= 1
  }

  private var next: UInt8? { position < end ? text[position] : nil }

  private var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == end
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

  private mutating func skipSpace() {
    while let byte = next, isSpace(byte) { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func item() throws(ArrayError) -> Selection.Item {
    skipSpace()
    guard let byte = next else { throw failure("a part of the selection is missing") }
    switch byte {
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "."):
      guard text[position..<end].starts(with: "...".utf8) else {
        throw failure("this is no part of a selection")
      }
      position += 3
      return .remaining
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): return try word()
    default: return try slice(startsWith: try integer())
    }
  }

  private mutating func word() throws(ArrayError) -> Selection.Item {
    let start = position
    switch name() {
    case "None":
      skipSpace()
      return next == UInt8(ascii: ":") ? try slice(startsWith: nil) : .inserted
    case "newaxis", "np.newaxis", "numpy.newaxis": return .inserted
    case "Ellipsis": return .remaining
    case "True": return .mask(try Selection.Mask([true], shape: []))
    case "False": return .mask(try Selection.Mask([false], shape: []))
    default: throw failure("this is no part of a selection", at: start)
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    // The bit that is dropped is the one between upper and lower case.
    byte & 0xDF >= UInt8(ascii: "A") && byte & 0xDF <= UInt8(ascii: "Z")
  }

  private mutating func name() -> String {
    let start = position
    while let byte = next, byte == UInt8(ascii: ".") || isLetter(byte) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  /// What follows the first number of an index or slice, which is `nil` when the part begins with a colon.
  private mutating func slice(startsWith start: Int?) throws(ArrayError) -> Selection.Item {
    guard skip(":") else {
      guard let start else { throw failure("this is no part of a selection") }
      return .index(start)
    }
    var slice = Selection.Slice(start, try bound())
    if skip(":") {
      skipSpace()
      let place = position
      slice.step = try bound() ?? 1
      guard slice.step != 0 else { throw failure("the step of a slice can't be zero", at: place) }
    }
    return .slice(slice)
  }

  /// A number, `None`, or nothing.
  private mutating func bound() throws(ArrayError) -> Int? {
    skipSpace()
    guard next == UInt8(ascii: "N") else { return try integer() }
    let start = position
    guard name() == "None" else { throw failure("this is no bound of a slice", at: start) }
    return nil
  }

  /// A number, or `nil` where there is none. One beyond `Int` becomes the nearest: no axis is as long.
  private mutating func integer() throws(ArrayError) -> Int? {
    skipSpace()
    let start = position
    var isNegative = false
    if let sign = next, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      position += 1
    }
    let digits = position
    var value = 0
    while let byte = next, byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
    {
      position += 1
      // As in Python, an underscore stands between digits.
      if byte == UInt8(ascii: "_") {
        guard position - 1 > digits, let after = next, after != UInt8(ascii: "_") else {
          throw failure("this is no number", at: start)
        }
        continue
      }
      value = value.multiplied(10).flatMap { $0.adding(Int(byte - UInt8(ascii: "0"))) } ?? .max
    }
    if position == digits {
      guard digits == start else { throw failure("a number is missing") }
      return nil
    }
    guard text[position - 1] != UInt8(ascii: "_") else { throw failure("this is no number", at: start) }
    return isNegative ? -value : value
  }
}

/// Lists of indexes and masks.
extension SelectionParser {
  private struct Values {
    var numbers: [Int] = []
    var isMask: Bool?
    /// The length of each level's lists, known once the first of them has ended.
    var shape: [Int?] = []
    /// The level on which values stand.
    var valueLevel: Int?
  }

  private mutating func list() throws(ArrayError) -> Selection.Item {
    let start = position
    var values = Values()
    try list(level: 0, &values)
    let shape = values.shape.map { $0 ?? 0 }
    if values.isMask == true {
      return .mask(try Selection.Mask(values.numbers.map { $0 != 0 }, shape: shape))
    }
    guard NDArray.count(shape) == values.numbers.count else {
      throw failure("lists of unequal length", at: start)
    }
    return .indexes(try Selection.IndexList(values.numbers, shape: shape))
  }

  private mutating func list(level: Int, _ values: inout Values) throws(ArrayError) {
    guard level < SelectionParser.deepest else { throw failure("lists nest too deep") }
    let start = position
    _ = skip("[")
    if values.shape.count == level { values.shape.append(nil) }
    var count = 0
    var needsComma = false
    while !skip("]") {
      guard !needsComma || skip(",") else { throw failure("a comma or ']' is missing") }
      if needsComma, skip("]") { break }
      skipSpace()
      if next == UInt8(ascii: "[") {
        guard values.valueLevel.map({ $0 > level }) ?? true else { throw failure("lists of unequal depth") }
        try list(level: level + 1, &values)
      } else {
        try value(level: level, &values)
      }
      count += 1
      needsComma = true
    }
    guard values.shape[level] ?? count == count else { throw failure("lists of unequal length", at: start) }
    values.shape[level] = count
  }

  private mutating func value(level: Int, _ values: inout Values) throws(ArrayError) {
    let start = position
    guard values.valueLevel ?? level == level, values.shape.count == level + 1 else {
      throw failure("lists of unequal depth")
    }
    values.valueLevel = level
    var isMask = true
    if let number = try integer() {
      isMask = false
      values.numbers.append(number)
    } else {
      switch name() {
      case "True": values.numbers.append(1)
      case "False": values.numbers.append(0)
      default: throw failure("an index, True or False is missing", at: start)
      }
    }
    guard values.isMask ?? isMask == isMask else {
      throw failure("a list holds indexes or truth values, not both", at: start)
    }
    values.isMask = isMask
  }
}
