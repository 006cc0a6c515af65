import BrinePickle
import Foundation
import Testing

@Suite struct PickleFunctionTests {
  struct DivisionByZero: Error {}

  let square = PickleFunction("mathematics.square") { (x: Int) in x * x }
  let divide = PickleFunction("mathematics.divide") { (a: Int, b: Int) throws -> Int in
    guard b != 0 else { throw DivisionByZero() }
    return a / b
  }

  private func registry() throws -> PickleRegistry {
    var registry = try sampleRegistry()
    try registry.register(square, aliases: ["mathematics.power_of_two"])
    try registry.register(divide)
    try registry.register(FunctionHolder.self, as: "m.FunctionHolder")
    return registry
  }

  @Test(arguments: 0...5) func byReference(protocolVersion: Int) throws {
    let registry = try registry()
    let data = try ObjectPickler(registry: registry, protocolVersion: protocolVersion).encode(square)
    // What Python writes for a function of that name.
    #expect(try Pickle(data).root.typedJSON() == #"{"$global":"mathematics.square"}"#)
    let again = try ObjectUnpickler(registry: registry).decode(PickleFunction<Int, Int>.self, from: data)
    #expect(
      try again(7) == 49 && again.name == "mathematics.square" && again.description == "mathematics.square")
  }

  @Test func severalInputsAndErrors() throws {
    let again = try roundTrip(divide, registry())
    #expect(try again((7, 2)) == 3)
    #expect(throws: DivisionByZero.self) { try again((1, 0)) }
  }

  @Test func inContainersAndMembers() throws {
    let table = try roundTrip(["square": square, "again": square], registry())
    #expect(try table["square"]?(3) == 9 && table["again"]?(4) == 16)
    let list: [PickleFunction<Int, Int>?] = try roundTrip([square, nil], registry())
    #expect(try list.count == 2 && list[0]?(5) == 25 && list[1] == nil)
    let holder = FunctionHolder()
    holder.f = square
    #expect(try roundTrip(holder, registry()).f?(6) == 36)
  }

  @Test func byAnEarlierName() throws {
    let pickle = try Pickle(typedJSON: #"{"$global":"mathematics.power_of_two"}"#)
    let again = try ObjectUnpickler(registry: registry()).decode(
      PickleFunction<Int, Int>.self, from: pickle.root)
    #expect(again.name == "mathematics.square")
  }

  @Test func unknownOnes() throws {
    let cube = PickleFunction("mathematics.cube") { (x: Int) in x * x * x }
    let writing = refusal { _ = try ObjectPickler(registry: registry()).encode([square, cube]) }
    #expect(writing?.code == .unregisteredName)
    #expect(
      writing?.text
        == "[1]: the function mathematics.cube is not in the registry. Add it: `try registry.register(…)`")
    let pickle = try Pickle(typedJSON: #"{"f":[{"$global":"os.system"}]}"#)
    let reading = refusal {
      _ = try ObjectUnpickler(registry: registry())
        .decode([String: [PickleFunction<Int, Int>]].self, from: pickle.root)
    }
    #expect(reading?.code == .unregisteredName)
    #expect(
      reading?.text
        == "f[0]: the function os.system is not in the registry. Add it: `try registry.register(…)`")
  }

  @Test(arguments: [
    (#"{"$global":"mathematics.divide"}"#, "expected PickleFunction<Int, Int>, but mathematics.divide is "),
    (#"{"$global":"nodes.Node"}"#, "the function nodes.Node is not in the registry"),
    (#""mathematics.square""#, "expected a function by its name, found str 'mathematics.square'"),
    (
      #"{"$call":"mathematics.square","args":[3]}"#,
      "expected a function by its name, found mathematics.square(…)"
    ),
  ])
  func otherThings(json: String, message: String) throws {
    let pickle = try Pickle(typedJSON: json)
    let failure = refusal {
      _ = try ObjectUnpickler(registry: registry()).decode(PickleFunction<Int, Int>.self, from: pickle.root)
    }
    #expect(failure?.text.hasPrefix(message) == true, "\(failure?.text ?? "")")
  }
}
