import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Who refers to a value.
@Suite struct ReferenceTests {
  private func paths(_ json: String, to path: String) throws -> [String] {
    let root = try Pickle(typedJSON: json).root
    return PickleReferences(root).references(to: try root.resolve(path)).map(\.path.description)
  }

  @Test func parentsOfASharedObject() throws {
    let json = #"[{"$id":1,"$list":[1]},{"$ref":1},{"k":{"$tuple":[{"$ref":1},0]}}]"#
    let root = try Pickle(typedJSON: json).root
    let references = PickleReferences(root)
    let value = try root.resolve("[0]")
    let found = references.references(to: value)
    #expect(found.map(\.path.description) == ["[0]", "[1]", "[2]/k[0]"])
    #expect(found.map(\.holderPath.description) == ["", "", "[2]/k"])
    #expect(found.map(\.step) == [.index(0), .index(1), .index(0)])
    #expect(found.map(\.depth) == [1, 1, 3])
    #expect(found.map(\.holder.kind) == [.list, .list, .tuple])
    #expect(found[2].holder == (try root.resolve("[2]/k")))
    #expect(references.count(of: value) == 3 && references.isComplete)
    #expect(references.references(to: value, limit: 2).count == 2)
    #expect(value.children.map(\.value.int) == [1])
  }

  @Test func theRoot() throws {
    let json = #"{"$id":1,"$list":[1,[{"$ref":1}]]}"#
    #expect(try paths(json, to: "") == ["[1][0]"])
    #expect(try paths("[1]", to: "") == [])
    let root = try Pickle(typedJSON: json).root
    let inner = try root.resolve("[1]")
    #expect(root.isRoot && !inner.isRoot)
  }

  @Test func plainValuesHaveNoPlace() throws {
    #expect(try paths("[1,1]", to: "[0]") == [])
    let root = try Pickle(typedJSON: #"[1,null,1.5,"s",{"$bytes":"MQ=="},[]]"#).root
    #expect(root.children.map(\.value.hasPlace) == [false, false, false, true, true, true])
  }

  @Test(arguments: [
    (#"{"$object":"m.C","args":[{"$id":1,"$list":[]}],"state":{"a":{"$ref":1}}}"#, "a", ["args[0]", "a"]),
    (
      #"{"$object":"m.C","items":[{"$id":1,"$list":[]}],"entries":[["e",{"$ref":1}]]}"#, "[0]", ["[0]", "e"]
    ),
    (
      #"{"$object":"m.C","args":[],"state":{"$tuple":[{"$id":1,"$list":[]},{"$ref":1}]}}"#, "state[0]",
      ["state[0]", "state[1]"]
    ),
    (
      #"[{"$set":[{"$id":1,"$tuple":[1]}]},{"$dict":[[{"$ref":1},2]]}]"#, "[0][0]", ["[0][0]", "[1]/keys[0]"]
    ),
    (#"[{"$id":1,"$object":"m.C"},{"$persistent":{"$ref":1}}]"#, "[0]", ["[0]", "[1]/content"]),
  ])
  func everyKindOfHolder(_ json: String, _ path: String, _ expected: [String]) throws {
    #expect(try paths(json, to: path) == expected)
  }

  /// A string is found as key, attribute and value where all are one in the file.
  @Test func strings() throws {
    let pickle = try Pickle(handmade(#"\x80\x04](\x8c\x01a\x94h\x00}h\x00K\x01se."#))
    let text = try pickle.root.resolve("[0]")
    #expect(pickle.references(to: text).map(\.path.description) == ["[0]", "[1]", "[2]/keys[0]"])
    // Another one that is equal is another object.
    let two = try Pickle(handmade(#"\x80\x04](\x8c\x01a\x8c\x01ae."#))
    #expect(two.references(to: try two.root.resolve("[0]")).map(\.path.description) == ["[0]"])
  }

  @Test func aStateThatTwoInstancesHave() throws {
    let json =
      #"[{"$object":"m.C","state":{"$id":1,"$dict":[["a",[]]]}},{"$object":"m.C","state":{"$ref":1}},{"$ref":1}]"#
    #expect(try paths(json, to: "[2]") == ["[0]/state", "[1]/state", "[2]"])
    #expect(try paths(json, to: "[0]/a") == ["[0]/a", "[1]/a", "[2]/a"])
  }

  @Test func nodesOfACycle() throws {
    let json =
      #"{"$id":1,"$object":"m.N","state":{"next":{"$id":2,"$object":"m.N","state":{"next":{"$ref":1},"me":{"$ref":2}}}}}"#
    #expect(try paths(json, to: "") == ["next/next"])
    #expect(try paths(json, to: "next") == ["next", "next/me"])
  }

  @Test func valuesOfAnotherPickle() throws {
    let (one, two) = (try Pickle(typedJSON: "[[]]"), try Pickle(typedJSON: "[[]]"))
    #expect(PickleReferences(one.root).references(to: try two.root.resolve("[0]")).isEmpty)
  }

  /// Every child of every value has a reference by it, with the step that leads there.
  @Test(arguments: try Fixture.valid().filter { $0.stem != "trailing_bytes" })
  func everyChildIsFound(_ fixture: Fixture) throws {
    var options = PickleOptions()
    options.buffers = [PickleBuffer(Data([1, 2])), PickleBuffer(Data([3]))]
    options.encoding = .latin1
    for pickle in try Pickle.all(in: MemorySource(try fixture.bytes()), options: options) {
      let references = PickleReferences(pickle.root)
      for visit in pickle.root.walk where !visit.isRepeated {
        for child in visit.value.children.prefix(50) where child.value.hasPlace {
          let found = references.references(to: child.value, limit: 2000)
          #expect(
            found.contains { $0.holder == visit.value && $0.step == child.step } || found.count == 2000,
            "\(fixture): \(child.step) of \(visit.path)")
        }
      }
    }
  }

  // MARK: Hostile

  @Test func manyReferences() throws {
    let bytes =
      [0x80, 4, 0x5D, 0x28, 0x5D, 0x94] + [0x7D, 0x4B, 1, 0x68, 0, 0x73].repeated(60_000) + [0x65, 0x2E]
    let pickle = try Pickle(MemorySource(bytes))
    let found = pickle.references(to: try pickle.root.resolve("[0]"))
    #expect(found.count == 60_001)
    #expect(found.last?.path.description == "[60000][1]" && found.last?.depth == 2)
  }

  @Test func deepHolders() throws {
    // Each of 30 000 nested lists holds the same one.
    let count = 30_000
    let bytes =
      [0x80, 4, 0x5D, 0x94, 0x30] + [0x5D, 0x28, 0x68, 0].repeated(count) + [0x65].repeated(count) + [0x2E]
    let pickle = try Pickle(MemorySource(bytes))
    let found = pickle.references(to: try pickle.root.resolve("[0]"))
    #expect(found.map(\.depth) == Array(1...count))
  }
}
