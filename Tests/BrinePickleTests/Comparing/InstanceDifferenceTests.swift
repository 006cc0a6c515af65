import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Instances by class, arguments, keywords, attributes, states and contents.
@Suite struct InstanceDifferenceTests {
  @Test(arguments: [
    (#""state":{"a":1}"#, #""state":{"a":2}"#, ["value a"]),
    (#""state":{"a":1,"b":2}"#, #""state":{"b":2,"c":3}"#, ["removed a", "added c"]),
    (#""state":{"a":1}"#, "", ["removed a"]),
    (#""args":[1,2]"#, #""args":[1,3]"#, ["value args[1]"]),
    (#""args":[1]"#, #""args":[1,2]"#, ["added args[1]"]),
    (#""args":[1],"kwargs":{"k":1}"#, #""args":[1],"kwargs":{"k":2}"#, ["value k"]),
    (#""state":5"#, #""state":6"#, ["value state"]), (#""state":5"#, "", ["removed state"]),
    (#""state":5"#, #""state":{"a":5}"#, ["added a", "removed state"]),
    (#""state":{"$tuple":[1,2]}"#, #""state":{"$tuple":[1,3]}"#, ["value state[1]"]),
    // Classes with __slots__ have a pair of dicts.
    (
      #""state":{"$tuple":[{"d":1},{"s":2}]}"#, #""state":{"$tuple":[{"d":1},{"s":3}]}"#, ["value s"]
    ),
    (
      #""state":{"$tuple":[null,{"s":2}]}"#, #""state":{"$tuple":[{"d":1},{"s":2}]}"#, ["added d"]
    ),
    (#""items":[1,2,3]"#, #""items":[2,3]"#, ["removed [0]"]),
    (#""entries":[["a",1]]"#, #""entries":[["a",2],["b",3]]"#, ["value a", "added b"]),
    (#""state":{"a":1},"states":[7]"#, #""state":{"a":1},"states":[8]"#, ["value state"]),
    (
      #""state":1,"setter":{"$global":"m.set"}"#, #""state":1,"setter":{"$global":"m.put"}"#, ["name state"]
    ),
    (#""state":1,"setter":{"$global":"m.set"}"#, #""state":1"#, ["removed state"]),
  ])
  func parts(_ old: String, _ new: String, _ expected: [String]) throws {
    let (old, new) = (old.isEmpty ? "" : "," + old, new.isEmpty ? "" : "," + new)
    let found = try changes(#"[{"$object":"m.C"\#(old)}]"#, #"[{"$object":"m.C"\#(new)}]"#)
    #expect(found.map { $0.replacing("[0]/", with: "").replacing(" [0][", with: " [") } == expected)
  }

  @Test func anotherClassWithOtherAttributes() throws {
    #expect(
      try changes(
        #"{"$object":"m.C","args":[1],"state":{"a":1}}"#, #"{"$object":"m.D","args":[1],"state":{"a":2}}"#)
        == ["name ", "value a"])
  }

  /// What another function is called with means something else.
  @Test func anotherFunctionWithOtherArguments() throws {
    #expect(
      try changes(#"{"$call":"m.f","args":[1]}"#, #"{"$call":"m.g","args":[2,3],"state":{"a":1}}"#) == [
        "name "
      ])
  }

  @Test func callablesThatAreValues() throws {
    let call = { (name: String) in #"{"$call":{"$call":"m.make","args":["\#(name)"]},"args":[1]}"# }
    #expect(try changes(call("a"), call("b")) == ["value callable/args[0]"])
    #expect(try changes(call("a"), call("a")) == [])
  }

  /// A state that many instances have is compared once.
  @Test func sharedStates() throws {
    let value = { (x: Int) in
      #"[{"$object":"m.C","state":{"$id":1,"$dict":[["a",\#(x)]]}},{"$object":"m.C","state":{"$ref":1}}]"#
    }
    #expect(try changes(value(1), value(2)) == ["value [0]/a"])
    // Where only one of the two shares it, both differ.
    let copied = #"[{"$object":"m.C","state":{"a":2}},{"$object":"m.C","state":{"a":3}}]"#
    #expect(try changes(value(1), copied) == ["value [0]/a", "value [1]/a"])
  }

  // MARK: Ways to write one value

  /// Protocols 0 and 1 make an instance of the builtin class that it is a subclass of.
  @Test(arguments: [
    (#""base":"builtins.list","args":[[1,[2]]]"#, #""items":[1,[2]]"#, #""items":[1,[3]]"#, "value [1][0]"),
    (#""base":"builtins.list","args":[[]]"#, "", #""items":[5]"#, "added [0]"),
    (
      #""base":"builtins.dict","args":[{"a":1}]"#, #""entries":[["a",1]]"#, #""entries":[["a",2]]"#, "value a"
    ),
    (#""base":"builtins.dict","args":[{}]"#, "", #""entries":[["a",2]]"#, "added a"),
    (
      #""base":"builtins.tuple","args":[{"$tuple":[1,[2]]}]"#, #""args":[1,[2]]"#, #""args":[1,[3]]"#,
      "value args[1][0]"
    ),
    (#""base":"builtins.int","args":[5]"#, #""args":[5]"#, #""args":[6]"#, "value args[0]"),
  ])
  func oldForms(_ old: String, _ new: String, _ changed: String, _ expected: String) throws {
    let instance = { (parts: String) in #"{"$object":"m.C"\#(parts.isEmpty ? "" : ",")\#(parts)}"# }
    #expect(try changes(instance(old), instance(new)) == [])
    #expect(try changes(instance(new), instance(old)) == [])
    #expect(try changes(instance(old), instance(old)) == [])
    #expect(try changes(instance(old), instance(changed)) == [expected])
    // Also where they are found by their hash.
    #expect(try changes("[0,7,\(instance(old))]", "[7,\(instance(new))]") == ["removed [0]"])
  }

  /// What CPython itself writes otherwise in one protocol than in another.
  private static let known: [String: [String]] = [
    // Before protocol 4 there is no fold.
    "dates": ["value fold", "value time[2]"],
    // Names of Python 2 that two names of Python 3 share.
    "library": ["name [18]"], "names": ["name [15]", "name [17]"],
    // Before protocol 2 `__getnewargs__` is not asked.
    "collected": ["added [8]/args[0]"],
  ]

  @Test(arguments: [
    "containers", "dates", "instances", "library", "names", "numbers", "scalars", "binary", "collected",
    "shared",
    "recursive", "batches", "rectangles", "slotted",
  ])
  func protocols(_ stem: String) throws {
    let values = try Fixture.valid().filter { $0.stem.hasPrefix(stem + "_p") }.map { fixture in
      (name: fixture.stem, value: try Pickle(MemorySource(try fixture.bytes())).root)
    }
    let first = try #require(values.first)
    for (name, value) in values {
      let found = try value.differences(from: first.value).map(\.label)
      #expect(found == [] || found == Self.known[stem], "\(first.name) and \(name)")
    }
  }
}
