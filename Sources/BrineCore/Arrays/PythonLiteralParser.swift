/// Reads Python literals: nested no deeper than 64 levels, which is more than any type of NumPy's needs.
struct PythonLiteralParser {
  private let text: [UInt8]
  private var position = 0
  private static let deepest = 64

  init(_ text: some Sequence<UInt8>) { self.text = Array(text) }

  /// Why a text is no literal, and where.
  struct Failure: Error {
    let detail: String
    let offset: Int
  }

  /// The one value that the text holds, with white space around it.
  mutating func parse() throws(Failure) -> PythonLiteral {
    let value = try value(depth: 0)
    skipSpace()
    guard position == text.count else { throw failure("more text follows the value") }
    return value
  }

  private func failure(_ detail: String) -> Failure { Failure(detail: detail, offset: position) }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> PythonLiteral {
    guard depth < PythonLiteralParser.deepest else { throw failure("the value nests too deep") }
    skipSpace()
    guard let byte = next else { throw failure("a value is missing") }
    switch byte {
    case UInt8(ascii: "{"):
      position += 1
      return try dict(depth: depth)
    case UInt8(ascii: "["):
      position += 1
      return .list(try items(until: "]", depth: depth).items)
    case UInt8(ascii: "("):
      position += 1
      let (items, hasComma) = try items(until: ")", depth: depth)
      return items.count == 1 && !hasComma ? items[0] : .tuple(items)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try integer()
    default: return try word()
    }
  }

  private mutating func items(
    until end: Unicode.Scalar, depth: Int
  ) throws(Failure) -> (items: [PythonLiteral], hasComma: Bool) {
    var items: [PythonLiteral] = []
    var hasComma = false
    while !skip(end) {
      guard items.isEmpty || hasComma else { throw failure("a comma or '\(end)' is missing") }
      items.append(try value(depth: depth + 1))
      hasComma = skip(",")
    }
    return (items, hasComma)
  }

  private mutating func dict(depth: Int) throws(Failure) -> PythonLiteral {
    var entries: [PythonLiteral.Entry] = []
    var hasComma = true
    while !skip("}") {
      guard hasComma else { throw failure("a comma or '}' is missing") }
      let key = try value(depth: depth + 1)
      guard skip(":") else { throw failure("a colon is missing") }
      entries.append(.init(key: key, value: try value(depth: depth + 1)))
      hasComma = skip(",")
    }
    return .dict(entries)
  }

  private mutating func integer() throws(Failure) -> PythonLiteral {
    let start = position
    if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { position += 1 }
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard let number = Int(String(decoding: text[start..<position], as: UTF8.self)) else {
      throw failure("an integer is out of range")
    }
    // Python 2 wrote long integers with an L.
    if next == UInt8(ascii: "L") { position += 1 }
    return .int(number)
  }

  private mutating func word() throws(Failure) -> PythonLiteral {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "z") { position += 1 }
    switch String(decoding: text[start..<position], as: UTF8.self) {
    case "True": return .bool(true)
    case "False": return .bool(false)
    case "None": return .none
    case "u", "b":
      // Python 2 had prefixes on some strings.
      if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") { return .string(try string()) }
      throw failure("this is no literal")
    default: throw failure("this is no literal")
    }
  }

  private mutating func string() throws(Failure) -> String {
    guard let quote = next else { throw failure("a string is missing") }
    position += 1
    var bytes: [UInt8] = []
    while let byte = next, byte != quote {
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(&bytes) } else { bytes.append(byte) }
    }
    guard next == quote else { throw failure("a string has no end") }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func escape(_ bytes: inout [UInt8]) throws(Failure) {
    guard let byte = next else { throw failure("a string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): bytes.append(byte)
    case UInt8(ascii: "x"): try scalar(digits: 2, &bytes)
    case UInt8(ascii: "u"): try scalar(digits: 4, &bytes)
    case UInt8(ascii: "U"): try scalar(digits: 8, &bytes)
    default: throw failure("an escape that is not known")
    }
  }

  private mutating func scalar(digits: Int, _ bytes: inout [UInt8]) throws(Failure) {
    guard position + digits <= text.count,
      let value = UInt32(String(decoding: text[position..<position + digits], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw failure("an escape that is no character") }
    position += digits
    bytes += Array(String(scalar).utf8)
  }
}

extension PythonLiteral {
  /// Reads a literal.
  ///
  /// - Throws: `ArrayError.badDType` with the place in the text, counted from `base`.
  public init(parsing text: some Sequence<UInt8>, base: Int = 0) throws(ArrayError) {
    var parser = PythonLiteralParser(text)
    do throws(PythonLiteralParser.Failure) {
      self = try parser.parse()
    } catch {
      throw ArrayError(.badDType, error.detail, context: ErrorContext(offset: base + error.offset))
    }
  }
}
