import BrineCore
import BrinePickle
import Testing

/// The expected bytes are what `pickletools.optimize` of Python 3.11 gives.
@Suite struct OptimizerTests {
  private func optimized(_ text: String) throws -> [UInt8] {
    try PickleOptimizer.optimize(handmade(text))
  }

  private func bytes(_ text: String) throws -> [UInt8] {
    let source = handmade(text)
    return try source.read(0..<source.count)
  }

  @Test func protocol0() throws {
    let result = try optimized("(lp0\n(lp1\nI1\naV\\u00e9\np2\naF2.5\naag1\naVx\np3\na.")
    #expect(try result == bytes("(l(lp0\nI1\naV\\u00e9\naF2.5\naag0\naVx\na."))
  }

  @Test func protocol1() throws {
    #expect(try optimized(#"]q\x00(]q\x01K\x01ah\x01e."#) == bytes(#"](]q\x00K\x01ah\x00e."#))
  }

  @Test func protocol4() throws {
    let result = try optimized(
      #"\x80\x04\x95\x1b\x00\x00\x00\x00\x00\x00\x00]\x94(]\x94(K\x01\x8c\x02\xc3\xa9\x94"#
        + #"G@\x04\x00\x00\x00\x00\x00\x00eh\x01e."#)
    let expected =
      #"\x80\x04\x95\x19\x00\x00\x00\x00\x00\x00\x00](]\x94(K\x01\x8c\x02\xc3\xa9"#
      + #"G@\x04\x00\x00\x00\x00\x00\x00eh\x00e."#
    #expect(try result == bytes(expected))
  }

  @Test func shortFramesAreLeftOut() throws {
    #expect(try optimized(#"\x80\x04N."#) == bytes(#"\x80\x04N."#))
  }

  @Test func largeOpcodesStandOutsideFrames() throws {
    let payload = [UInt8](repeating: 7, count: 70000)
    let opcode = [0x42, 0x70, 0x11, 1, 0] + payload
    let source = MemorySource([0x80, 4, 0x28, 0x4B, 1, 0x4B, 2] + opcode + [0x4E, 0x4E, 0x74, 0x2E])
    let result = try PickleOptimizer.optimize(source)
    let expected =
      [0x80, 4, 0x95, 5, 0, 0, 0, 0, 0, 0, 0, 0x28, 0x4B, 1, 0x4B, 2] + opcode
      + [0x95, 4, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x4E, 0x74, 0x2E]
    #expect(result == expected)
  }

  @Test func manyEntriesTakeFourByteKeys() throws {
    var input: [UInt8] = [0x28]
    for key in 0..<300 { input += [0x4E, 0x72, UInt8(key % 256), UInt8(key / 256), 0, 0] }
    for key in 0..<300 { input += [0x6A, UInt8(key % 256), UInt8(key / 256), 0, 0] }
    let result = try PickleOptimizer.optimize(MemorySource(input + [0x74, 0x2E]))
    #expect(result.count == 1 + 256 * 3 + 44 * 6 + 256 * 2 + 44 * 5 + 2)
  }

  @Test func secondPickleInTheInput() throws {
    let source = handmade(#"N.\x80\x02]q\x00."#)
    #expect(try PickleOptimizer.optimize(source, from: 2) == bytes(#"\x80\x02]."#))
  }

  @Test func refusals() {
    #expect(throws: PickleError(.memoKeyMissing, "")) { try optimized(#"h\x00."#) }
    #expect(throws: PickleError(.unsupportedProtocol, "")) { try optimized(#"\x80\x06N."#) }
    #expect(throws: PickleError(.ranOutOfInput, "")) { try optimized("N") }
  }
}
