import BrinePickle
import Foundation
import Testing

/// Structures that hold objects, and each other.
struct Layer: PickleRepresentable {
  var title: String
  var nodes: [Node]
  var below: [Layer]

  init(_ title: String, _ nodes: [Node], below: [Layer] = []) {
    (self.title, self.nodes, self.below) = (title, nodes, below)
  }

  func saveState(to state: PickleStateWriter) throws {
    try state.set("title", title)
    try state.set("nodes", nodes)
    try state.set("below", below)
  }

  init(restoring state: PickleStateReader) throws {
    title = try state.get("title")
    nodes = try state.get("nodes")
    below = try state.get("below")
  }
}

/// Saves nothing, or what is told.
class Custom: Picklable {
  struct Mistake: Error, Equatable {}

  var save: (PickleStateWriter) throws -> Void = { _ in }
  var restored: [String] = []
  nonisolated(unsafe) static var finished: [Int] = []
  nonisolated(unsafe) static var finish: ((Custom) throws -> Void)?
  var number = 0

  init(_ save: @escaping (PickleStateWriter) throws -> Void) { self.save = save }
  required init(blank: PickleBlank) {}
  func saveState(to state: PickleStateWriter) throws { try save(state) }
  func restoreState(from state: PickleStateReader) throws {
    restored = state.names
    if state.contains("number") { number = try state.get("number") }
    if state.contains("part") { let _: Custom = try state.get("part") }
  }
  func didUnpickle() throws {
    Custom.finished.append(number)
    try Custom.finish?(self)
  }
}

@Suite(.serialized) struct StateFormTests {
  private func registry(hasSlots: Bool = false) throws -> PickleRegistry {
    var registry = try sampleRegistry()
    try registry.register(Custom.self, as: "forms.Custom", hasSlots: hasSlots)
    return registry
  }

  @Test(arguments: 0...5) func structuresWithObjects(protocolVersion: Int) throws {
    let node = Node(5)
    let layer = Layer("top", [node], below: [Layer("middle", [node, node], below: [Layer("bottom", [])])])
    let copy = try roundTrip(layer, sampleRegistry(), protocolVersion: protocolVersion)
    #expect(
      copy.title == "top" && copy.below[0].title == "middle" && copy.below[0].below[0].title == "bottom")
    #expect(copy.nodes[0].value == 5 && copy.nodes[0] !== node)
    #expect(copy.below[0].nodes.count == 2 && copy.below[0].nodes.allSatisfy { $0 === copy.nodes[0] })
  }

  @Test func slots() throws {
    let registry = try registry(hasSlots: true)
    let custom = Custom { try $0.set("number", 3) }
    let pickle = try Pickle(ObjectPickler(registry: registry).encode(custom))
    #expect(
      try pickle.root.typedJSON() == #"{"$object":"forms.Custom","state":{"$tuple":[null,{"number":3}]}}"#)
    #expect(try ObjectUnpickler(registry: registry).decode(Custom.self, from: pickle.root).number == 3)
    // A class with slots and a `__dict__` has both, and so may any be read.
    let both = try Pickle(typedJSON: #"{"$object":"forms.Custom","state":{"$tuple":[{"a":1},{"number":4}]}}"#)
    let copy = try ObjectUnpickler(registry: self.registry()).decode(Custom.self, from: both.root)
    #expect(copy.number == 4 && copy.restored.sorted() == ["a", "number"])
  }

  @Test func noState() throws {
    let pickle = try Pickle(ObjectPickler(registry: registry()).encode(Custom { _ in }))
    #expect(try pickle.root.typedJSON() == #"{"$object":"forms.Custom"}"#)
    #expect(try ObjectUnpickler(registry: registry()).decode(Custom.self, from: pickle.root).restored.isEmpty)
  }

  @Test func whatPythonMakesInOtherWays() throws {
    final class Pair: Picklable {
      var values: [Int] = []
      var text = ""
      init(blank: PickleBlank) {}
      func restoreState(from state: PickleStateReader) throws {
        values = [try state.argument(0), try state.argument(1)]
        text = state.pickleValue.typeName
        let failure = refusal { let _: Int = try state.argument(2) }
        text += " " + (failure?.text ?? "")
      }
    }
    var registry = PickleRegistry()
    try registry.register(Pair.self, as: "pairs.Pair")
    let pickle = try Pickle(typedJSON: #"{"$object":"pairs.Pair","args":[3,4]}"#)
    let pair = try ObjectUnpickler(registry: registry).decode(Pair.self, from: pickle.root)
    #expect(pair.values == [3, 4] && pair.text == "pairs.Pair there is no argument 2")
  }

  @Test func partsAreCompleteBeforeTheWhole() throws {
    let (inner, outer) = (Custom { try $0.set("number", 1) }, Custom { _ in })
    outer.save = {
      try $0.set("number", 2)
      try $0.set("part", inner)
    }
    Custom.finished = []
    _ = try roundTrip(outer, registry())
    #expect(Custom.finished == [1, 2])
  }

  @Test func errorsOfTheAuthor() throws {
    let registry = try registry()
    // One of the author's own stays what it is.
    let failing = Custom { _ in throw Custom.Mistake() }
    #expect(throws: Custom.Mistake()) { try ObjectPickler(registry: registry).encode(failing) }
    // One of Brine's is given the place.
    let refusing = Custom { _ in throw PicklingError(.notPicklable, "not today") }
    let writing = refusal { _ = try ObjectPickler(registry: registry).encode([["a": refusing]]) }
    #expect(writing?.text == #"[0]["a"]: not today"#)
    Custom.finish = { if $0.number == 9 { throw PicklingError(.badState, "nine") } }
    defer { Custom.finish = nil }
    let nine = Custom { try $0.set("number", 9) }
    let reading = refusal { _ = try roundTrip(["x": [Custom { _ in }, nine]], registry) }
    #expect(reading?.text == "x[1]: nine" && reading?.code == .badState)
  }

  @Test func twoMembersOfOneName() throws {
    final class Twice: Picklable {
      @Pickled var name = "a"
      @Pickled("name") var title = "b"
      init() {}
      init(blank: PickleBlank) {}
    }
    var registry = PickleRegistry()
    try registry.register(Twice.self, as: "t.Twice")
    let failure = refusal { _ = try ObjectPickler(registry: registry).encode(Twice()) }
    #expect(failure?.code == .nameClash && failure?.text.hasPrefix("name: Twice has two members") == true)
  }

  @Test func aCustomMirrorHidesTheMembers() throws {
    final class Hidden: Picklable, CustomReflectable {
      @Pickled var name = "a"
      var customMirror: Mirror { Mirror(self, children: [:]) }
      init() {}
      init(blank: PickleBlank) {}
    }
    var registry = PickleRegistry()
    try registry.register(Hidden.self, as: "t.Hidden")
    let failure = refusal { _ = try ObjectPickler(registry: registry).encode([Hidden()]) }
    #expect(
      failure?.code == .notPicklable && failure?.text.hasPrefix("[0]: Hidden has a custom mirror") == true)
  }

  @Test func equalObjectsMakeEqualPickles() throws {
    func drawing() -> Drawing {
      let drawing = Drawing()
      for index in 0..<50 {
        drawing.byName["shape \(index)"] = Circle(name: "\(index)", radius: Double(index))
      }
      drawing.byName["shape 1"].map { ($0 as? Circle)?.tags = ["a", "b", "c", "d", "e"] }
      return drawing
    }
    let pickler = ObjectPickler(registry: try sampleRegistry())
    #expect(try pickler.encode(drawing()) == pickler.encode(drawing()))
  }
}
