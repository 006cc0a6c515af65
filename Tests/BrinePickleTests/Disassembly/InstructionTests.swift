import BigInt
import BrineCore
import BrinePickle
import Testing

@Suite struct InstructionTests {
  @Test func offsetsAndLengths() throws {
    let source = handmade(#"\x80\x04K\x07Vab"# + "\n.")
    var instructions = PickleInstructions(source)
    var seen: [String] = []
    while let instruction = try instructions.next() {
      seen.append("\(instruction.opcode) \(instruction.offset) \(instruction.length)")
    }
    #expect(seen == ["PROTO 0 2", "BININT1 2 2", "UNICODE 4 4", "STOP 8 1"])
    #expect(instructions.offset == source.count)
    #expect(try instructions.next() == nil)
  }

  @Test func argumentsAreDecodedOnDemand() throws {
    func argument(_ source: MemorySource) throws -> PickleArgument? {
      var instructions = PickleInstructions(source)
      return try instructions.next()?.argument
    }
    let long = handmade(#"\x8a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff"#)
    #expect(try argument(long)?.integer(in: long) == -(BigInt(1) << 72))
    #expect(try argument(long)?.pythonRepr(in: long) == "-4722366482869645213696")
    let text = handmade("L-00123456789012345678901L\n")
    #expect(try argument(text)?.integer(in: text) == BigInt("-123456789012345678901"))
    let string = handmade(#"S'\x5Cx41\x5C102\x5Cn\x5C'"# + "'\n")
    #expect(try argument(string)?.string(in: string) == "AB\n'")
    let pair = handmade("cos.path\njoin\n")
    #expect(try argument(pair)?.string(in: pair) == "os.path join")
    let surrogate = handmade(#"\x8c\x03\xed\xa0\x80"#)
    #expect(try argument(surrogate)?.string(in: surrogate) == nil)
    #expect(try argument(surrogate)?.pythonRepr(in: surrogate) == #"'\ud800'"#)
  }

  @Test func argumentsOfAnotherInputAreRefused() {
    let argument = PickleArgument.bytes(0..<100)
    #expect(throws: PickleError(.notFound, "")) { try argument.pythonRepr(in: MemorySource([1])) }
  }

  @Test func startsOutsideTheInput() {
    for offset in [-1, 5, Int.max, Int.min] {
      var instructions = PickleInstructions(MemorySource([0x4E, 0x2E]), from: offset)
      #expect(throws: PickleError(.ranOutOfInput, "")) { try instructions.next() }
    }
  }
}
