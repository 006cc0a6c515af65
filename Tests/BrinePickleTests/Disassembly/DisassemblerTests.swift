import BrineCore
import BrinePickle
import Testing

/// The expected texts are what `pickletools.dis` of Python 3.11 prints.
@Suite struct DisassemblerTests {
  let disassembler = PickleDisassembler()

  @Test func framedDict() {
    let source = handmade(
      #"\x80\x04\x95\x19\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01a\x94]\x94(K\x01K\x02e\x8c\x01b\x94\x88N\x86\x94u."#
    )
    let expected = #"""
          0: \x80 PROTO      4
          2: \x95 FRAME      25
         11: }    EMPTY_DICT
         12: \x94 MEMOIZE    (as 0)
         13: (    MARK
         14: \x8c     SHORT_BINUNICODE 'a'
         17: \x94     MEMOIZE    (as 1)
         18: ]        EMPTY_LIST
         19: \x94     MEMOIZE    (as 2)
         20: (        MARK
         21: K            BININT1    1
         23: K            BININT1    2
         25: e            APPENDS    (MARK at 20)
         26: \x8c     SHORT_BINUNICODE 'b'
         29: \x94     MEMOIZE    (as 3)
         30: \x88     NEWTRUE
         31: N        NONE
         32: \x86     TUPLE2
         33: \x94     MEMOIZE    (as 4)
         34: u        SETITEMS   (MARK at 13)
         35: .    STOP
      highest protocol among opcodes = 4

      """#
    let (text, error) = disassembler.outcome(source)
    #expect(text == expected)
    #expect(error == nil)
  }

  @Test func annotations() {
    let source = handmade("(lp0\nI01\naVx\\u00e9\nap1\n.")
    let expected = #"""
          0: (    MARK                      Push markobject onto the stack.
          1: l        LIST       (MARK at 0) Build a list out of the topmost stack slice, after markobject.
          2: p    PUT        0               Store the stack top into the memo.  The stack is not popped.
          5: I    INT        True            Push an integer or bool.
          9: a    APPEND                     Append an object to a list.
         10: V    UNICODE    'xé'            Push a Python Unicode string object.
         19: a    APPEND                     Append an object to a list.
         20: p    PUT        1               Store the stack top into the memo.  The stack is not popped.
         23: .    STOP                       Stop the unpickling machine.
      highest protocol among opcodes = 0

      """#
    #expect(PickleDisassembler(annotate: 30).outcome(source).text == expected)
  }

  @Test func otherIndentation() {
    let expected = """
          0: (    MARK  Push markobject onto the stack.
          1: (     MARK Push markobject onto the stack.
          2: N      NONE Push None on the stack.
          3: t      TUPLE      (MARK at 1) Build a tuple out of the topmost stack slice, after markobject.
          4: t     TUPLE      (MARK at 0)  Build a tuple out of the topmost stack slice, after markobject.
          5: .    STOP                     Stop the unpickling machine.
      highest protocol among opcodes = 0

      """
    let text = PickleDisassembler(annotate: 10, indentLevel: 1).outcome(handmade("((Ntt.")).text
    #expect(text == expected)
  }

  @Test func argumentsOfAllKinds() {
    let source = handmade(
      #"(S'it\'s'"# + "\n" + #"U\x02\xe9\x00cmod"# + "\nname\n"
        + #"\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\x00B\x02\x00\x00\x00\xff'"#
        + #"\x96\x03\x00\x00\x00\x00\x00\x00\x00'a"G?\xf0\x00\x00\x00\x00\x00\x00L-12L"# + "\nF1e22\nt.")
    let expected = #"""
          0: (    MARK
          1: S        STRING     "it's"
         10: U        SHORT_BINSTRING 'é\x00'
         14: c        GLOBAL     'mod name'
         24: \x8a     LONG1      18446744073709551615
         35: B        BINBYTES   b"\xff'"
         42: \x96     BYTEARRAY8 bytearray(b'\'a"')
         54: G        BINFLOAT   1.0
         63: L        LONG       -12
         69: F        FLOAT      1e+22
         75: t        TUPLE      (MARK at 0)
         76: .    STOP
      highest protocol among opcodes = 5

      """#
    #expect(disassembler.outcome(source).text == expected)
  }

  @Test func memoIsKeptForTheNextPickle() throws {
    let source = handmade(#"]q\x05.h\x05."#)
    var memo = PickleDisassembler.Memo()
    let end = try disassembler.disassemble(source, memo: &memo) { _ in }
    #expect(end == 4)
    let expected = """
          4: h    BINGET     5
          6: .    STOP
      highest protocol among opcodes = 1

      """
    #expect(disassembler.outcome(source, from: end, memo: &memo).text == expected)
    #expect(disassembler.outcome(source, from: end).error == PickleError(.memoKeyMissing, ""))
  }

  @Test func preamble() throws {
    #expect(try PickleDisassembler.preamble("==> {name} <==", name: "a.pkl") == "==> a.pkl <==")
    #expect(try PickleDisassembler.preamble("{{{name!r}}}", name: "it's") == #"{"it's"}"#)
    #expect(throws: PickleError(.notFound, "")) { try PickleDisassembler.preamble("{other}", name: "") }
  }

  @Test func outputComesInBlocks() throws {
    let source = MemorySource([0x42, 0, 0, 16, 0] + [UInt8](repeating: 0xFF, count: 1 << 20) + [0x2E])
    var (largest, total) = (0, 0)
    try disassembler.disassemble(source) { part in
      largest = max(largest, part.byteCount)
      total += part.byteCount
    }
    #expect(largest <= 64 << 10)
    #expect(total > 4 << 20)
  }

  @Test func sinkEndsTheDisassembly() {
    struct Full: Error {}
    // Without the error this would be a terabyte of indentation.
    let source = MemorySource([UInt8](repeating: 0x28, count: 1_000_000))
    var calls = 0
    #expect(throws: Full.self) {
      try disassembler.disassemble(source) { _ in
        calls += 1
        if calls == 3 { throw Full() }
      }
    }
    #expect(calls == 3)
  }

  @Test func deepNestingTakesLinearTime() throws {
    let depth = 300_000
    let bytes = Array(repeatElement(UInt8(0x28), count: depth)) + repeatElement(0x74, count: depth) + [0x2E]
    let end = try PickleDisassembler(indentLevel: 0).disassemble(MemorySource(bytes)) { _ in }
    #expect(end == bytes.count)
  }
}
