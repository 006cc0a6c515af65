import BrineCore
import BrineJSON
import Testing

@Suite struct JSONDocumentTests {
  /// A node in short: kind, offset, children or length of text, and the index after it.
  private func outline(_ document: JSONDocument) -> [String] {
    (0..<document.count).map { index in
      let node = document[index]
      return "\(node.kind)@\(node.offset) \(node.childCount)/\(node.textCount) ..<\(document.end(of: index))"
    }
  }

  private func text(_ document: JSONDocument, _ index: Int) -> String {
    document.text(at: index).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aNodeTakesSixteenBytes() {
    #expect(MemoryLayout<JSONNode>.stride == 16)
  }

  @Test func preorder() throws {
    let document = try JSONDocument(#" {"a": [1, -2.5, []], "bc":{} , "":null}"#)
    #expect(
      outline(document) == [
        "object@1 3/0 ..<10", "string@2 0/1 ..<2", "array@7 3/0 ..<6", "integer@8 0/1 ..<4",
        "float@11 0/4 ..<5", "array@17 0/0 ..<6", "string@22 0/2 ..<7", "object@27 0/0 ..<8",
        "string@32 0/0 ..<9", "null@35 0/4 ..<10",
      ])
    #expect(document.endOffset == 40)
    #expect(
      (0..<document.count).map { text(document, $0) } == ["", "a", "", "1", "-2.5", "", "bc", "", "", "null"])
  }

  @Test(arguments: [
    ("null", JSONNode.Kind.null), ("true", .true), ("false", .false), ("0", .integer), ("-0", .integer),
    ("12345678901234567890123456789012345678901234567890", .integer), ("0.0", .float), ("-0.10", .float),
    ("1e5", .float), ("1E+05", .float), ("0e-0", .float), ("123.456e789", .float), (#""""#, .string),
    (#""null""#, .string), ("[]", .array), ("[ ]", .array), ("{}", .object), ("{\r\n\t }", .object),
  ])
  func kinds(_ json: String, _ kind: JSONNode.Kind) throws {
    for json in [json, " \t\r\n\(json)\n\n "] {
      let document = try JSONDocument(json)
      #expect(document.count == 1)
      #expect(document[0].kind == kind)
      #expect(document[0].isContainer == (kind == .array || kind == .object))
    }
  }

  @Test func elementsAndMembers() throws {
    let document = try JSONDocument(#"{"a":[[1,[2]],3],"a":{"b":4},"c":5}"#)
    let members = Array(document.members(of: 0))
    #expect(members.map { document.string(at: $0.key) } == ["a", "a", "c"])
    #expect(members.map { document[$0.value].kind } == [.array, .object, .integer])
    #expect(members.map(\.value) == [2, 9, 13])
    #expect(Array(document.elements(of: 2)) == [3, 7])
    #expect(Array(document.elements(of: 3)) == [4, 5])
    #expect(document.members(of: 9).map { text(document, $0.value) } == ["4"])
    // Those of another kind have none.
    #expect(Array(document.elements(of: 0)).isEmpty)
    #expect(Array(document.elements(of: 1)).isEmpty)
    #expect(document.members(of: 2).map(\.key).isEmpty)
    #expect(try JSONDocument("[]").elements(of: 0).map { $0 }.isEmpty)
    #expect(try JSONDocument("{}").members(of: 0).map(\.key).isEmpty)
  }

  @Test func theBytesAreKept() throws {
    func make() throws -> JSONDocument {
      let bytes = Array(#"["\#(String(repeating: "é", count: 5000))"]"#.utf8)
      return try JSONDocument(copying: bytes.span.bytes)
    }
    #expect(try make().string(at: 1) == String(repeating: "é", count: 5000))
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let document = try JSONDocument(mark + Array("[1]".utf8))
    #expect(document.count == 2)
    #expect(document[0].offset == 3)
    #expect(document.location(ofOffset: 4) == JSONLocation(offset: 4, line: 1, column: 2))
    #expect(throws: JSONError(.unexpectedCharacter, "", location: document.location(ofOffset: 0))) {
      try JSONDocument(mark + mark + Array("1".utf8))
    }
  }

  @Test func nodeLimit() throws {
    #expect(try JSONDocument("[1,[2]]", nodeLimit: 4).count == 4)
    for (limit, offset) in [(3, 4), (2, 3), (1, 1), (0, 0), (-1, 0)] {
      let error = #expect(throws: JSONError.self) { try JSONDocument("[1,[2]]", nodeLimit: limit) }
      #expect(error?.code == .tooManyNodes)
      #expect(error?.location.offset == offset)
    }
  }

  @Test func locations() throws {
    let document = try JSONDocument("{\n  \"é😀\": 1,\r\n\t\"b\":\n2}")
    let places = (0..<document.count).map { document.location(ofOffset: document[$0].offset) }
    #expect(places.map(\.line) == [1, 2, 2, 3, 4])
    #expect(places.map(\.column) == [1, 3, 9, 2, 1])
    #expect(places[2].description == "line 2, column 9")
    #expect(document.location(ofOffset: 1_000_000).line == 4)
    #expect(document.location(ofOffset: -1) == JSONLocation(offset: 0, line: 1, column: 1))
  }

  @Test func aLocatorFindsTheSamePlaces() throws {
    let bytes = Array("{\"日本\":[1,\n\n2],\r\n \"é\":\"😀\"\n}\n".utf8)
    let document = try JSONDocument(bytes)
    var locator = JSONLocator(document.source)
    let offsets = Array(0...bytes.count) + [3, 3, 17, 2, bytes.count + 9, 0, -5]
    for offset in offsets {
      #expect(locator.location(ofOffset: offset) == document.location(ofOffset: offset))
    }
  }
}
