import BrineJSON
import Testing

@Suite struct JSONErrorTests {
  /// A text, and where and why it must be refused.
  struct Case: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let code: JSONError.Code
    let line: Int
    let column: Int

    init(_ text: String, _ code: JSONError.Code, _ column: Int, line: Int = 1) {
      self.init(Array(text.utf8), code, column, line: line)
    }

    init(_ bytes: [UInt8], _ code: JSONError.Code, _ column: Int, line: Int = 1) {
      (self.bytes, self.code, self.line, self.column) = (bytes, code, line, column)
    }

    /// A string with these bytes in it, after two characters of four bytes together.
    init(inString bytes: [UInt8], _ code: JSONError.Code, _ column: Int) {
      self.init(Array("\"aé".utf8) + bytes + Array("z\"".utf8), code, column)
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
  }

  private static let ends: [Case] = [
    Case("", .unexpectedEnd, 1), Case("  \n ", .unexpectedEnd, 2, line: 2), Case("[", .unexpectedEnd, 2),
    Case("[1", .unexpectedEnd, 3), Case("[1,", .unexpectedEnd, 4), Case("{", .unexpectedEnd, 2),
    Case("{\"a\"", .unexpectedEnd, 5), Case("{\"a\":", .unexpectedEnd, 6),
    Case("{\"a\":1", .unexpectedEnd, 7),
    Case("{\"a\":1,", .unexpectedEnd, 8), Case("\"", .unexpectedEnd, 2), Case("\"é\\", .unexpectedEnd, 4),
    Case("\"\\u", .unexpectedEnd, 4), Case("\"\\u12", .unexpectedEnd, 6), Case("n", .unexpectedEnd, 2),
    Case("tru", .unexpectedEnd, 4), Case("fals", .unexpectedEnd, 5),
    Case("[\n[\n", .unexpectedEnd, 1, line: 3),
    Case([0x22, 0xC3], .unexpectedEnd, 3), Case([0x22, 0xF0, 0x9F, 0x98], .unexpectedEnd, 3),
    Case([0xEF, 0xBB, 0xBF], .unexpectedEnd, 1),
  ]

  private static let characters: [Case] = [
    Case("]", .unexpectedCharacter, 1), Case("[1,]", .unexpectedCharacter, 4),
    Case("[,1]", .unexpectedCharacter, 2),
    Case("[1 2]", .unexpectedCharacter, 4), Case("[1}", .unexpectedCharacter, 3),
    Case("[1:2]", .unexpectedCharacter, 3),
    Case("{\"a\":1]", .unexpectedCharacter, 7), Case("{a:1}", .unexpectedCharacter, 2),
    Case("{'a':1}", .unexpectedCharacter, 2), Case("{1:1}", .unexpectedCharacter, 2),
    Case("{\"a\" 1}", .unexpectedCharacter, 6), Case("{\"a\":}", .unexpectedCharacter, 6),
    Case("{\"a\":1,}", .unexpectedCharacter, 8), Case("{\"a\":1,,}", .unexpectedCharacter, 8),
    Case("{\"a\",1}", .unexpectedCharacter, 5), Case("{,}", .unexpectedCharacter, 2),
    Case("None", .unexpectedCharacter, 1), Case("True", .unexpectedCharacter, 1),
    Case("nulL", .unexpectedCharacter, 4), Case("[true false]", .unexpectedCharacter, 7),
    Case("[trueish]", .unexpectedCharacter, 6), Case("é", .unexpectedCharacter, 1),
    Case("[\n  1,\n  é]", .unexpectedCharacter, 3, line: 3), Case("\u{A0}1", .unexpectedCharacter, 1),
    Case("\u{C}1", .unexpectedCharacter, 1), Case("\u{0}", .unexpectedCharacter, 1),
    Case("// 1\n1", .unexpectedCharacter, 1), Case("/*1*/1", .unexpectedCharacter, 1),
    Case("'a'", .unexpectedCharacter, 1),
    Case("[\"a\"\"b\"]", .unexpectedCharacter, 5), Case([0xFF, 0xFE, 0x31, 0x00], .unexpectedCharacter, 1),
    Case([0x5B, 0xC3, 0xA9, 0x5D], .unexpectedCharacter, 2),
  ]

  private static let numbers: [Case] =
    [
      "01", "-01", "00", "1.", "-1.", "1.e5", ".5", "-.5", "+1", "1e", "1e+", "1E-", "1.5e", "-", "--1", "-a",
      "0x10",
      "1_000", "12L", "1.2.3", "1-2", "1+2", "1e5.5", "1ee5", "NaN", "nan", "-NaN", "Infinity", "-Infinity",
      "inf",
      "-inf", "0123456789012345678901234567890123456789",
    ].flatMap { text in
      [
        Case(text, .badNumber, 1), Case("[1,\n \(text)]", .badNumber, 2, line: 2),
        Case("{\"é\":\(text)", .badNumber, 6),
      ]
    }

  private static let strings: [Case] =
    [
      "\\x41", "\\'", "\\0", "\\a", "\\v", "\\U0041", "\\\u{1}", "\\é", "\\\n", "\\ ", "\\u", "\\u123",
      "\\uD83", "\\u00g0",
      "\\u+123", "\\u 123", "\\uÀ000",
    ].map { Case(inString: Array($0.utf8), .badEscape, 4) }
    + (UInt8(0)..<0x20).map { Case(inString: [$0], .controlCharacter, 4) }
    + (UInt8(0)..<0x20).map { Case(inString: Array("0123456789".utf8) + [$0], .controlCharacter, 14) }
    + [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF],
      [0xE2, 0x82], [0xE2, 0x41, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xFE], [0xFF],
    ].map { Case(inString: $0, .invalidUTF8, 4) }

  private static let rest: [Case] = [
    Case("1 2", .trailingContent, 3), Case("[]]", .trailingContent, 3),
    Case("{}\n{}", .trailingContent, 1, line: 2),
    Case("null,", .trailingContent, 5), Case("nullx", .trailingContent, 5),
    Case("\"\"\"", .trailingContent, 3),
    Case("[] é", .trailingContent, 4), Case("1\u{0}", .trailingContent, 2),
    Case("[]\u{FEFF}", .trailingContent, 3),
  ]

  @Test(arguments: ends + characters + numbers + strings + rest)
  func refused(_ input: Case) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(input.bytes) }
    #expect(error?.code == input.code)
    #expect(error?.location.line == input.line)
    #expect(error?.location.column == input.column)
    // What a file holds must not reach a terminal by way of a message.
    #expect(error?.description.unicodeScalars.allSatisfy { $0 == "…" || (" "..."~").contains($0) } == true)
  }

  @Test(arguments: [
    ("[1,\n 2,]", "expected a value, found ']' (line 2, column 4)"),
    ("[1", "expected ',' or ']', found the end (line 1, column 3)"),
    ("{\"a\":1\u{1B}", "expected ',' or '}', found U+001B (line 1, column 7)"),
    ("{\"a\"=1}", "expected ':', found '=' (line 1, column 5)"),
    ("{a", "expected a key in quotes, found 'a' (line 1, column 2)"),
    ("nul!", "expected null, found '!' (line 1, column 4)"),
    ("é", "expected a value, found byte 0xC3 (line 1, column 1)"),
    ("[-Infinity]", "'-Infinity' is no JSON number (line 1, column 2)"),
    ("01234567890123456789012345", "'012345678901234567890123…' is no JSON number (line 1, column 1)"),
    ("\"\\q\"", "a backslash and 'q' are no escape (line 1, column 2)"),
    ("\"\\u12 4\"", "expected four hexadecimal digits after \\u, found ' ' (line 1, column 2)"),
    ("\"\n\"", "U+000A must be escaped in a string (line 1, column 2)"),
    ("1 1", "expected nothing more, found '1' (line 1, column 3)"),
  ])
  func messages(_ text: String, _ message: String) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
    #expect(error?.description == message)
  }

  @Test func theOffsetIsInBytes() {
    let error = #expect(throws: JSONError.self) { try JSONDocument("[\"é😀\",\n x]") }
    #expect(error?.location == JSONLocation(offset: 12, line: 2, column: 2))
  }

  @Test func errorsAreEqualByCode() {
    let place = JSONLocation(offset: 0, line: 1, column: 1)
    let error = JSONError(.badNumber, "a", location: place)
    #expect(error == JSONError(.badNumber, "b", location: JSONLocation(offset: 9, line: 2, column: 3)))
    #expect(error != JSONError(.badEscape, "a", location: place))
  }
}
