import BrinePickle
import Foundation
import Testing

/// Trees of values become pickles.
struct PickleTreeTests {
  @Test(arguments: 0...5)
  func everyKind(_ version: Int) throws {
    let tree: PickleTree = [
      "none": nil, "flags": [true, false], "sizes": .tuple([2, 3.5]), "empty": .tuple([]),
      "raw": .bytes(Data([0, 255])), "work": .bytearray(Data([1])), "z": .complex(1, -2),
      "sets": .list([.set([1]), .frozenset(["a"])]), "type": .global("collections.OrderedDict"),
      "big": .int(BigInt(1) << 80),
      "point": .object("shapes.Point", arguments: [1], state: ["x": 2]),
      "call": .call("shapes.make", arguments: ["n"]),
    ]
    let text =
      #"{"none":null,"flags":[true,false],"sizes":{"$tuple":[2,3.5]},"empty":{"$tuple":[]},"raw":{"$bytes":"AP8="},"#
      + #""work":{"$bytearray":"AQ=="},"z":{"$complex":[1.0,-2.0]},"sets":[{"$set":[1]},{"$frozenset":["a"]}],"#
      + #""type":{"$global":"collections.OrderedDict"},"big":1208925819614629174706176,"#
      + #""point":{"$object":"shapes.Point","args":[1],"state":{"x":2}},"call":{"$call":"shapes.make","args":["n"]}}"#
    let data = try Pickle(tree).encoded(PickleWriteOptions(protocolVersion: version))
    #expect(try Pickle(data).root.typedJSON() == text)
  }

  @Test func sharingAndCycles() throws {
    let tree: PickleTree = .shared(1, [.reference(1), .shared(2, .tuple([.reference(1)])), .reference(2)])
    let text = #"{"$id":1,"$list":[{"$ref":1},{"$id":2,"$tuple":[{"$ref":1}]},{"$ref":2}]}"#
    #expect(try Pickle(tree).root.typedJSON() == text)
    #expect(try Pickle(Pickle(tree).encoded()).root.typedJSON() == text)
  }

  @Test(
    arguments: [
      PickleTree.set([.list([1])]), .dict([(key: .dict([]), value: 1)]),
      .frozenset([.tuple([.bytearray(Data())])]),
      .reference(1), .shared(1, .tuple([.reference(1)])), .list([.shared(1, .none), .shared(1, .none)]),
    ] as [PickleTree])
  func whatPythonCantHave(_ tree: PickleTree) {
    #expect(throws: PickleError(.notEncodable, "")) { try Pickle(tree) }
  }

  @Test func depthHasALimit() {
    let deep = (0..<10_000).reduce(PickleTree.none) { tree, _ in .list([tree]) }
    #expect(throws: PickleError(.limitExceeded, "")) { try Pickle(deep) }
  }
}

/// What Python can't hash is refused where Swift can.
struct EncodedSetTests {
  struct Inner: Codable, Hashable { var x: Int }

  @Test func structuresInSets() throws {
    let error = #expect(throws: EncodingError.self) { try PickleEncoder().encode(["s": Set([Inner(x: 1)])]) }
    guard case .invalidValue(_, let context) = try #require(error) else { return }
    #expect(context.codingPath.map(\.stringValue) == ["s", "Index 0"])
    #expect(context.debugDescription.contains("dict"))
    #expect(throws: EncodingError.self) { try PickleEncoder().encode(Set([[1]])) }
  }

  @Test func setsInSetsAreFrozen() throws {
    let data = try PickleEncoder().encode(Set([Set([1])]))
    #expect(try Pickle(data).root.typedJSON() == #"{"$set":[{"$frozenset":[1]}]}"#)
    #expect(try PickleDecoder().decode(Set<Set<Int>>.self, from: data) == [[1]])
  }

  @Test func instancesInSets() throws {
    var encoder = PickleEncoder()
    encoder.objectStrategy = .instance(Inner.self, of: "m", "Inner")
    let data = try encoder.encode(Set([Inner(x: 1)]))
    #expect(try Pickle(data).root.typedJSON() == #"{"$set":[{"$object":"m.Inner","state":{"x":1}}]}"#)
  }

  @Test func namesThatPythonCantHave() {
    var encoder = PickleEncoder()
    encoder.objectStrategy = .instance(Inner.self, of: "not a module", "9bad")
    #expect(throws: EncodingError.self) { try encoder.encode(Inner(x: 1)) }
  }

  @Test func aDateThatIsNone() throws {
    let error = #expect(throws: EncodingError.self) {
      try PickleEncoder().encode(["a": Date(timeIntervalSince1970: .nan)])
    }
    #expect("\(try #require(error))".contains("years 1 to 9999"))
  }
}
