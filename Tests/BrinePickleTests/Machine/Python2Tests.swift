import BrinePickle
import Testing

/// What only Python 2 wrote: 8-bit strings, old class names.
@Suite struct Python2Tests {
  /// `café` in an encoding of one byte a letter, in each of the three forms.
  private static let latin = [#"S'caf\x5cxe9'"# + "\n.", #"U\x04caf\xe9."#, #"T\x04\x00\x00\x00caf\xe9."#]

  @Test(arguments: latin)
  func encodings(_ text: String) throws {
    #expect(refusal(text)?.code == .badUnicode)
    #expect(try value(text) { $0.encoding = .latin1 }.string == "café")
    #expect(try value(text) { $0.encoding = .cp1252 }.string == "café")
    #expect(try value(text) { $0.encoding = .cp1251 }.string == "cafй")
    #expect(try value(text) { $0.encoding = .bytes }.bytes == .init([0x63, 0x61, 0x66, 0xE9]))
    #expect(refusal(text) { $0.encoding = .utf8 }?.code == .badUnicode)
  }

  @Test(arguments: latin)
  func errorModes(_ text: String) throws {
    func read(_ errors: PickleEncodingErrors) throws -> String { try json(text) { $0.errors = errors } }
    #expect(try read(.ignore) == #""caf""#)
    #expect(try read(.replace) == "\"caf\u{FFFD}\"")
    #expect(try read(.surrogateescape) == #"{"$str":"caf\udce9"}"#)
    #expect(try read(.backslashreplace) == #""caf\\xe9""#)
  }

  @Test func utf8Strings() throws {
    #expect(try value(#"U\x05caf\xc3\xa9."#) { $0.encoding = .utf8 }.string == "café")
    // Surrogates are no UTF-8 here, though they may stand in a BINUNICODE.
    #expect(refusal(#"U\x03\xed\xa0\x80."#) { $0.encoding = .utf8 }?.code == .badUnicode)
    #expect(try json(#"X\x03\x00\x00\x00\xed\xa0\x80."#) == #"{"$str":"\ud800"}"#)
  }

  @Test func byteThatACodePageLacks() throws {
    #expect(refusal(#"U\x01\x81."#) { $0.encoding = .cp1252 }?.code == .badUnicode)
    #expect(try value(#"U\x01\x81."#) { ($0.encoding, $0.errors) = (.cp1252, .replace) }.string == "\u{FFFD}")
  }

  @Test(arguments: PickleEncoding.allCases)
  func asciiIsTheSameInAll(_ encoding: PickleEncoding) throws {
    let found = try value("S'plain'\n.") { $0.encoding = encoding }
    #expect(encoding == .bytes ? found.bytes == .init("plain".utf8) : found.string == "plain")
  }

  @Test(arguments: [
    (#"'a\x5cnb'"#, "a\nb"), (#"'\x5c101\x5c7'"#, "A\u{7}"), (#"'\x5cx41'"#, "A"), (#""it's""#, "it's"),
    (#"'it\x5c's'"#, "it's"), (#"'\x5cq'"#, #"\q"#), ("''", ""), (#"'\x5c\x5c'"#, #"\"#), ("'a'b'", "a'b"),
  ])
  func literals(_ text: String, _ expected: String) throws {
    #expect(try value("S" + text + "\n.").string == expected)
  }

  @Test(arguments: ["plain", "'open", "open'", "'a\"", "'", "", #"'\x5cx4'"#, #"'\x5c'"#])
  func noLiterals(_ text: String) {
    #expect(refusal("S" + text + "\n.")?.code == .badString)
  }

  @Test func namesAreMapped() throws {
    func name(_ text: String, fixImports: Bool = true) throws -> String? {
      try value(text) { $0.fixImports = fixImports }.global?.description
    }
    let unicode = "c__builtin__\nunicode\n."
    #expect(try name(unicode) == "builtins.str")
    #expect(try name(unicode, fixImports: false) == "__builtin__.unicode")
    #expect(try name(#"\x80\x02"# + unicode) == "builtins.str")
    #expect(try name(#"\x80\x03"# + unicode) == "__builtin__.unicode")
    #expect(try name("cexceptions\nValueError\n.") == "builtins.ValueError")
    #expect(try name("cConfigParser\nConfigParser\n.") == "configparser.ConfigParser")
    #expect(try name("cConfigParser\nConfigParser\n.", fixImports: false) == "ConfigParser.ConfigParser")
  }

  @Test func mappedNamesMeanWhatTheirNewOnesDo() throws {
    let set = "c__builtin__\nset\n((lI1\natR."
    #expect(try json(set) == #"{"$set":[1]}"#)
    #expect(try json(set) { $0.fixImports = false } == #"{"$call":"__builtin__.set","args":[[1]]}"#)
  }
}
