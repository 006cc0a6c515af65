import BrinePickle
import Foundation
import Testing

@Suite struct DillCopyTests {
  @Test func sharingAndCyclesAreCopied() throws {
    let dill = Dill(registry: try sampleRegistry())
    let shared = Node(3)
    let first = Node(1)
    (first.next, first.others) = (first, [shared, shared])
    let copy = try dill.copy(first)
    #expect(copy !== first && copy.value == 1 && copy.next === copy)
    #expect(copy.others.count == 2 && copy.others[0] === copy.others[1] && copy.others[0] !== shared)
    #expect(copy.others[0].value == 3)
    (first.next, copy.next) = (nil, nil)
  }

  @Test func plainValuesAndStructures() throws {
    let dill = Dill()
    #expect(try dill.copy([1, 2, 3]) == [1, 2, 3])
    #expect(try dill.copy(["a": [1.5, .infinity]]) == ["a": [1.5, .infinity]])
    let settings = Settings(title: "é", sizes: [1], ratio: 0.1)
    #expect(try dill.copy(settings) == settings)
    #expect(try dill.copy(Int?.none) == nil)
    #expect(try dill.copy(Date(timeIntervalSince1970: 1.5)) == Date(timeIntervalSince1970: 1.5))
  }

  @Test func whatIsLeftOutIsMadeAnew() throws {
    let drawing = Drawing()
    drawing.cache = [9, 9]
    let copy = try Dill(registry: sampleRegistry()).copy(drawing)
    #expect(copy.cache == [1, 2, 3] && copy.wasUnpickled)
  }

  @Test func theSubclassStays() throws {
    let shapes: [Shape] = [Circle(name: "c", radius: 2), Square(name: "s"), Shape(name: "p")]
    let copy = try Dill(registry: sampleRegistry()).copy(shapes)
    #expect(copy.map { String(describing: type(of: $0)) } == ["Circle", "Square", "Shape"])
    #expect((copy[0] as? Circle)?.radius == 2 && copy.map(\.name) == ["c", "s", "p"])
  }

  @Test func whatCantBeCopiedSaysWhere() throws {
    let node = Node(1)
    node.others = [Node(2), UnknownNode(3)]
    let error = #expect(throws: PicklingError.self) { try Dill(registry: sampleRegistry()).copy([node]) }
    #expect(error?.code == .unregisteredType && error?.context.path == "[0].others[1]")
  }
}
