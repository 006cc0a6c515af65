import BrineCore
import BrinePickle
import Testing

/// PUT, GET and MEMOIZE in all their forms.
@Suite struct MemoTests {
  @Test func everyFormOfPutAndGet() throws {
    let expected = #"{"$tuple":[{"$id":1,"$list":[]},{"$ref":1}]}"#
    for put in ["p3\n", #"q\x03"#, #"r\x03\x00\x00\x00"#] {
      for get in ["g3\n", #"h\x03"#, #"j\x03\x00\x00\x00"#] {
        #expect(try json("]" + put + get + #"\x86."#) == expected)
      }
    }
    #expect(try json(#"]\x94h\x00\x86."#) == expected)
  }

  @Test func memoizeCountsTheKeys() throws {
    // The keys so far are 0 and 7, so the next is number 2.
    #expect(try json(#"K\x05\x94K\x06q\x07K\x08\x94h\x02."#) == "8")
    // A key stored a second time is one key still.
    #expect(try json(#"K\x05q\x00K\x06q\x00K\x08\x94h\x01."#) == "8")
    #expect(refusal(#"K\x05\x94h\x01."#)?.code == .memoKeyMissing)
  }

  @Test func memoizeReplacesWhatHasItsKey() throws {
    #expect(try json(#"K\x05q\x01K\x06\x94h\x01."#) == "6")
    // It is one key still, so the next MEMOIZE takes it too.
    #expect(try json(#"K\x05q\x01K\x06\x94K\x07\x94h\x01."#) == "7")
    #expect(refusal(#"K\x05q\x01K\x06\x94K\x07\x94h\x02."#)?.code == .memoKeyMissing)
  }

  @Test func keysAreReplaced() throws {
    #expect(try json(#"K\x05q\x00K\x06q\x00h\x00."#) == "6")
    #expect(try json(#"K\x05r\xff\xff\xff\x7fK\x06r\xff\xff\xff\x7fj\xff\xff\xff\x7f."#) == "6")
  }

  @Test func keysFarAway() throws {
    #expect(try json(#"K\x05r\xff\xff\xff\xff0Nj\xff\xff\xff\xff\x86."#) == #"{"$tuple":[null,5]}"#)
    #expect(try json("I5\np9223372036854775807\n0g9223372036854775807\n.") == "5")
    #expect(refusal("I5\np9223372036854775808\n.")?.code == .badInteger)
    #expect(refusal(#"K\x05r\xff\xff\xff\xffh\x00."#)?.code == .memoKeyMissing)
  }

  /// Keys that first go to the dictionary and are reached by the buffer later.
  @Test func sparseKeysSurviveTheDenseOnes() throws {
    var bytes: [UInt8] = [0x4B, 0x2A, 0x72, 200, 0, 0, 0]
    for key in UInt8(0)..<200 { bytes += [0x4B, key, 0x71, key] }
    let value = try Pickle(bytes + [0x68, 200, 0x2E]).root
    #expect(value.int == 42)
    let replaced = try Pickle(bytes + [0x4B, 7, 0x71, 200, 0x68, 200, 0x2E]).root
    #expect(replaced.int == 7)
    #expect(try Pickle(bytes + [0x68, 199, 0x2E]).root.int == 199)
  }

  @Test func badKeys() {
    #expect(refusal("Np-1\n.")?.code == .negativeMemoIndex)
    #expect(refusal("Npx\n.")?.code == .badInteger)
    #expect(refusal("Np\n.")?.code == .truncated)
    #expect(refusal("Np1")?.code == .truncated)
    #expect(refusal("g-1\n.")?.code == .memoKeyMissing)
    #expect(refusal("gx\n.")?.code == .badInteger)
    #expect(refusal("p0\n.")?.code == .stackUnderflow)
    #expect(refusal(#"(q\x00."#)?.code == .unexpectedMark)
  }

  @Test func everyPickleOfAStreamHasItsOwnMemo() throws {
    let source = handmade(#"K\x05q\x00.h\x00."#)
    #expect(try Pickle(source).byteRange == 0..<5)
    do {
      _ = try Pickle(source, at: 5)
      Issue.record("a key of an earlier pickle was found")
    } catch {
      #expect(error.code == .memoKeyMissing)
    }
  }
}
