import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Small pickles that ask for much.
@Suite struct HostileTests {
  @Test func billionLaughsStayShared() throws {
    // Each list holds the one before ten times, forty times over.
    var text = #"]K\x01a"#
    for _ in 0..<40 { text += #"q\x000](h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00e"# }
    let value = try value(text + ".")
    #expect(value.visits == 402)
    let sink = CountingSink(most: 100_000)
    try value.writeTypedJSON(to: sink.take)
    let statistics = PickleStatistics(value)
    #expect(statistics.counts == [.list: 41, .int: 1])
    #expect(statistics.sharedReferences == 40 * 9)
  }

  @Test func lengthsBeyondTheInput() {
    let lengths = [
      #"\x00\x00\x00\x00\x00\x00\x00\x80"#, #"\xff\xff\xff\xff\xff\xff\xff\x7f"#,
      #"\xff\xff\xff\xff\xff\xff\xff\xff"#,
      #"\xf8\xff\xff\xff\xff\xff\xff\x7f"#, #"\x00\x00\x00\x00\x01\x00\x00\x00"#,
    ]
    for opcode in [#"\x8d"#, #"\x8e"#, #"\x95"#, #"\x96"#] {
      for length in lengths {
        let code = refusal(opcode + length + "abc.")?.code
        #expect(code == .truncated || code == .negativeSize)
      }
    }
    for opcode in ["T", "X", "B"] { #expect(refusal(opcode + #"\xff\xff\xff\xffabc."#)?.code == .truncated) }
    for opcode in ["U", #"\x8c"#, "C", #"\x8a"#] {
      #expect(refusal(opcode + #"\xffabc."#)?.code == .truncated)
    }
  }

  @Test func sharedTuplesAsKeys() throws {
    // 2^60 leaves if the sharing were not seen; two that are equal but not the same.
    let tuple = "N" + String(repeating: #"2\x86"#, count: 60)
    let value = try value("}(" + tuple + "I1\n" + tuple + "I2\nu.")
    #expect(value.count == 1)
    #expect(value.entries?.first?.value.int == 2)
    #expect(value.entries?.first?.key.visits == 121)
    #expect(try value.typedJSON().utf8.count < 4000)
  }

  @Test func sharedFrozensetsAsKeys() throws {
    // Each holds the one before and a tuple of it.
    let nested = #"(K\x01\x91"# + String(repeating: #"q\x000(h\x00h\x00\x85\x91"#, count: 60)
    #expect(try value("}(" + nested + "I1\n" + nested + "I2\nu.").count == 1)
  }

  @Test func manyEqualKeys() throws {
    let count = 200_000
    let small = [0x4B, 7, 0x4B, 1].repeated(count)
    #expect(try Pickle([0x7D, 0x28] + small + [0x75, 0x2E]).root.count == 1)
    let text = [0x8C, 2, 0x68, 0x69, 0x4E].repeated(count)
    let value = try Pickle([0x7D, 0x28] + text + [0x75, 0x2E]).root
    #expect(try value.typedJSON() == #"{"hi":null}"#)
    #expect(value["hi"]?.isNone == true)
    // One SETITEM after the other.
    let single = [0x4B, 7, 0x4B, 1, 0x73].repeated(count)
    #expect(try Pickle([0x7D] + single + [0x2E]).root.count == 1)
  }

  @Test func manyDifferentKeys() throws {
    let pairs = (0..<100_000).flatMap { number -> [UInt8] in [0x4A] + bytes(of: UInt32(number)) + [0x4E] }
    #expect(try Pickle([0x7D, 0x28] + pairs + [0x75, 0x2E]).root.count == 100_000)
  }

  private func bytes(of number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  @Test(arguments: [
    "]", "}", #"\x8f"#, #"\x96\x00\x00\x00\x00\x00\x00\x00\x00"#, #"]\x85"#, #"N]\x86\x85"#,
    #"(K\x01)]\x85t"#,
    "c__builtin__\nset\n)R", "c__builtin__\nbytearray\n)R", "ccollections\ndeque\n)R",
    "carray\narray\n(Vi\n]tR",
    // Python can't hash these either, however they were made.
    "c__builtin__\nlist\n)R", "c__builtin__\ndict\n)R", #"ccollections\#ndeque\#n)\x81"#,
  ])
  func unhashable(_ key: String) {
    for text in [
      "}" + key + "Ns.", "}(" + key + "Nu.", "(" + key + "Nd.", #"\x8f("# + key + #"\x90."#,
      "(" + key + #"\x91."#,
    ] {
      #expect(refusal(text)?.code == .unhashableKey, "\(text)")
    }
  }

  @Test func cyclicKeys() throws {
    // A tuple with a list with the tuple can't be a key.
    #expect(refusal(#"}]q\x00h\x00\x85q\x01a0h\x01Ns."#)?.code == .unhashableKey)
    // An instance is a key by its identity, though its state leads back to it.
    let value = try value(#"}q\x00cshapes\#nNode\#n)\x81q\x01}Vowner\#nh\x00sbK\x07s."#)
    #expect(value.entries?.first?.value.int == 7)
    #expect(value.entries?.first?.key["owner"] == value)
    #expect(value.visits < 10)
    #expect(try value.typedJSON().contains(#"{"$ref":1}"#))
  }

  @Test func longTextManyTimesOver() throws {
    // A megabyte of text and 100,000 references to it would be 100 GB.
    let text: [UInt8] = [0x58, 0, 0, 16, 0] + [UInt8](repeating: 0x61, count: 1 << 20) + [0x71, 0, 0x30]
    let many = [0x68, 0].repeated(100_000)
    let list: [UInt8] = [0x5D, 0x28] + many + [0x65, 0x2E]
    let value = try Pickle(text + list).root
    #expect(value.count == 100_000)
    let sink = CountingSink(most: 4 << 20)
    #expect(throws: CountingSink.Full.self) { try value.writeTypedJSON(to: sink.take) }
    #expect(sink.count < 8 << 20)
  }

  @Test func memoKeysSpreadOut() throws {
    let puts = (0..<50_000).flatMap { number -> [UInt8] in [0x72] + bytes(of: UInt32(number) * 85_899) }
    let get: [UInt8] = [0x6A] + bytes(of: 49_999 * 85_899) + [0x2E]
    let value = try Pickle([0x4B, 7] + puts + get).root
    #expect(value.int == 7)
  }

  /// Protocol 0 sets one entry at a time: every dict with two of them is made larger once.
  @Test func manyDictsOfProtocol0() throws {
    let dict = "(dVa\nI1\nsVb\nI2\nsa"
    let value = try value("(l" + String(repeating: dict, count: 2000) + ".")
    #expect(value.count == 2000)
    #expect(value.array?.allSatisfy { $0["a"]?.int == 1 && $0["b"]?.int == 2 } == true)
  }

  @Test func shapesThatKeepChanging() throws {
    // Ten thousand dicts, each set, extended, and set again through the memo.
    var bytes: [UInt8] = [0x5D, 0x28]
    for number in 0..<10_000 {
      bytes += [
        0x7D, 0x4B, UInt8(number % 200), 0x4B, 1, 0x73, 0x28, 0x4B, 201, 0x4B, 2, 0x4B, 202, 0x4B, 3, 0x75,
      ]
    }
    let value = try Pickle(bytes + [0x65, 0x2E]).root
    #expect(value.array?.allSatisfy { $0.count == 3 && $0[202]?.int == 3 } == true)
    #expect(value[201]?[1]?.int == 1)
  }
}
