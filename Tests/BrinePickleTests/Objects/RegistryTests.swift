import BrinePickle
import Foundation
import Testing

/// The code of what `body` throws, and its message.
func refusal(_ body: () throws -> Void) -> (code: PicklingError.Code, text: String)? {
  do { try body() } catch let error as PicklingError { return (error.code, error.description) } catch {}
  return nil
}

@Suite struct RegistryTests {
  @Test func namesBothWays() throws {
    var registry = try sampleRegistry()
    #expect(registry.name(of: Circle.self) == "drawing.Circle")
    #expect(registry.name(of: UnknownNode.self) == nil)
    #expect(registry.type(named: "drawing.OldSquare") == Square.self)
    #expect(registry.type(named: "drawing.Nothing") == nil)
    try registry.register(UnknownNode.self)
    #expect(registry.name(of: UnknownNode.self)?.description == "BrinePickleTests.UnknownNode")
    // The same again changes nothing, further aliases are added.
    try registry.register(Circle.self, as: "drawing.Circle", aliases: ["shapes:Round.Circle"])
    #expect(registry.type(named: PickleName(module: "shapes", name: "Round.Circle")) == Circle.self)
    #expect(registry.type(named: "drawing.Circle") == Circle.self)
  }

  @Test func clashes() throws {
    var registry = try sampleRegistry()
    try registry.register(PickleFunction("mathematics.square") { (x: Int) in x * x })
    let failures: [(code: PicklingError.Code, text: String)?] = [
      refusal { try registry.register(UnknownNode.self, as: "nodes.Node") },
      refusal { try registry.register(Node.self, as: "nodes.Knot") },
      refusal { try registry.register(UnknownNode.self, as: "n.U", aliases: ["drawing.OldSquare"]) },
      refusal { try registry.register(PickleFunction("nodes.Node") { (x: Int) in x }) },
      refusal { try registry.register(PickleFunction("mathematics.square") { (x: Int) in x }) },
      refusal { try registry.register(UnknownNode.self, as: "mathematics.square") },
    ]
    #expect(failures.map { $0?.code } == Array(repeating: .nameClash, count: 6))
    #expect(
      failures.map { $0?.text } == [
        "nodes.Node can't stand for the class UnknownNode: it already stands for the class Node",
        "Node is registered as nodes.Node and can't be nodes.Knot too; pass further names as aliases",
        "drawing.OldSquare can't stand for the class UnknownNode: it already stands for the class Square",
        "nodes.Node can't stand for a function: it already stands for the class Node",
        "mathematics.square can't stand for a function: it already stands for a function",
        "mathematics.square can't stand for the class UnknownNode: it already stands for a function",
      ])
    // Nothing of what failed is left behind.
    #expect(registry.type(named: "n.U") == nil && registry.name(of: UnknownNode.self) == nil)
  }

  @Test(arguments: ["", ".", "a.", ".a", "1a", "a b", "a.f.<locals>.g", "a..b", "a-b.c", "a:b:c"])
  func badNames(name: String) {
    var registry = PickleRegistry()
    let name = PickleName(qualified: name)
    #expect(refusal { try registry.register(Node.self, as: name) }?.code == .badName)
    #expect(refusal { try registry.register(PickleFunction(name) { (x: Int) in x }) }?.code == .badName)
  }

  @Test func namesAsText() {
    #expect(PickleName(qualified: "a.b.C") == PickleName(module: "a.b", name: "C"))
    #expect(PickleName(qualified: "a.b:C.D") == PickleName(module: "a.b", name: "C.D"))
    #expect(PickleName(qualified: "C") == PickleName(module: "__main__", name: "C"))
  }

  @Test func earlierNamesAreRead() throws {
    let pickle = try Pickle(
      typedJSON: #"{"$object":"drawing.OldSquare","state":{"name":"s","side_length":3}}"#)
    let square = try ObjectUnpickler(registry: sampleRegistry()).decode(Square.self, from: pickle.root)
    #expect(square.name == "s" && square.side == 3 && square.color == .black)
    // It is written by its first name.
    let again = try ObjectPickler(registry: sampleRegistry()).graph(of: square)
    #expect(again.typeName == "drawing.Square")
  }

  @Test func anUnregisteredClassIsNotWritten() throws {
    let node = Node(1)
    node.others = [Node(2), UnknownNode(3)]
    let failure = refusal { _ = try ObjectPickler(registry: sampleRegistry()).encode(["n": node]) }
    #expect(failure?.code == .unregisteredType)
    #expect(
      failure?.text
        == #"["n"].others[1]: UnknownNode is not in the registry. Add it: "#
        + #"`try registry.register(UnknownNode.self, as: "module.UnknownNode")`"#)
  }

  @Test func anUnregisteredClassIsNotRead() throws {
    let text = #"{"$object":"nodes.Node","state":{"value":1,"next":{"$object":"nodes.Other","state":{}}}}"#
    let unpickler = ObjectUnpickler(registry: try sampleRegistry())
    let failure = refusal { _ = try unpickler.decode(Node.self, from: Pickle(typedJSON: text).root) }
    #expect(failure?.code == .unregisteredName)
    #expect(
      failure?.text
        == "next: this is an instance of nodes.Other, which is not in the registry. Add its class: "
        + #"`try registry.register(…, as: "nodes.Other")`"#)
  }

  @Test func anotherClassThanTheMember() throws {
    let text = #"{"$object":"nodes.Node","state":{"value":1,"next":{"$object":"drawing.Circle","state":{}}}}"#
    let unpickler = ObjectUnpickler(registry: try sampleRegistry())
    let failure = refusal { _ = try unpickler.decode(Node.self, from: Pickle(typedJSON: text).root) }
    #expect(failure?.code == .typeMismatch)
    #expect(failure?.text == "next: expected Node, found drawing.Circle, which is Circle")
    // A superclass is fine, as is a protocol.
    let circle = try Pickle(
      typedJSON: #"{"$object":"drawing.Circle","state":{"name":"c","radius":1.5,"tags":{"$set":[]}}}"#)
    #expect((try unpickler.decode(Shape.self, from: circle.root) as? Circle)?.radius == 1.5)
    #expect((try unpickler.decode((any Picklable).self, from: circle.root) as? Circle)?.name == "c")
  }
}
