import BrinePickle
import Foundation
import TestSupport
import Testing

/// The typed JSON of a value.
private func json(_ value: PickleValue) throws -> String { try value.typedJSON() }

/// What a pickle given in hexadecimal is in a protocol.
private func rewritten(_ text: String, _ version: Int? = nil) throws -> [UInt8] {
  [UInt8](try Pickle(bytes(text)).encoded(PickleWriteOptions(protocolVersion: version)))
}

@Suite struct GraphEncoderTests {
  @Test(arguments: try Fixture.valid().filter { !$0.isHandmade })
  func whatCPythonWroteComesOutByteForByte(_ fixture: Fixture) throws {
    let source = try fixture.bytes()
    for pickle in try Pickle.all(in: Data(source)) {
      #expect(try pickle.encoded() == Data(source[pickle.byteRange]))
    }
  }

  @Test(arguments: try Fixture.valid().filter { !$0.isHandmade && $0.stem != "billion_laughs" }, 0...5)
  func everyProtocolHoldsTheSameValue(_ fixture: Fixture, _ version: Int) throws {
    let pickle = try Pickle(Data(try fixture.bytes()))
    let data = try pickle.encoded(PickleWriteOptions(protocolVersion: version))
    let again = try Pickle(data)
    #expect(again.protocolVersion == (version < 2 ? 0 : version))
    // Protocols 0 to 2 know fewer names of exceptions and the like.
    let isLossy = version < 3 && ["library_p4", "names_p3", "names_p4"].contains(fixture.stem)
    if !isLossy { #expect(try json(again.root) == json(pickle.root)) }
  }

  @Test(arguments: try Fixture.valid())
  func whatIsReadCanBeWrittenAndIsTheSame(_ fixture: Fixture) throws {
    guard fixture.stem != "trailing_bytes", let pickle = try? Pickle(Data(try fixture.bytes())) else {
      return
    }
    let again = try Pickle(try pickle.encoded())
    // One that announces no protocol may have opcodes of newer ones.
    if pickle.protocolVersion > 0 { #expect(again.protocolVersion == pickle.protocolVersion) }
    if let expected = try? json(pickle.root) { #expect(try json(again.root) == expected) }
  }

  @Test func aDictOfAThousandEndsWithAnEmptyBatch() throws {
    let values = Dictionary(uniqueKeysWithValues: (0..<1000).map { ($0, true) })
    let data = try PickleEncoder().encode(values)
    // MARK, SETITEMS twice and STOP: CPython looks for a next entry only in the next batch.
    #expect(data.suffix(4).elementsEqual([0x75, 0x28, 0x75, 0x2E]))
    #expect(try PickleDecoder().decode([Int: Bool].self, from: data) == values)
  }

  @Test func aTupleThatHoldsItselfIsWrittenAsPythonDoes() throws {
    // t = ([],); t[0].append(t)
    let text = "8002 5d 7100 6800 85 7101 61 30 6801 2e"
    #expect(try rewritten(text) == bytes(text))
  }

  @Test func aDictThatIsFilledInStepsIsBegunSoAgain() throws {
    // d = {1: 2}; d[3] = f(d); d[4] = 5: f must find the first entry, and CPython makes two batches of it.
    let text = "8002 7d 7100 4b01 4b02 73 28 4b03 636d0a660a 7101 6800 85 7102 52 7103 4b04 4b05 75 2e"
    #expect(try rewritten(text) == bytes(text))
    // The same in the one batch that CPython has for it.
    let plain = "8002 7d 7100 28 4b01 4b02 4b03 4b04 75 2e"
    #expect(try rewritten(plain) == bytes(plain))
  }

  @Test func callsThatLeadToThemselvesAreWrittenTwice() throws {
    // A set in protocol 2 that holds an object which refers to the set: each of both calls has its own list.
    let text =
      "8002 636d0a530a 7100 5d 7101 636d0a430a 7102 29 81 7103 7d 7104 5501 67 7105 6800 5d 7106 6803 61 85"
      + "7107 52 7108 73 62 61 85 7109 52 30 6808 2e"
    #expect(try rewritten(text) == bytes(text))
  }

  @Test func droppedCallsAreKept() throws {
    // o = m.C(); m.f(o, 1, 2), whose result is dropped; then its state.
    let text = "8002 636d0a430a 7100 29 81 7101 636d0a660a 7102 6801 4b01 4b02 87 7103 52 30 7d 7104 62 2e"
    #expect(try rewritten(text) == bytes(text))
    let value = try Pickle(bytes(text)).root
    let after = #"[{"$call":"m.f","args":[{"$ref":1},1,2]}]"#
    #expect(try json(value) == #"{"$id":1,"$object":"m.C","state":{},"after":\#(after)}"#)
    #expect(value.instance?.effects.count == 1)
    #expect(try value.resolve("after[0]/args[1]").int == 1)
  }

  @Test func sharedListsStayShared() throws {
    let pickle = try Pickle(try rewritten("8004 5d94 5d94 6801 86 2e", 0))
    #expect(pickle.root[1] != nil)
    #expect(
      try json(Pickle(rewritten("8004 28 5d94 6800 74 2e", 0)).root)
        == #"{"$tuple":[{"$id":1,"$list":[]},{"$ref":1}]}"#)
  }

  @Test func stateSettersAreKept() throws {
    let text = "8002 6374657374696e670a430a 7100 29 81 7101 6374657374696e670a730a 7102 6801 4b05 86 52 30 2e"
    #expect(try rewritten(text) == bytes(text))
    let root = try Pickle(bytes(text)).root
    #expect(try json(root) == #"{"$object":"testing.C","state":5,"setter":{"$global":"testing.s"}}"#)
    #expect(root.instance?.stateSetters.first??.global == PickleName(module: "testing", name: "s"))
  }

  @Test func framesAreThoseOfCPython() throws {
    let text = String(repeating: "a", count: 70_000)
    let data = [UInt8](
      try Pickle(try PickleEncoder().graph(of: [text, text]).encoded(.init(protocolVersion: 4))).encoded())
    // The long string stands between frames; the list before it is too short to be in one.
    #expect(data.prefix(11).elementsEqual(bytes("8004 5d94 28 58 70110100 61")))
    #expect(try PickleDecoder().decode([String].self, from: data) == [text, text])
  }

  @Test func blocksAreTheWhole() throws {
    let values = (0..<30_000).map { ["n": "value \($0)", "long": String(repeating: "x", count: $0 % 700)] }
    for version in 0...5 {
      let graph = try PickleEncoder().graph(of: values)
      var data = Data()
      try graph.encode(.init(protocolVersion: version)) { data.append(contentsOf: $0) }
      #expect(try data == graph.encoded(.init(protocolVersion: version)))
    }
  }

  @Test func millionsOfNestedListsAreWritten() throws {
    let depth = 1_000_000
    let source =
      [0x80, 2] + [UInt8](repeating: 0x5D, count: depth) + [UInt8](repeating: 0x61, count: depth - 1) + [0x2E]
    let again = try Pickle(try Pickle(source).encoded())
    #expect(PickleStatistics(again.root).depth == depth - 1)
  }

  @Test func aProtocolThatIsNoneIsRefused() throws {
    #expect(throws: PickleError(.unsupportedProtocol, "")) { try rewritten("4e2e", 6) }
  }

  @Test func aNameThatAnOldProtocolCannotHaveIsRefusedWithItsPath() throws {
    let text = "8004 5d94 8c016d94 8c02c3a994 93 94 61 2e"
    do {
      _ = try rewritten(text, 2)
      Issue.record("it was written")
    } catch let error as PickleError {
      #expect(error.code == .notEncodable)
      #expect(error.context.path == "[0]")
    }
  }

  @Test func buffersStayApartWhereTheyMay() throws {
    var options = PickleOptions()
    options.buffers = [PickleBuffer(Data([1, 2, 3]), isReadOnly: false)]
    let source = bytes("8005 97 2e")
    let pickle = try Pickle(source, options: options)
    #expect(try Pickle(pickle.encoded()).root.bytes == Data([1, 2, 3]))
    var write = PickleWriteOptions()
    write.bufferCallback = { $0.data.count != 3 }
    #expect(try [UInt8](pickle.encoded(write)) == source)
  }
}
