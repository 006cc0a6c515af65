import BrinePickle
import Foundation
import Testing

/// A structure without end.
struct Branch: PickleRepresentable {
  var branches: [Branch]
  func saveState(to state: PickleStateWriter) throws { try state.set("branches", branches) }
  init(restoring state: PickleStateReader) throws { branches = try state.get("branches") }
  init(_ branches: [Branch]) { self.branches = branches }
}

/// The same by another name.
struct Tree: PickleRepresentable {
  var parts: [Tree]
  func saveState(to state: PickleStateWriter) throws { try state.set("parts", parts) }
  init(restoring state: PickleStateReader) throws { parts = try state.get("parts") }
}

@Suite struct HostileObjectTests {
  private func read<T>(_ type: T.Type, _ json: String) throws -> T {
    try ObjectUnpickler(registry: sampleRegistry()).decode(type, from: Pickle(typedJSON: json).root)
  }

  /// A state of a node, and what is said of it.
  struct Bad: Sendable {
    let state: String
    let code: PicklingError.Code
    let message: String

    init(_ state: String, _ code: PicklingError.Code, _ message: String) {
      (self.state, self.code, self.message) = (state, code, message)
    }
  }

  static let badStates: [Bad] = [
    Bad(#"[1,2]"#, .badState, "[0]: the state should be a dict of attributes, found list (2)"),
    Bad(#""text""#, .badState, "[0]: the state should be a dict of attributes, found str 'text'"),
    Bad("7", .badState, "[0]: the state should be a dict of attributes, found int 7"),
    Bad("{}", .missingAttribute, "[0]/value: there is no attribute value in this nodes.Node"),
    Bad(
      #"{"$dict":[[1,2],[null,3]]}"#, .missingAttribute,
      "[0]/value: there is no attribute value in this nodes.Node"),
    Bad(#"{"value":"1"}"#, .typeMismatch, "[0]/value: expected an integer, found str '1'"),
    Bad(#"{"value":1.0}"#, .typeMismatch, "[0]/value: expected an integer, found float 1.0"),
    Bad(#"{"value":1180591620717411303424}"#, .typeMismatch, ""),
    Bad(#"{"value":1,"next":5}"#, .typeMismatch, "[0]/next: expected an instance, found int 5"),
    Bad(
      #"{"value":1,"next":{"$global":"nodes.Node"}}"#, .typeMismatch,
      "[0]/next: expected an instance, found global nodes.Node"),
    Bad(
      #"{"value":1,"next":{"$persistent":"x"}}"#, .typeMismatch,
      "[0]/next: expected an instance, found persistent id"),
    Bad(#"{"value":1,"next":{"$object":"os.system","args":["ls"]}}"#, .unregisteredName, ""),
    Bad(#"{"value":1,"next":{"$call":"os.system","args":["ls"]}}"#, .unregisteredName, ""),
    Bad(#"{"value":1,"others":{"a":1}}"#, .typeMismatch, ""),
    Bad(
      #"{"value":1,"others":[{"$date":"2026-01-02"}]}"#, .typeMismatch,
      "[0]/others[0]: expected an instance, found datetime.date 2026-01-02"),
    Bad(
      #"{"value":1,"others":[null]}"#, .typeMismatch,
      "[0]/others[0]: expected an instance, found NoneType None"),
  ]

  @Test(arguments: badStates) func statesThatDontFit(bad: Bad) {
    let failure = refusal { _ = try read([Node].self, #"[{"$object":"nodes.Node","state":\#(bad.state)}]"#) }
    #expect(failure?.code == bad.code)
    #expect(failure?.text == bad.message || bad.message.isEmpty, "\(failure?.text ?? "")")
    #expect(failure?.text.hasPrefix("[0]") == true)
  }

  @Test func noStateAtAll() {
    let failure = refusal { _ = try read(Node.self, #"{"$object":"nodes.Node"}"#) }
    #expect(failure?.code == .missingAttribute)
    #expect(failure?.text == "value: there is no attribute value in this nodes.Node")
    let marked = refusal { _ = try read(Drawing.self, #"{"$object":"drawing.Drawing"}"#) }
    #expect(marked?.text == "shapes: there is no attribute shapes in this drawing.Drawing")
    let badState = refusal { _ = try read(Drawing.self, #"{"$object":"drawing.Drawing","state":[1]}"#) }
    #expect(badState?.code == .badState)
  }

  @Test func otherRoots() {
    for json in [
      "1", "null", "[]", #""x""#, #"{"value":1}"#, #"{"$global":"nodes.Node"}"#, #"{"$decimal":"1"}"#,
    ] {
      #expect(refusal { _ = try read(Node.self, json) }?.code == .typeMismatch, "\(json)")
    }
    #expect(refusal { _ = try read([String: Node].self, "[1]") }?.text == "expected a dict, found list (1)")
    #expect(
      refusal { _ = try read([String: Node].self, #"{"a":{"b":1}}"#) }?.text
        == "a: expected an instance, found dict (1)")
    #expect(
      refusal { _ = try read([Int].self, #"[1,"x"]"#) }?.text == "[1]: expected an integer, found str 'x'")
    #expect(refusal { _ = try read(Set<Int>.self, #"{"$set":[1,null]}"#) }?.code == .typeMismatch)
    #expect(refusal { _ = try read(FileHandle.self, "1") }?.code == .typeMismatch)
  }

  @Test func twoObjectsWithOneState() throws {
    // BUILD of two objects with one dict, which leads back to them.
    let state = #"{"$id":1,"$dict":[["value",3],["next",null]]}"#
    let json = #"[{"$object":"nodes.Node","state":\#(state)},{"$object":"nodes.Node","state":{"$ref":1}}]"#
    let nodes = try read([Node].self, json)
    #expect(nodes.count == 2 && nodes.map(\.value) == [3, 3] && nodes[0] !== nodes[1])
  }

  @Test func anObjectThatIsItsOwnState() throws {
    let json =
      #"{"$id":1,"$object":"nodes.Node","state":{"value":1,"next":{"$ref":1},"others":[{"$ref":1}]}}"#
    let node = try read(Node.self, json)
    #expect(node.next === node && node.others[0] === node)
    (node.next, node.others) = (nil, [])
    #expect(
      refusal { _ = try read(Node.self, #"{"$id":1,"$object":"nodes.Node","state":{"$ref":1}}"#) }?.code
        == .badState)
  }

  @Test func deepNesting() throws {
    // Types of finite depth don't go down, types without end are stopped.
    let depth = 100_000
    let level = "}X\u{8}\0\0\0branches]"
    let text = String(repeating: level, count: depth) + level + "s" + String(repeating: "as", count: depth)
    let data = Data((text + ".").utf8)
    let unpickler = ObjectUnpickler(registry: try sampleRegistry())
    let failure = refusal { _ = try unpickler.decode(Branch.self, from: data) }
    #expect(failure?.code == .limitExceeded)
    #expect(failure?.text.hasPrefix("branches[0]/branches[0]/") == true)
    #expect(refusal { _ = try unpickler.decode([[[Int]]].self, from: data) }?.code == .typeMismatch)

    var branch = Branch([])
    for _ in 0..<2000 { branch = Branch([branch]) }
    let writing = refusal { _ = try ObjectPickler(registry: sampleRegistry()).encode(branch) }
    #expect(writing?.code == .limitExceeded && writing?.text.hasPrefix("branches[0].branches[0].") == true)
    #expect(Dill().detect(branch).map(\.error.code) == [.limitExceeded])
  }

  @Test func oneDictABillionTimes() throws {
    // Less than a kilobyte, which is 2^30 structures.
    var text = "}X\u{5}\0\0\0parts]sq\0"
    for level in 0..<30 {
      let get = "h" + String(UnicodeScalar(UInt8(level)))
      text += "}X\u{5}\0\0\0parts](" + get + get + "es" + "q" + String(UnicodeScalar(UInt8(level + 1)))
    }
    let data = Data((text + ".").utf8)
    let failure = refusal { _ = try ObjectUnpickler().decode(Tree.self, from: data) }
    #expect(failure?.code == .limitExceeded)
  }

  @Test func anythingButACrash() throws {
    let drawing = Drawing()
    let circle = Circle(name: "c", radius: 1.5)
    (circle.tags, circle.owner) = (["x", "y"], drawing)
    drawing.shapes = [circle, Square(name: "s"), circle]
    drawing.byName = ["c": circle]
    drawing.settings = Settings(title: "t", sizes: [1, 2], ratio: 0.5)
    let unpickler = ObjectUnpickler(registry: try sampleRegistry())
    for protocolVersion in [0, 2, 4] {
      let data = try ObjectPickler(registry: sampleRegistry(), protocolVersion: protocolVersion).encode(
        drawing)
      var outcomes: Set<String> = []
      for count in 0..<data.count { outcomes.insert(outcome(data.prefix(count), unpickler)) }
      #expect(outcomes == ["PickleError"])
      var mutator = Mutator(seeds: [[UInt8](data)], seed: UInt64(protocolVersion))
      for _ in 0..<3000 { outcomes.insert(outcome(Data(mutator.next()), unpickler)) }
      #expect(outcomes == ["PickleError", "PicklingError", "Drawing"])
    }
  }

  private func outcome(_ data: Data, _ unpickler: ObjectUnpickler) -> String {
    do {
      let drawing = try unpickler.decode(Drawing.self, from: Data(data))
      return String(describing: type(of: drawing))
    } catch { return String(describing: type(of: error)) }
  }
}
