import BigInt
import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Pickles of few bytes that once made for very much work or memory.
@Suite struct WorkTests {
  /// A binary string of the letter `a`, stored under memo key 0.
  private func long(_ count: Int) -> [UInt8] {
    [0x58] + withUnsafeBytes(of: UInt32(count).littleEndian) { [UInt8]($0) }
      + [UInt8](repeating: 0x61, count: count)
      + [0x71, 0]
  }

  private func read(_ bytes: [UInt8]) throws -> PickleValue { try Pickle(bytes).root }

  @Test func manyPicklesInOneStream() throws {
    let stream = MemorySource(Array("N.".utf8).repeated(20_000))
    #expect(try Pickle.all(in: stream).count == 20_000)
  }

  @Test func oneListAsTheArgumentOfManySets() throws {
    // `set(list)` thousands of times, with one list of thousands of items.
    let list =
      Array("(".utf8) + Array("K\u{1}".utf8).repeated(50_000)
      + Array("lq\u{1}\u{85}".unicodeScalars.map { UInt8($0.value) })
    let calls =
      Array("q\u{2}0cbuiltins\nset\nq\u{3}0(".utf8) + Array("h\u{3}h\u{2}R".utf8).repeated(50_000)
      + Array("l.".utf8)
    let value = try read(list + calls)
    #expect(value.count == 50_000)
    #expect(value[0]?.count == 1)
  }

  @Test func oneTextAsTheNameOfManyGlobals() {
    let bytes = long(100_000) + Array("0".utf8) + Array("h\u{0}h\u{0}".utf8) + [0x93, 0x2E]
    #expect(throws: PickleError.self) { _ = try read(bytes) }
  }

  @Test func oneTextInManyPlaces() throws {
    let bytes = long(500_000) + Array("0](".utf8) + Array("h\u{0}".utf8).repeated(25_000) + Array("e.".utf8)
    let statistics = PickleStatistics(try read(bytes))
    #expect(statistics.size < bytes.count + 100)
    #expect(throws: PickleError.self) { _ = try read(bytes).typedJSON() }
  }

  @Test func oneTupleAsTheArgumentsOfManyCalls() throws {
    let tuple = Array("(".utf8) + Array("N".utf8).repeated(20_000) + Array("tq\u{0}0".utf8)
    let calls =
      Array("cm\nf\nq\u{1}0(".utf8) + Array("h\u{1}h\u{0}R".utf8).repeated(20_000) + Array("l.".utf8)
    let value = try read(tuple + calls)
    #expect(!PickleStatistics(value).isComplete)
    #expect(throws: PickleError.self) { _ = try value.typedJSON() }
  }

  @Test func digitsOfPowersOfTwo() throws {
    let octal = Array("L0o".utf8) + Array("7".utf8).repeated(300_000) + Array("L\n.".utf8)
    #expect(try read(octal).bigInt?.bitWidth == 900_001)
  }

  @Test(arguments: [
    "ccollections\nOrderedDict\n)R]Ns.", "cbuiltins\nset\n(]lp0\n0(g0\ntR.",
    "cbuiltins\nfrozenset\n(((](ltltR.",
  ])
  func unhashableItems(_ text: String) {
    #expect(refusal(text)?.code == .unhashableKey)
  }

  @Test(arguments: ["cbuiltins\nset\n)R(K\\x01e.", "ccollections\nOrderedDict\n)RNa."])
  func nothingIsAppendedToSetsAndDicts(_ text: String) {
    #expect(refusal(text)?.code == .notAppendable)
  }
}
