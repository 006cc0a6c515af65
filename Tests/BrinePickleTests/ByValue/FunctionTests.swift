import BrinePickle
import TestSupport
import Testing

/// Functions, cells and classes by hand: old forms, and what is no such thing.
@Suite struct FunctionTests {
  private let code = HandmadeCode().text

  private func function(_ arguments: String, _ rest: String = "") throws -> PickleFunctionByValue? {
    try value("cdill._dill\n_create_function\n(" + arguments + "tR" + rest + ".").function
  }

  @Test func oldDill() throws {
    // Seven arguments, and no state: attributes and keyword defaults are arguments.
    let documented = HandmadeCode(consts: "(VText\nt").text
    let globals = "(V__name__\nVtools\nd"
    let read = try #require(
      try function(documented + globals + "Vg\n(I7\ntN(Vcalls\nI0\nd(Vb\nI1\nd"))
    #expect(read.name == "g")
    #expect(read.qualname == "f")
    #expect(read.module == "tools")
    #expect(read.doc == "Text")
    #expect(read.signature == "g(a, b=7)")
    #expect(read.attributes.map(\.name) == ["calls"])
    #expect(read.kwdefaults.map(\.name) == ["b"])
    #expect(read.closure.isEmpty)
    #expect(read.writer == .dill)
  }

  @Test func stateWins() throws {
    let documented = HandmadeCode(consts: "(VText\nt").text
    let state = "((d(V__module__\nVm\nV__kwdefaults__\nNV__annotations__\n(Va\nVint\ndd\u{74}b"
    let read = try #require(try function(documented + "(dVg\nNN", state))
    #expect(read.doc == nil)
    #expect(read.module == "m")
    #expect(read.qualname == "g")
    #expect(read.signature == "g(a: 'int', b)")
    #expect(read.kwdefaultsValue == nil)
  }

  @Test func namesOfGlobals() throws {
    for (globals, name) in [
      ("c__builtin__\n__main__\n", "__main__"), ("cshapes.flat\n__dict__\n", "shapes.flat"),
    ] {
      let read = try #require(try function(code + globals + "Vg\nNN"))
      guard case .module(let found) = read.globals else {
        Issue.record("no module")
        continue
      }
      #expect(found == name)
      #expect(read.module == name)
    }
  }

  @Test func notFunctions() throws {
    for arguments in ["", "N", code, "NN", "I1\n(d", "(d" + code] { #expect(try function(arguments) == nil) }
    #expect(try value("cdill._dill\n_create_function\n.").function == nil)
    #expect(try value("cshapes\n_create_function\n(" + code + "(dtR.").function == nil)
    // Defaults, closure and state of other kinds are left out.
    let read = try #require(try function(code + "NI1\nI2\nI3\n", "I5\nb"))
    #expect(read.name == "f")
    #expect(read.defaults.isEmpty && read.closure.isEmpty && read.annotations.isEmpty && read.module == nil)
  }

  @Test func cells() throws {
    let cell = #"cdill._dill\#n_create_cell\#n(NtRq\x01"#
    let dropped = #"0c__builtin__\#nsetattr\#n(h\x01Vcell_contents\#n"#
    let closed = HandmadeCode(freevars: ["x", "y"]).text
    let tail = "(d" + "NN" + "(h\\x01cdill._dill\n_create_cell\n(I4\ntRttR"
    func contents(_ between: String) throws -> [String?] {
      let text = cell + between + "0cdill._dill\n_create_function\n(" + closed + tail
      return try #require(try value(text + ".").function).closure.map { $0.contents?.preview }
    }
    #expect(try contents("") == ["None", "4"])
    #expect(try contents(dropped + "I7\ntR") == ["7", "4"])
    #expect(try contents(dropped + "I7\ntR" + dropped + "I8\ntR") == ["8", "4"])
    #expect(try contents(#"0c__builtin__\#ndelattr\#n(h\x01Vcell_contents\#ntR"#) == [nil, "4"])
    // Other attributes, other functions, and setattr with too few arguments change nothing.
    #expect(try contents(#"0c__builtin__\#nsetattr\#n(h\x01Vcontents\#nI7\#ntR"#) == ["None", "4"])
    #expect(try contents(#"0cshapes\#nsetattr\#n(h\x01Vcell_contents\#nI7\#ntR"#) == ["None", "4"])
    #expect(try contents(dropped + "tR") == ["None", "4"])
  }

  @Test func notClasses() throws {
    for arguments in ["", "N", "NNNN", "NVA\nN(d", "NI1\n(t(d", "NVA\n(tN"] {
      #expect(try value("cdill._dill\n_create_type\n(" + arguments + "tR.").classByValue == nil)
    }
    let type = try #require(
      try value("cdill._dill\n_create_type\n(cm\nMeta\nVA\n(cm\nB\nt(dtR.").classByValue)
    #expect(type.title == "A(m.B)")
    #expect(type.metaclass?.global == PickleName(module: "m", name: "Meta"))
    #expect(type.members.isEmpty && type.module == nil && type.doc == nil)
  }

  @Test func signatures() throws {
    let many = HandmadeCode(counts: [40, 0, 0, 40, 1, 3], varnames: (0..<40).map { "a\($0)" })
    let read = try #require(try value(many.text + ".").code)
    #expect(read.signature.hasPrefix("f(a0, a1, "))
    #expect(read.signature.hasSuffix(", a31, …)"))
    #expect(read.parameters.count == 40)
    let named = HandmadeCode(name: String(repeating: "n", count: 1000))
    #expect(try value(named.text + ".").code?.signature == String(repeating: "n", count: 200) + "…(a, b)")
  }
}
