import BrinePickle
import Foundation
import Testing

@Suite struct DillTraceTests {
  @Test func theSizesOfTheParts() throws {
    let dill = Dill(registry: try sampleRegistry())
    let drawing = Drawing()
    let circle = Circle(name: "c", radius: 1)
    drawing.shapes = [circle, circle]
    drawing.favorite = circle
    drawing.settings = Settings(title: String(repeating: "x", count: 1000), sizes: [])
    let trace = try dill.trace(drawing)
    #expect(trace.isComplete && trace.root.value.typeName == "drawing.Drawing")
    let parts = Dictionary(
      uniqueKeysWithValues: trace.root.children.map { ($0.step.map(\.description) ?? "", $0) })
    #expect(Set(parts.keys) == ["shapes", "byName", "favorite", "settings"])
    #expect(trace.root.largestChildren(1).first?.step?.description == "settings")
    let settings = try #require(parts["settings"])
    #expect(settings.size > 1000 && settings.size < 1100)
    // A further reference is a GET.
    #expect(parts["favorite"]?.isRepeated == true && parts["favorite"]?.size == 2)
    let shapes = try #require(parts["shapes"])
    #expect(shapes.children.map(\.isRepeated) == [false, true])
    #expect(trace.size == trace.root.ownSize + trace.root.children.reduce(0) { $0 + $1.size })
    // As if it had been pickled and traced.
    let pickle = try Pickle(ObjectPickler(registry: sampleRegistry()).encode(drawing))
    #expect(PickleTrace(pickle.root).size == trace.size)
  }

  @Test func badMembersCountAsNone() throws {
    let dill = Dill(registry: try plantedRegistry())
    let archive = Archive()
    archive.onChange = {}
    archive.groups = [[HiddenStation(String(repeating: "n", count: 500))]]
    let trace = try dill.trace(archive)
    let parts = trace.root.children
    #expect(parts.first { $0.step?.description == "onChange" }?.value.isNone == true)
    let hidden = try #require(
      parts.first { $0.step?.description == "groups" }?.children.first?.children.first)
    #expect(hidden.value.typeName.hasSuffix("HiddenStation") && hidden.size > 500)
  }
}
