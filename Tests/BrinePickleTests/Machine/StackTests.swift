import BrineCore
import BrinePickle
import Testing

/// The stack and its marks, as CPython's C unpickler keeps them.
@Suite struct StackTests {
  @Test func stopTakesTheTopmostValue() throws {
    #expect(try json(#"K\x01K\x02."#) == "2")
    #expect(refusal(".")?.code == .stackUnderflow)
    #expect(refusal("(.")?.code == .unexpectedMark)
  }

  @Test func popDropsValuesAndMarks() throws {
    #expect(try json(#"K\x01K\x020."#) == "1")
    #expect(try json(#"K\x01(0."#) == "1")
    #expect(try json(#"K\x01(K\x02K\x031."#) == "1")
    #expect(refusal("0.")?.code == .stackUnderflow)
    #expect(refusal("N1.")?.code == .markNotFound)
  }

  @Test func dupIsTheSameObject() throws {
    #expect(try json("]2.") == "[]")
    #expect(try json(#"]2\x86."#) == #"{"$tuple":[{"$id":1,"$list":[]},{"$ref":1}]}"#)
    #expect(refusal("2.")?.code == .stackUnderflow)
    #expect(refusal("(2.")?.code == .unexpectedMark)
  }

  @Test func nothingBelowAMarkIsTaken() {
    for text in [#"K\x01(K\x02\x86."#, #"](K\x02a."#, #"}(K\x01s."#, "](a.", "(s."] {
      let code = refusal(text)?.code
      #expect(code == .stackUnderflow || code == .unexpectedMark, "\(text)")
    }
  }

  @Test(arguments: ["t", "l", "d", "e", "u", "o", #"\x90"#, #"\x91"#, "1", "imodule\nName\n"])
  func aMarkIsNeeded(_ opcode: String) {
    let error = refusal("N" + opcode + ".")
    #expect(error?.code == .markNotFound)
    #expect(error?.context.offset == 1)
  }

  @Test(arguments: [
    "a", "s", "R", "b", #"\x81"#, #"\x85"#, #"\x86"#, #"\x87"#, #"\x92"#, #"\x93"#, #"\x94"#, "Q",
  ])
  func aValueIsNeeded(_ opcode: String) {
    #expect(refusal(opcode + ".")?.code == .stackUnderflow)
  }

  @Test func marksNest() throws {
    #expect(try json(#"((K\x01t(K\x02K\x03lt."#) == #"{"$tuple":[{"$tuple":[1]},[2,3]]}"#)
    #expect(refusal(#"((K\x01t(K\x02K\x03ltNt."#)?.code == .markNotFound)
  }

  @Test func appendsAndItemsShowThroughEveryReference() throws {
    #expect(try json(#"]2K\x01a\x86."#) == #"{"$tuple":[{"$id":1,"$list":[1]},{"$ref":1}]}"#)
    // Three lists that grow in turn must each keep their items.
    let growing =
      #"]q\x00]q\x01]q\x02h\x00K\x01a0h\x01K\x02a0h\x02K\x03a0h\x00K\x04a0h\x01(K\x05K\x06e0h\x00h\x01h\x02\x87."#
    #expect(try json(growing) == #"{"$tuple":[[1,4],[2,5,6],[3]]}"#)
  }

  @Test func dictsWithTheSameKeysStayApart() throws {
    let pair =
      #"X\x01\x00\x00\x00aq\x00X\x01\x00\x00\x00bq\x01(}(h\x00K\x01h\x01K\x02u}(h\x00K\x03h\x01K\x04uh\x00K\x05sl."#
    #expect(try json(pair) == #"[{"a":1,"b":2},{"a":5,"b":4}]"#)
  }

  @Test func listItemsCanBeSet() throws {
    #expect(try json(#"](K\x01K\x02eK\x00K\x07s."#) == "[7,2]")
    #expect(try json(#"](K\x01K\x02eJ\xff\xff\xff\xffK\x07s."#) == "[1,7]")
    #expect(refusal(#"]K\x00K\x07s."#)?.code == .notAssignable)
    #expect(refusal(#"]NK\x07s."#)?.code == .notAssignable)
  }

  @Test func emptyBatchesAreFine() throws {
    #expect(try json("](e.") == "[]")
    #expect(try json("}(u.") == "{}")
    #expect(try json(#"\x80\x04\x8f(\x90."#) == #"{"$set":[]}"#)
    // Python looks at the target only when there is something to add.
    #expect(try json("N(e.") == "null")
    #expect(try json("N(u.") == "null")
  }

  @Test func unknownOpcodesAreNamedWithTheirPlace() {
    let error = refusal(#"N\xfe."#)
    #expect(error?.code == .unknownOpcode)
    #expect(error?.context.offset == 1)
    #expect(error?.description.contains("0xfe") == true)
  }
}
