import BrinePickle
import Foundation
import Testing

/// The third version of a class: first it had `title`, then `name` and `size`.
final class Document: Picklable {
  @Pickled var name = ""
  @Pickled var pages = 0
  @Pickled var tags: [String] = []

  init() {}
  init(blank: PickleBlank) {}

  static var stateVersion: Int { 3 }

  static func migrate(_ state: inout PickleStateReader, from version: Int) throws {
    if version < 2 { state.rename("title", to: "name") }
    if version < 3 {
      let size: Int = try state.get("size")
      guard size >= 0 else { throw PicklingError(.badState, "a size of \(size)") }
      state.set("pages", to: size / 10)
      state.remove("size")
      if !state.contains("tags") { state.set("tags", to: ["from \(version)"]) }
    }
  }
}

@Suite struct StateVersionTests {
  private func registry() throws -> PickleRegistry {
    var registry = PickleRegistry()
    try registry.register(Document.self, as: "papers.Document")
    return registry
  }

  private func read(_ state: String) throws -> Document {
    let pickle = try Pickle(typedJSON: #"[{"$object":"papers.Document","state":{\#(state)}}]"#)
    return try ObjectUnpickler(registry: registry()).decode([Document].self, from: pickle.root)[0]
  }

  @Test func theVersionIsAnAttribute() throws {
    let document = Document()
    (document.name, document.pages) = ("n", 4)
    let pickle = try Pickle(ObjectPickler(registry: registry()).encode(document))
    #expect(try pickle.root.resolve(PickleStateWriter.versionKey).int == 3)
    let copy = try roundTrip(document, registry())
    #expect(copy.name == "n" && copy.pages == 4 && copy.tags.isEmpty)
    // The first version says nothing.
    let node = try Pickle(ObjectPickler(registry: sampleRegistry()).encode(Node(1)))
    #expect(node.root.children.map { $0.step.description } == ["value", "next"])
  }

  @Test func earlierStatesMigrate() throws {
    let first = try read(#""title":"t","size":47"#)
    #expect(first.name == "t" && first.pages == 4 && first.tags == ["from 1"])
    let second = try read(#""_state_version":2,"name":"u","size":9,"tags":["x"]"#)
    #expect(second.name == "u" && second.pages == 0 && second.tags == ["x"])
    let third = try read(#""name":"v","pages":7,"tags":[],"_state_version":3"#)
    #expect(third.name == "v" && third.pages == 7 && third.tags.isEmpty)
  }

  @Test(arguments: [
    (
      #""_state_version":4,"name":"v","pages":1,"tags":[]"#, PicklingError.Code.newerState,
      "[0]: the state has version 4, but this program's Document only knows versions up to 3: it was "
        + "written by a later program"
    ),
    (
      #""_state_version":"4""#, .badState,
      "[0]/_state_version: the version of the state should be an integer, found str '4'"
    ),
    (#""_state_version":2,"size":-1"#, .badState, "[0]: a size of -1"),
    (#""title":"t""#, .missingAttribute, "[0]/size: there is no attribute size in this papers.Document"),
    (#""title":7,"size":1"#, .typeMismatch, "[0]/name: expected a string, found int 7"),
    (
      #""_state_version":1180591620717411303424"#, .badState,
      "[0]/_state_version: the version of the state should be an integer, found int 1180591620717411303424"
    ),
  ])
  func statesThatDontFit(state: String, code: PicklingError.Code, message: String) {
    let failure = refusal { _ = try read(state) }
    #expect(failure?.code == code)
    #expect(failure?.text == message)
  }
}
