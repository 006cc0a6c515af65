import BrineCore
import BrinePickle
import Testing

@Suite struct DisassemblerRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let input: String
    let code: PickleError.Code
    let detail: String
    let text: String
    var testDescription: String { detail }

    init(_ input: String, _ code: PickleError.Code, _ detail: String, _ text: String = "") {
      (self.input, self.code, self.detail, self.text) = (input, code, detail, text)
    }
  }

  static let stackCases = [
    Case("t.", .markNotFound, "no MARK exists on stack", "    0: t    TUPLE      no MARK exists on stack\n"),
    Case(
      "N(2t.", .markNotFound, "list index out of range",
      "    0: N    NONE\n    1: (    MARK\n    2: 2        DUP\n    3: "),
    Case("R.", .stackUnderflow, "tries to pop 2 items from stack with only 0 items", "    0: R    REDUCE\n"),
    Case(
      #"\x94."#, .stackUnderflow, "stack is empty -- can't store into memo",
      "    0: \\x94 MEMOIZE    (as 0)\n"),
    Case(
      #"(q\x01."#, .unexpectedMark, "can't store markobject in the memo",
      "    0: (    MARK\n    1: q        BINPUT     1\n"),
    Case(
      #"h\x07."#, .memoKeyMissing, "memo key 7 has never been stored into", "    0: h    BINGET     7\n"),
    Case(
      "Np00\np0\n.", .memoKeyReused, "memo key 0 already defined",
      "    0: N    NONE\n    1: p    PUT        False\n    5: p    PUT        0\n"),
    Case(
      "N]N.", .stackNotEmpty, "stack not empty after STOP: [None, list]",
      "    0: N    NONE\n    1: ]    EMPTY_LIST\n    2: N    NONE\n    3: .    STOP\n"
        + "highest protocol among opcodes = 1\n"),
  ]

  static let argumentCases = [
    Case("", .ranOutOfInput, "pickle exhausted before seeing STOP"),
    Case("N", .ranOutOfInput, "pickle exhausted before seeing STOP", "    0: N    NONE\n"),
    Case(#"\xff"#, .unknownOpcode, #"at position 0, opcode b'\xff' unknown"#),
    Case(#"\x80"#, .truncated, "not enough data in stream to read uint1"),
    Case("I12", .truncated, "no newline found when trying to read stringnl"),
    Case("V12", .truncated, "no newline found when trying to read unicodestringnl"),
    Case("I1L\n.", .badInteger, "invalid literal for int() with base 10: b'1L'"),
    Case("L1__0\n.", .badInteger, "invalid literal for int() with base 10: b'1__0'"),
    Case("F0x1p3\n.", .badFloat, "could not convert string to float: b'0x1p3'"),
    Case("Sabc\n.", .badString, "no string quotes around b'abc'"),
    Case("S'a\"\n.", .badString, #"strinq quote b"'" not found at both ends of b'\'a"'"#),
    Case(#"S'\x5Cxzz'"# + "\n.", .badString, #"invalid \x escape at position 0"#),
    Case(
      #"S'\xe9'"# + "\n.", .badUnicode,
      "'ascii' codec can't decode byte 0xe9 in position 0: ordinal not in range(128)"),
    Case(
      "V\\u12\n.", .badUnicode,
      "'rawunicodeescape' codec can't decode bytes in position 0-3: truncated \\uXXXX escape"),
    Case(
      #"X\x02\x00\x00\x00\xc3(."#, .badUnicode,
      "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte"),
    Case(
      #"\x8c\x03\xf0\x9f\x98."#, .badUnicode,
      "'utf-8' codec can't decode bytes in position 0-2: unexpected end of data"),
    Case(#"T\xff\xff\xff\xff"#, .negativeSize, "string4 byte count < 0: -1"),
    Case(
      #"\x8e\xff\xff\xff\xff\xff\xff\xff\xff"#, .negativeSize,
      "bytes8 byte count > sys.maxsize: 18446744073709551615"),
    Case(
      #"\x8d\xff\xff\xff\xff\xff\xff\xff\x7fab"#, .truncated,
      "expected 9223372036854775807 bytes in a unicodestring8, but only 2 remain"),
  ]

  @Test(arguments: stackCases + argumentCases) func refused(_ example: Case) {
    let (text, error) = PickleDisassembler().outcome(handmade(example.input))
    #expect(text == example.text)
    #expect(error?.code == example.code)
    #expect(error?.detail == example.detail)
  }

  @Test func integersBeyondPythonsLimit() {
    let printed = MemorySource([0x8B, 0xDC, 5, 0, 0] + [UInt8](repeating: 0x11, count: 1500) + [0x2E])
    #expect(PickleDisassembler().outcome(printed).error == nil)
    let refused = MemorySource([0x8B, 0xFB, 6, 0, 0] + [UInt8](repeating: 0x7F, count: 1787) + [0x2E])
    let (text, error) = PickleDisassembler().outcome(refused)
    #expect(text == "    0: ")
    #expect(error?.code == .limitExceeded)
    let written = PickleDisassembler().outcome(handmade("I" + String(repeating: "9", count: 4301) + "\n."))
    #expect(written.error?.detail.contains("value has 4301 digits") == true)
  }

  @Test func errorsNameTheOpcode() {
    let error = PickleDisassembler().outcome(handmade("NR.")).error
    #expect(error?.context.offset == 1)
    #expect(error?.opcode == .reduce)
  }

  @Test func anyTruncationIsRefused() throws {
    let whole = try handmade(#"\x80\x04]\x94(K\x01X\x02\x00\x00\x00\xc3\xa9V\u0041"#).read(0..<18)
    for count in 0..<whole.count {
      #expect(PickleDisassembler().outcome(MemorySource(Array(whole[..<count]))).error != nil)
    }
  }
}
