import BrineJSON
import TestSupport
import Testing

/// Inputs that are meant to use up stack, memory or time.
@Suite(.timeLimit(.minutes(2))) struct JSONHostileTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: [("[", 10_000_000), ("{\"\":", 500_000), ("[{\"\":", 500_000), ("[0,", 500_000)])
  func openForever(_ text: String, _ times: Int) {
    let input = bytes(text).repeated(times)
    let error = #expect(throws: JSONError.self) { try JSONDocument(input) }
    #expect(error?.code == .unexpectedEnd)
    #expect(error?.location == JSONLocation(offset: input.count, line: 1, column: input.count + 1))
  }

  @Test func aMillionLevelsOfArrays() throws {
    let depth = 1_000_000
    let document = try JSONDocument(bytes("[").repeated(depth) + bytes("]").repeated(depth))
    #expect(document.count == depth)
    #expect(document.endOffset == 2 * depth)
    #expect(document[depth - 2].childCount == 1)
    #expect(document[depth - 1].childCount == 0)
    #expect((0..<depth).allSatisfy { document.end(of: $0) == depth && document[$0].offset == $0 })
  }

  @Test func aMillionLevelsOfObjects() throws {
    let depth = 1_000_000
    let document = try JSONDocument(
      bytes("{\"k\":[1,").repeated(depth) + bytes("2") + bytes("],\"z\":null}").repeated(depth))
    #expect(document.count == 6 * depth + 1)
    #expect(document[0].childCount == 2)
    #expect(document.members(of: 0).map { document.string(at: $0.key) } == ["k", "z"])
    #expect(document.end(of: 2) == document.count - 2)
    #expect(document.int(at: 4 * depth) == 2)
  }

  @Test func aWrongBracketAtTheBottom() {
    let input = bytes("[").repeated(500_000) + bytes("}")
    let error = #expect(throws: JSONError.self) { try JSONDocument(input) }
    #expect(error?.code == .unexpectedCharacter)
    #expect(error?.location.column == 500_001)
  }

  @Test func equalKeys() throws {
    let document = try JSONDocument(bytes("{\"a\":0") + bytes(",\"a\":1").repeated(300_000) + bytes("}"))
    #expect(document[0].childCount == 300_001)
    #expect(document.members(of: 0).reduce(0) { $0 + (document.int(at: $1.value) ?? 0) } == 300_000)
  }

  @Test func longNumbers() throws {
    let digits = bytes("7").repeated(3_000_000)
    let integer = try JSONDocument(digits)
    #expect(integer[0].textCount == digits.count)
    #expect(integer.int(at: 0) == nil)
    #expect(integer.double(at: 0) == .infinity)
    #expect(try JSONDocument(bytes("0.") + digits).double(at: 0) == 7.0 / 9)
    #expect(try JSONDocument(bytes("1e") + digits).double(at: 0) == .infinity)
    #expect(try JSONDocument(bytes("1e-") + digits).double(at: 0) == 0)
    let error = #expect(throws: JSONError.self) { try JSONDocument(digits + bytes(".")) }
    #expect(error?.code == .badNumber)
    #expect(error?.detail.utf8.count ?? .max < 100)
  }

  @Test func longStrings() throws {
    let plain = try JSONDocument(bytes("\"") + bytes("x").repeated(5_000_000) + bytes("\""))
    #expect(plain[0].textCount == 5_000_000)
    let escaped = try JSONDocument(bytes("\"") + bytes("\\ud800").repeated(500_000) + bytes("\""))
    #expect(escaped.utf8(at: 0).count == 1_500_000)
    #expect(escaped.string(at: 0) == nil)
    #expect(!escaped.isString(at: 0, startingWith: "$"))
    let characters = try JSONDocument(bytes("\"") + bytes("日").repeated(500_000) + bytes("\""))
    #expect(characters.string(at: 0)?.utf8.count == 1_500_000)
  }

  @Test func muchSpace() throws {
    let document = try JSONDocument(
      bytes(" \n\t\r").repeated(2_000_000) + bytes("[") + bytes(" ").repeated(1_000_000) + bytes("]"))
    #expect(document.count == 1)
    #expect(document.location(ofOffset: document[0].offset).line == 2_000_001)
  }

  @Test func manyPlacesOfALongText() throws {
    let input = bytes("[\n") + bytes("0,\n").repeated(100_000) + bytes("0]")
    let document = try JSONDocument(input)
    var locator = JSONLocator(document.source)
    var wrong = 0
    for (line, index) in document.elements(of: 0).enumerated() {
      let place = locator.location(ofOffset: document[index].offset)
      if place.line != line + 2 || place.column != 1 { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}
