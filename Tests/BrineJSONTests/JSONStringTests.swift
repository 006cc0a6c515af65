import BrineJSON
import TestSupport
import Testing

@Suite struct JSONStringTests {
  @Test(arguments: [
    (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0000\u001f\u0041\u00e9\u65E5\uFFFF""#, "\u{0}\u{1F}Aé日\u{FFFF}"), (#""\ud83d\ude00""#, "😀"),
    (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"), (#""é日😀\u007f""#, "é日😀\u{7F}"),
    (#""\\u0041""#, "\\u0041"), (#""\\\\n""#, "\\\\n"), (#""x\n""#, "x\n"), (#""\nx""#, "\nx"),
    ("\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\"", "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}"),
    ("\"\u{D7FF}\u{E000}\u{10FFFF}\u{FEFF}\u{2028}\"", "\u{D7FF}\u{E000}\u{10FFFF}\u{FEFF}\u{2028}"),
  ])
  func content(_ json: String, _ expected: String) throws {
    let document = try JSONDocument(json)
    #expect(document.string(at: 0) == expected)
    #expect(document.utf8(at: 0) == Array(expected.utf8))
    #expect(document.withUTF8(at: 0) { $0.withUnsafeBytes { [UInt8]($0) } } == Array(expected.utf8))
    #expect(document[0].hasEscapes == json.contains("\\"))
  }

  /// Escapes, the bytes with surrogates joined, and without.
  static let surrogateCases: [(String, [UInt8], [UInt8])] = [
    (#"\udc80"#, [0xED, 0xB2, 0x80], [0xED, 0xB2, 0x80]),
    (#"a\ud800b"#, [0x61, 0xED, 0xA0, 0x80, 0x62], [0x61, 0xED, 0xA0, 0x80, 0x62]),
    (#"\udfff\ud800"#, [0xED, 0xBF, 0xBF, 0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF, 0xED, 0xA0, 0x80]),
    (#"\ud83d\ude00"#, [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
    (
      #"\ud83d\ud83d\ude00\ude00"#, [0xED, 0xA0, 0xBD, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xB8, 0x80],
      [0xED, 0xA0, 0xBD, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0xED, 0xB8, 0x80]
    ),
    (
      #"\ud83d.\ude00"#, [0xED, 0xA0, 0xBD, 0x2E, 0xED, 0xB8, 0x80],
      [0xED, 0xA0, 0xBD, 0x2E, 0xED, 0xB8, 0x80]
    ),
    (#"\ud83d\nde00"#, [0xED, 0xA0, 0xBD, 0x0A] + "de00".utf8, [0xED, 0xA0, 0xBD, 0x0A] + "de00".utf8),
    (#"\ud7ff\ue000"#, [0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80], [0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80]),
  ]

  @Test(arguments: surrogateCases)
  func surrogates(_ escapes: String, _ joined: [UInt8], _ apart: [UInt8]) throws {
    let document = try JSONDocument("[\"\(escapes)\"]")
    #expect(document.utf8(at: 1) == joined)
    #expect(document.utf8(at: 1, joiningSurrogates: false) == apart)
    let lent = document.withUTF8(at: 1, joiningSurrogates: false) { $0.withUnsafeBytes { [UInt8]($0) } }
    #expect(lent == apart)
    #expect(document.string(at: 1) == String(validating: joined, as: UTF8.self))
  }

  @Test func eachCodeUnit() throws {
    let json = "[" + (0..<0x10000).map { "\"\\u\(hexadecimal($0))\"" }.joined(separator: ",") + "]"
    let document = try JSONDocument(json)
    for (unit, index) in zip(0..<0x10000, document.elements(of: 0)) {
      let expected = Unicode.Scalar(UInt32(unit)).map { String($0) }
      if document.string(at: index) != expected { Issue.record("\(unit)") }
    }
  }

  private func hexadecimal(_ value: Int) -> String {
    let digits = String(value, radix: 16, uppercase: value % 2 == 0)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  @Test func aStringNodeIsNeeded() throws {
    let document = try JSONDocument("[1,null,[]]")
    #expect((0..<4).map { document.string(at: $0) } == [nil, nil, nil, nil])
    #expect((0..<4).map { document.utf8(at: $0) } == [[], Array("1".utf8), Array("null".utf8), []])
    #expect(!document.isString(at: 1, equalTo: "1"))
    #expect(!document.isString(at: 3, startingWith: ""))
  }

  @Test(arguments: [#""$id""#, #""\u0024id""#, #""$i\u0064""#, #""\u0024\u0069\u0064""#])
  func comparison(_ json: String) throws {
    let document = try JSONDocument(json)
    #expect(document.isString(at: 0, equalTo: "$id"))
    #expect(!document.isString(at: 0, equalTo: "$i"))
    #expect(!document.isString(at: 0, equalTo: "$idx"))
    #expect(!document.isString(at: 0, equalTo: "$iD"))
    #expect(!document.isString(at: 0, equalTo: ""))
    #expect(document.isString(at: 0, startingWith: "$"))
    #expect(document.isString(at: 0, startingWith: "$id"))
    #expect(document.isString(at: 0, startingWith: ""))
    #expect(!document.isString(at: 0, startingWith: "$idx"))
    #expect(!document.isString(at: 0, startingWith: "i"))
  }

  @Test func comparisonAtEveryLength() throws {
    // However far an escape, or a pair of them, reaches beyond what must be looked at.
    for start in ["", "a", "\\n", "\\u0061", "\\ud83d\\ude00"] {
      for count in 0..<12 {
        let document = try JSONDocument(
          "\"\(start)" + String(repeating: "\\u0062\\ud83d\\ude00", count: count) + "\"")
        let content = document.string(at: 0) ?? ""
        #expect(document.isString(at: 0, equalTo: "") == content.isEmpty)
        #expect(document.isString(at: 0, equalTo: "ab😀") == (content == "ab😀"))
        #expect(document.isString(at: 0, startingWith: "ab😀b") == content.hasPrefix("ab😀b"))
        #expect(document.isString(at: 0, equalTo: "😀b😀") == (content == "😀b😀"))
        #expect(document.isString(at: 0, startingWith: "b😀b😀b") == content.hasPrefix("b😀b😀b"))
        #expect(document.isString(at: 0, startingWith: "\nb") == content.hasPrefix("\nb"))
      }
    }
  }

  @Test func comparisonOfCharacters() throws {
    for json in [#""é😀""#, #""\u00e9\ud83d\ude00""#, #""\u00E9😀""#] {
      let document = try JSONDocument(json)
      #expect(document.isString(at: 0, equalTo: "é😀"))
      #expect(document.isString(at: 0, startingWith: "é"))
      #expect(!document.isString(at: 0, equalTo: "é😁"))
    }
    #expect(try JSONDocument("\"\"").isString(at: 0, equalTo: ""))
    #expect(try !JSONDocument(#""\ud800""#).isString(at: 0, equalTo: "\u{FFFD}"))
  }
}
