import BrineJSON
import TestSupport
import Testing

/// Damaged texts, the same in every run: each is read or refused, and what is read is whole.
@Suite struct JSONRobustnessTests {
  private static let samples = [
    "{\"a\":[1,-2.5e3,true,false,null,\"x\\u00e9\\n\\ud83d\\ude00\"],\"b\":{\"c\":{}},\"d\":[[],[0]]}",
    "{ \"日本\" : \"é😀\\\\\" ,\r\n \"k\":[ 0.1 , 1E+2 , -0 ] }", "[[[1,2],[3]],{\"x\":\"\\\"\\/\\b\"}]",
    "[\"\\udc80 abc defghijklmnop\",\"\u{80}\u{FFFF}\u{10FFFF}\"]",
    "{\"$object\":\"a.B\",\"args\":[{\"$bytes\":\"AA==\"},{\"$float\":\"nan\"}],\"state\":{\"$id\":1,\"$list\":[{\"$ref\":1}]}}",
  ].map { Array($0.utf8) }

  private static let tokens = [
    "\"", "\\", ",", ":", "[", "]", "{", "}", "0", "1", ".", "e", "-", "+", " ", "\n", "\u{0}", "\u{1F}", "é",
    "😀", "\\u12",
    "\\ud800", "null", "nul", "true", "\u{FEFF}", "999999999999999999999", "1e999", "\"abcdefgh\"", "'",
  ].map { Array($0.utf8) }

  /// Uses all that a document offers; how many nodes the children of all containers come to.
  private func exercise(_ document: JSONDocument) -> Int {
    var found = 0
    for index in 0..<document.count {
      let node = document[index]
      let place = document.location(ofOffset: node.offset)
      #expect(place.line >= 1 && place.column >= 1 && place.offset == node.offset)
      let children =
        Array(document.elements(of: index)) + document.members(of: index).flatMap { [$0.key, $0.value] }
      #expect(children.count == (node.kind == .object ? 2 : 1) * node.childCount)
      #expect(children.allSatisfy { $0 > index && document.end(of: $0) <= document.end(of: index) })
      found += children.count
      #expect((document.double(at: index) == nil) == (node.kind != .integer && node.kind != .float))
      #expect(document.utf8(at: index).count <= node.textCount)
      if let string = document.string(at: index) {
        #expect(Array(string.utf8) == document.utf8(at: index))
        #expect(document.isString(at: index, startingWith: "$") == (string.utf8.first == UInt8(ascii: "$")))
      }
      #expect(document.int(at: index) == nil || node.kind == .integer)
    }
    return found
  }

  @Test(arguments: samples)
  func truncated(_ sample: [UInt8]) throws {
    #expect(try exercise(JSONDocument(sample)) == JSONDocument(sample).count - 1)
    for count in 0..<sample.count {
      let error = #expect(throws: JSONError.self) { try JSONDocument(Array(sample[..<count])) }
      // Only a number can be bad by what is missing.
      #expect(error?.code == .unexpectedEnd || error?.code == .badNumber)
      #expect(error?.code != .unexpectedEnd || error?.location.offset == count)
    }
  }

  @Test(arguments: 0..<10)
  func damaged(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var (codes, whole): (Set<String>, Int) = ([], 0)
    for _ in 0..<1000 {
      var bytes = random.pick(Self.samples)
      for _ in 0...random.below(3) { damage(&bytes, &random) }
      do {
        let document = try JSONDocument(bytes)
        #expect(exercise(document) == document.count - 1)
        whole += 1
      } catch {
        codes.insert(error.code.rawValue)
        #expect(error.location.offset <= bytes.count)
      }
    }
    // Damage that nothing notices, or that is all noticed in one place, would try little of the reader.
    #expect(whole > 50)
    #expect(codes.count >= 7)
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes.insert(contentsOf: random.pick(Self.tokens), at: place)
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(4)))
    case 2: bytes.replaceSubrange(place..<min(bytes.count, place + 1), with: random.pick(Self.tokens))
    case 3 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(random.below(8))
    default: bytes.insert(UInt8(random.below(256)), at: place)
    }
  }

  @Test func noise() {
    var random = SplitMix64(seed: 11)
    var whole = 0
    for _ in 0..<20_000 {
      let bytes = (0..<random.below(12)).flatMap { _ in random.pick(Self.tokens) }
      if let document = try? JSONDocument(bytes) {
        #expect(exercise(document) == document.count - 1)
        whole += 1
      }
    }
    #expect(whole > 500)
  }
}
