import BrineCore
import BrinePickle
import TestSupport
import Testing

/// What is refused, and what is odd.
@Suite struct PickleCheckTests {
  private func findings(_ text: String) -> [String] {
    let check = PickleCheck(handmade(text))
    return (check.parts.flatMap(\.findings) + check.findings).map { finding in
      "\(finding.severity) \(finding.code.name)" + (finding.offset.map { " at \($0)" } ?? "")
        + (finding.path.map { " in \($0)" } ?? "")
    }
  }

  @Test(arguments: try Fixture.valid())
  func validFixtures(_ fixture: Fixture) throws {
    var options = PickleOptions()
    options.encoding = .latin1
    let check = PickleCheck(MemorySource(try fixture.bytes()), options: options)
    #expect(check.isValid)
    if let count = fixture.pickles { #expect(check.parts.count == count) }
    // What CPython wrote has nothing odd; pickletools stumbles over names that are not ASCII.
    let odd = (check.parts.flatMap(\.findings) + check.findings).filter { $0.severity == .warning }
    if !fixture.isHandmade { #expect(odd.map(\.message) == [], "\(fixture)") }
    for part in check.parts { #expect(part.pickle != nil && part.opcodes.total > 0 && part.valueCount > 0) }
  }

  @Test(arguments: try Fixture.invalid())
  func invalidFixtures(_ fixture: Fixture) throws {
    let check = PickleCheck(MemorySource(try fixture.bytes()))
    // Buffers need not be given: those that only lack one are fine.
    let isBuffer = fixture.stem.hasPrefix("next_buffer")
    #expect(check.isValid == isBuffer)
    guard !isBuffer else { return }
    let errors = check.parts.flatMap(\.findings).filter { $0.severity == .error }
    #expect(errors.count == 1 && errors[0].code.name == fixture.error && errors[0].offset != nil)
    #expect(check.parts.last?.pickle == nil)
  }

  @Test(arguments: [
    ("N.", []),
    (#"\x80\x04N."#, []),
    // The memo.
    (#"]q\x00(K\x01q\x00e."#, ["warning"]),
    // The stack.
    ("NN.", ["warning"]), ("(N.", ["warning"]),
    // Frames.
    (#"\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00N."#, []),
    (#"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00N."#, []),
    (#"\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00K\x01."#, []),
    (#"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00K\x01."#, ["warning badFrame at 11"]),
    (
      #"\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00N.N"#,
      ["warning badFrame at 2", "warning trailingBytes at 13"]
    ),
    (
      #"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x95\x02\x00\x00\x00\x00\x00\x00\x00N."#,
      ["warning badFrame at 11"]
    ),
    // Protocols.
    (#"\x80\x02\x8c\x01a."#, ["warning protocolMismatch at 2"]),
    (#"\x8c\x01a."#, ["warning protocolMismatch at 0"]),
    (#"NN\x86."#, ["warning protocolMismatch at 2"]), (#"]\x80\x02."#, ["warning protocolMismatch at 1"]),
    (#"\x80\x02\x80\x02N."#, ["warning protocolMismatch at 2"]), ("K\u{1}.", []),
    // CPython calls state setters with TUPLE2 in all protocols.
    ("cm\nset\nNN\\x86R.", []),
    // Keys.
    (#"}(K\x01NK\x01Nu."#, ["warning duplicateKeys in "]),
    ("](}(Va\nNVa\nNVa\nNue.", ["warning duplicateKeys in [0]"]),
    ("cm\nC\n)\\x81}(Va\nNVa\nNub.", ["warning protocolMismatch at 6", "warning duplicateKeys in "]),
    ("}(K\\x01NI1\nN\\x88Nu.", ["warning protocolMismatch at 9", "warning duplicateKeys in "]),
    // What is not in the file.
    ("Pid\n.", ["note outsideData"]), (#"\x80\x02\x82\x05."#, ["note outsideData"]),
    (#"\x80\x05\x97."#, ["note outsideData"]), (#"\x80\x05\x97\x98."#, ["note outsideData"]),
    // The rest of the file.
    ("N.xyz", ["warning trailingBytes at 2"]), (#"N.\x80\x04N."#, []), ("N.N.", []),
    (#"N.\x80\x04"#, ["error ranOutOfInput at 4"]),
  ])
  func oddities(_ text: String, _ expected: [String]) {
    let found = findings(text)
    #expect(found.count == expected.count && zip(found, expected).allSatisfy { $0.hasPrefix($1) }, "\(found)")
  }

  @Test func anErrorEndsTheStream() throws {
    let check = PickleCheck(handmade(#"N.\x80\x04]a.N."#))
    #expect(!check.isValid && check.parts.count == 2)
    #expect(check.parts[0].byteRange == 0..<2 && check.parts[0].findings.isEmpty)
    #expect(check.parts[1].byteRange == 2..<9 && check.parts[1].pickle == nil)
    #expect(check.parts[1].findings.map(\.severity) == [.error])
  }

  @Test func counts() throws {
    let check = PickleCheck(handmade(#"\x80\x04]\x94(K\x01K\x01]\x94h\x01e."#))
    let part = try #require(check.parts.first)
    #expect(part.opcodes.total == 11 && part.opcodes[.binInt1] == 2 && part.opcodes[.get] == 0)
    #expect(part.opcodes.memoStored == 2 && part.opcodes.memoUnused == 1)
    #expect(part.opcodes.highestProtocol == 4)
    #expect(part.opcodes.byCount.first?.count == 2)
    // The list, two numbers, the inner list once.
    #expect(part.valueCount == 4)
  }

  /// Only the first hundred of a kind are told.
  @Test func oddEverywhere() throws {
    let dict = #"}(K\x01NK\x01Nu"#
    let check = PickleCheck(handmade("](" + String(repeating: dict, count: 300) + "e."))
    #expect(check.isValid && check.parts[0].findings.count == 100)
  }

  @Test(arguments: [
    ("[1,2]", nil), ("1\n2", nil), (#"{"$foo":1}"#, "unknownTag at 1"), ("[1,", "unexpectedEnd at 3"),
    (#"{"$ref":1}"#, "unknownReference at 8"),
  ])
  func typedJSON(_ text: String, _ expected: String?) {
    let check = PickleCheck(typedJSON: MemorySource(Array(text.utf8)))
    #expect(check.isValid == (expected == nil) && check.parts.isEmpty)
    #expect(check.findings.first.map { "\($0.code.name) at \($0.offset ?? -1)" } == expected)
  }

  // MARK: Hostile

  @Test func deepAndShared() throws {
    let deep = PickleCheck(MemorySource([0x5D].repeated(200_000) + [0x61].repeated(199_999) + [0x2E]))
    #expect(deep.isValid && deep.parts[0].valueCount == 200_000)
    var bytes: [UInt8] = [0x80, 4, 0x5D, 0x94, 0x4B, 1, 0x61]
    for key in 0..<UInt8(60) { bytes += [0x30, 0x5D, 0x94, 0x28, 0x68, key, 0x68, key, 0x65] }
    let laughs = PickleCheck(MemorySource(bytes + [0x2E]))
    #expect(laughs.isValid && laughs.parts[0].valueCount == 62)
    let marks = PickleCheck(MemorySource([0x28].repeated(200_000) + [0x4E, 0x2E]))
    #expect(marks.isValid && marks.parts[0].findings.allSatisfy { $0.message.utf8.count < 400 })
  }

  @Test func callsThatShareTheirArguments() throws {
    let bytes =
      [0x80, 4, 0x5D, 0x28, 0x63] + Array("m\nf\n".utf8) + [0x94, 0x28] + [0x4B, 1].repeated(20_000)
      + [0x74, 0x94, 0x52] + [0x68, 0, 0x68, 1, 0x52].repeated(20_000) + [0x65, 0x2E]
    let check = PickleCheck(MemorySource(bytes))
    #expect(check.isValid && check.parts[0].findings.map(\.code) == [.incomplete])
  }
}
