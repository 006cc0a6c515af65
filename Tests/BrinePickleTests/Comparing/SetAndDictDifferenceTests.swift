import BrinePickle
import Testing

/// Sets by item, dicts by key, both as Python's `==` has it; types are told apart all the same.
@Suite struct SetAndDictDifferenceTests {
  @Test(arguments: [
    (#"{"$set":[1,2,3]}"#, #"{"$set":[3,1,2]}"#, []),
    (#"{"$frozenset":["a","b"]}"#, #"{"$frozenset":["b","a"]}"#, []),
    (#"{"$set":[1,2]}"#, #"{"$set":[2,4]}"#, ["removed [0]", "added [1]"]),
    (#"{"$set":[1]}"#, #"{"$set":[1.0]}"#, ["type [0]"]),
    (#"{"$set":[true]}"#, #"{"$set":[1]}"#, ["type [0]"]),
    (
      #"{"$set":[0,{"$tuple":[1,2]}]}"#, #"{"$set":[{"$tuple":[1,2.0]},0]}"#, ["type [1][1] → [0][1]"]
    ),
    (
      #"{"$set":[{"$frozenset":[1,2]},{"$frozenset":[]}]}"#,
      #"{"$set":[{"$frozenset":[]},{"$frozenset":[2,1]}]}"#, []
    ),
    (#"{"$set":[{"$float":"nan"}]}"#, #"{"$set":[{"$float":"nan"}]}"#, []),
    (#"{"$set":["1"]}"#, #"{"$set":[{"$bytes":"MQ=="}]}"#, ["removed [0]", "added [0]"]),
  ])
  func sets(_ old: String, _ new: String, _ expected: [String]) throws {
    #expect(try changes(old, new) == expected)
  }

  /// The only instance of its class that is left over is the same one, changed.
  @Test func instancesInSets() throws {
    func point(_ x: Int, _ name: String = "m.P") -> String { #"{"$object":"\#(name)","state":{"x":\#(x)}}"# }
    let set = { (items: [String]) in #"{"$set":[\#(items.joined(separator: ","))]}"# }
    #expect(try changes(set([point(1), point(2)]), set([point(2), point(3)])) == ["value [0]/x → [1]/x"])
    #expect(
      try changes(set([point(1), point(2)]), set([point(3), point(4)]))
        == ["removed [0]", "removed [1]", "added [0]", "added [1]"])
    #expect(
      try changes(set([point(1), point(2, "m.Q")]), set([point(3, "m.Q"), point(1)])) == [
        "value [1]/x → [0]/x"
      ])
    #expect(try changes(set([point(1)]), set([point(1, "m.Q")])) == ["removed [0]", "added [0]"])
  }

  /// Objects that were compared elsewhere are not reported as come and gone.
  @Test func membersThatAreComparedElsewhere() throws {
    let value = { (x: Int) in
      #"{"list":[{"$id":1,"$object":"m.P","state":{"x":1}},{"$id":2,"$object":"m.P","state":{"x":\#(x)}},"#
        + #"{"$id":3,"$object":"m.P","state":{"x":\#(x + 1)}}],"all":{"$set":[{"$ref":1},{"$ref":2},{"$ref":3}]}}"#
    }
    #expect(try changes(value(5), value(7)) == ["value list[1]/x", "value list[2]/x"])
  }

  @Test(arguments: [
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []), (#"{"a":1,"b":2}"#, #"{"b":3,"a":1}"#, ["value b"]),
    (#"{"$dict":[[1,"x"]]}"#, #"{"$dict":[[1.0,"x"]]}"#, ["type keys[0]"]),
    (#"{"$dict":[[1,"x"]]}"#, #"{"$dict":[[true,"y"]]}"#, ["type keys[0]", "value [1]"]),
    (#"{"$dict":[[1,"x"],[2,"y"]]}"#, #"{"$dict":[[2,"y"],[3,"z"]]}"#, ["removed [1]", "added [3]"]),
    (
      #"{"$dict":[[{"$tuple":[1,"a"]},1]]}"#, #"{"$dict":[[{"$tuple":[1,"a"]},2]]}"#, ["value [(1, 'a')]"]
    ),
    (#"{"$dict":[[{"$tuple":[1]},1]]}"#, #"{"$dict":[[{"$tuple":[true]},1]]}"#, ["type keys[0][0]"]),
    (
      #"{"$dict":[[{"$object":"m.K","args":[1]},1],[null,2]]}"#,
      #"{"$dict":[[null,3],[{"$object":"m.K","args":[1]},1]]}"#, ["value [None]"]
    ),
    (#"{"$dict":[["1",1]]}"#, #"{"$dict":[[1,1]]}"#, ["removed 1", "added [1]"]),
    (#"{"$dict":[[{"$str":"\ud800"},1]]}"#, #"{"$dict":[[{"$str":"\ud800"},2]]}"#, [#"value ['\ud800']"#]),
  ])
  func dicts(_ old: String, _ new: String, _ expected: [String]) throws {
    #expect(try changes(old, new) == expected)
  }

  @Test func longKeys() throws {
    let key = String(repeating: "k", count: 100)
    let dict = { (key: String, value: Int) in #"{"x":0,"\#(key)":\#(value)}"# }
    #expect(try changes(dict(key, 1), dict(key, 2)) == ["value \(key)"])
    #expect(try changes(dict(key, 1), dict(key + "k", 1)) == ["removed \(key)", "added \(key)k"])
  }

  @Test func manyEntriesInAnyOrder() throws {
    let entries = (0..<2000).map { #""k\#($0)":\#($0)"# }
    let dict = { (entries: [String]) in "{\(entries.joined(separator: ","))}" }
    #expect(try changes(dict(entries), dict(entries.reversed())) == [])
    #expect(try changes(dict(entries), dict(entries.reversed())) { $0.order = true } == ["order "])
    let changed = entries.filter { $0 != #""k7":7"# }.map { $0 == #""k9":9"# ? #""k9":0"# : $0 }
    #expect(try changes(dict(entries), dict(changed.reversed())) == ["removed k7", "value k9"])
  }

  @Test(arguments: [
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, ["order "]), (#"{"a":1,"b":2}"#, #"{"a":1,"b":2}"#, []),
    // What came and went does not change the order of the rest.
    (#"{"a":1,"b":2,"c":3}"#, #"{"b":2,"d":0,"c":3}"#, ["removed a", "added d"]),
    (#"{"x":[{"a":1,"b":2}]}"#, #"{"x":[{"b":2,"a":1}]}"#, ["order x[0]"]),
    (#"{"$set":[1,2]}"#, #"{"$set":[2,1]}"#, []),
    // The order of attributes means nothing.
    (
      #"{"$object":"m.C","state":{"a":1,"b":2}}"#, #"{"$object":"m.C","state":{"b":2,"a":1}}"#, []
    ),
    (
      #"{"$object":"collections.OrderedDict","entries":[["a",1],["b",2]]}"#,
      #"{"$object":"collections.OrderedDict","entries":[["b",2],["a",1]]}"#, ["order "]
    ),
  ])
  func order(_ old: String, _ new: String, _ expected: [String]) throws {
    #expect(try changes(old, new) { $0.order = true } == expected)
  }
}
