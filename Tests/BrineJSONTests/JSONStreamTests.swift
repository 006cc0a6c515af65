import BrineCore
import BrineJSON
import TestSupport
import Testing

@Suite struct JSONStreamTests {
  @Test(arguments: [
    ("", []), (" \n\n", []), ("1", [1]), ("{}\n[1,2]\r\n\"a\"", [2, 8, 13]), ("\n1 2\t3\n", [2, 4, 6]),
    ("\u{FEFF}1\n2\n", [4, 6]),
  ])
  func documents(_ text: String, _ ends: [Int]) throws {
    var stream = JSONStream(Array(text.utf8))
    var found: [Int] = []
    while let document = try stream.next() {
      found.append(document.endOffset)
      #expect(stream.offset == document.endOffset)
    }
    #expect(found == ends)
    #expect(try stream.next()?.count == nil)
  }

  @Test func placesAreThoseOfTheWholeInput() throws {
    var stream = JSONStream(MemorySource(Array("{\"a\":1}\n[2,\n é]\n3 ".utf8)))
    let first = try stream.next()
    #expect(first?.int(at: 2) == 1)
    #expect(first?.location(ofOffset: 8).line == 2)
    let error = #expect(throws: JSONError.self) { try stream.next() }
    #expect(error?.location == JSONLocation(offset: 13, line: 3, column: 2))
    #expect(stream.offset == 7)
    // One may go on after a document that is bad.
    stream.offset = 16
    let last = try stream.next()
    #expect(last?.int(at: 0) == 3)
    #expect(last?[0].offset == 17)
    #expect(try stream.next()?.count == nil)
  }

  @Test(arguments: [("1 [}", 3), ("[][]", 2), ("1,2", 1), ("\"a\"\"b\"", 3), ("{}x", 2)])
  func badStreams(_ text: String, _ offset: Int) {
    var stream = JSONStream(Array(text.utf8))
    let error = #expect(throws: JSONError.self) { while try stream.next() != nil {} }
    #expect(error?.location.offset == offset)
    #expect(error?.code == (text.hasSuffix("}") ? .unexpectedCharacter : .trailingContent))
  }

  @Test func anyOffsetMayBeSet() throws {
    var stream = JSONStream(Array("1 2".utf8))
    for (offset, end) in [(-3, 1), (1, 3), (2, 3), (3, nil), (99, nil), (Int.max, nil)] as [(Int, Int?)] {
      stream.offset = offset
      #expect(try stream.next()?.endOffset == end)
    }
  }

  @Test func manyLines() throws {
    var stream = JSONStream(Array("{\"n\":[1,2,3]}\n".utf8).repeated(20_000), nodeLimit: 6)
    var count = 0
    while let document = try stream.next() { count += document.count }
    #expect(count == 120_000)
  }
}
