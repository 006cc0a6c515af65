import BrineCore
import BrinePickle
import Testing

/// Objects, as their pickles describe them.
@Suite struct InstanceTests {
  @Test func newObject() throws {
    let value = try value(#"cshapes\#nSquare\#nK\x07\x85\x81}Vside\#nI3\#nsb."#)
    let instance = try #require(value.instance)
    #expect(instance.name == PickleName(module: "shapes", name: "Square"))
    #expect(instance.callable.global == instance.name)
    #expect(!instance.isCall)
    #expect(instance.arguments.map(\.int) == [7])
    #expect(instance.keywords == nil)
    #expect(instance.state?["side"]?.int == 3)
    #expect(instance.attributes.mapValues(\.int) == ["side": 3])
    #expect(value["side"]?.int == 3)
    #expect(value["other"] == nil)
    #expect(value.typeName == "shapes.Square")
  }

  @Test func keywordArguments() throws {
    let value = try value(#"cshapes\#nSquare\#nK\x07\x85}Vside\#nI3\#ns\x92."#)
    #expect(value.instance?.arguments.map(\.int) == [7])
    #expect(value.instance?.keywords?["side"]?.int == 3)
    #expect(try value.typedJSON() == #"{"$object":"shapes.Square","args":[7],"kwargs":{"side":3}}"#)
  }

  @Test(arguments: [
    #"cshapes\#nSquare\#nI7\#n\x85\x81."#, "(I7\nishapes\nSquare\n.", "(cshapes\nSquare\nI7\no.",
    "ccopyreg\n__newobj__\n(cshapes\nSquare\nI7\ntR.",
    #"ccopyreg\#n__newobj_ex__\#n(cshapes\#nSquare\#n(I7\#nt}tR."#,
  ])
  func everyWayToMakeOne(_ text: String) throws {
    #expect(try json(text) == #"{"$object":"shapes.Square","args":[7]}"#)
  }

  @Test func copyregReconstructor() throws {
    let plain = "ccopy_reg\n_reconstructor\n(cshapes\nSquare\nc__builtin__\nobject\nNtR."
    #expect(try json(plain) == #"{"$object":"shapes.Square"}"#)
    let list = "ccopy_reg\n_reconstructor\n(cshapes\nStack\nc__builtin__\nlist\n(I1\nltR."
    #expect(try json(list) == #"{"$object":"shapes.Stack","base":"builtins.list","args":[[1]]}"#)
  }

  @Test func slots() throws {
    let value = try value(#"cshapes\#nSquare\#n)\x81N}Vside\#nI3\#ns\x86b."#)
    #expect(value["side"]?.int == 3)
    #expect(value.instance?.attributes.keys.sorted() == ["side"])
    #expect(value.instance?.state?.kind == .tuple)
  }

  @Test func severalStates() throws {
    let value = try value(#"cshapes\#nSquare\#n)\x81}Va\#nI1\#nsb}Va\#nI2\#nsbNb."#)
    #expect(value.instance?.states.count == 3)
    #expect(value.instance?.state?["a"]?.int == 1)
    #expect(value["a"]?.int == 2)
    #expect(try value.typedJSON() == #"{"$object":"shapes.Square","state":{"a":1},"states":[{"a":2},null]}"#)
  }

  @Test func itemsAndEntries() throws {
    let value = try value(#"cshapes\#nBoth\#n)\x81(K\x01K\x02eK\x03a}0Vk\#nI4\#ns."#)
    #expect(value.array?.map(\.int) == [1, 2, 3])
    #expect(value[-1]?.int == 3)
    #expect(value["k"]?.int == 4)
    #expect(value.count == 4)
    #expect(try value.typedJSON() == #"{"$object":"shapes.Both","items":[1,2,3],"entries":[["k",4]]}"#)
  }

  @Test func collections() throws {
    #expect(try value(#"ccollections\#nOrderedDict\#n)R(Va\#nI1\#nu."#)["a"]?.int == 1)
    #expect(try value(#"ccollections\#ndeque\#n)R(I1\#nI2\#ne."#)[-1]?.int == 2)
    #expect(try value("ccollections\nCounter\n(}Va\nI5\nstR.")["a"]?.int == 5)
  }

  @Test func unknownCallsStayCalls() throws {
    let value = try value("cos\nsystem\n(Vecho\ntR.")
    #expect(value.kind == .call)
    #expect(value.typeName == "os.system(…)")
    #expect(try value.typedJSON() == #"{"$call":"os.system","args":["echo"]}"#)
    // A callable that is itself made by a call.
    let nested = try self.value("cf\ng\n)R)R.")
    #expect(nested.instance?.name == nil)
    #expect(nested.instance?.callable.kind == .call)
    #expect(try nested.typedJSON() == #"{"$call":{"$call":"f.g"}}"#)
  }

  private func value(_ text: String) throws -> PickleValue { try Pickle(handmade(text)).root }

  @Test func nestedNames() throws {
    #expect(
      try json("c__builtin__\ngetattr\n(cshapes\nOuter\nVInner\ntR.") == #"{"$global":"shapes:Outer.Inner"}"#)
    let name = try value(#"\x8c\x06shapes\x8c\x0bOuter.Inner\x93."#).global
    #expect(name?.description == "shapes:Outer.Inner")
    #expect(refusal(#"K\x01\x8c\x01a\x93."#)?.code == .badGlobal)
  }

  @Test(arguments: [
    (#"NK\x01\x85R."#, PickleError.Code.notCallable), (#"cf\#ng\#n]R."#, .badArguments),
    (#"N)\x81."#, .notAClass),
    (#"cf\#ng\#n]\x81."#, .badArguments), (#"cf\#ng\#n))\x92."#, .badArguments),
    (#"cf\#ng\#n]}\x92."#, .badArguments),
    ("(No.", .notCallable), ("(o.", .stackUnderflow), ("]}b.", .badState), ("NNa.", .notAppendable),
    (")NNs.", .notAssignable),
    (#"](K\x01\x90."#, .notAddable),
  ])
  func refusals(_ text: String, _ code: PickleError.Code) {
    #expect(refusal(text)?.code == code)
  }
}
