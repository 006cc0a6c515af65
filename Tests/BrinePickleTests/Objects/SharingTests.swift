import BrinePickle
import Foundation
import Testing

@Suite(.serialized) struct SharingTests {
  @Test(arguments: 0...5) func membersOfEveryKind(protocolVersion: Int) throws {
    let drawing = Drawing()
    let circle = Circle(name: "c", radius: 1.5)
    circle.tags = ["x", "y"]
    circle.owner = drawing
    let square = Square(name: "s")
    (square.side, square.color) = (4, .red)
    drawing.shapes = [circle, square, circle]
    drawing.byName = ["c": circle, "s": square]
    drawing.favorite = square
    drawing.settings = Settings(title: "t", sizes: [1, 2], ratio: nil)
    drawing.cache = [9]
    _ = drawing.summary
    let created = Shape.created

    let copy = try roundTrip(drawing, sampleRegistry(), protocolVersion: protocolVersion)
    #expect(Shape.created == created)
    try #require(copy.shapes.count == 3)
    let copied = try #require(copy.shapes[0] as? Circle)
    #expect(copied !== circle && copied.name == "c" && copied.radius == 1.5 && copied.tags == ["x", "y"])
    #expect(copied.owner === copy)
    #expect(copy.shapes[2] === copied && copy.byName["c"] === copied)
    let copiedSquare = try #require(copy.favorite as? Square)
    #expect(copy.shapes[1] === copiedSquare && copiedSquare.side == 4 && copiedSquare.color == .red)
    #expect(copiedSquare.owner == nil)
    #expect(copy.settings == drawing.settings)
    #expect(copy.cache == [1, 2, 3] && copy.wasUnpickled && copy.summary == "3 shapes")
  }

  @Test func cyclesClose() throws {
    let first = Node(1)
    let second = Node(2)
    (first.next, second.next) = (second, first)
    first.others = [first, second]
    defer { first.next = nil }
    let copy = try roundTrip(first, sampleRegistry())
    #expect(copy.value == 1 && copy.next?.value == 2 && copy.next?.next === copy)
    #expect(copy.others.count == 2 && copy.others[0] === copy && copy.others[1] === copy.next)
    (first.others, copy.others, copy.next) = ([], [], nil)
  }

  @Test func severalRootsShareOneGraph() throws {
    let shared = Node(7)
    let (left, right) = (Node(1), Node(2))
    (left.next, right.next) = (shared, shared)
    let registry = try sampleRegistry()
    let data = try ObjectPickler(registry: registry).encode(left, right, [shared], "text")
    let (a, b, list, text) = try ObjectUnpickler(registry: registry)
      .decode(Node.self, Node.self, [Node].self, String.self, from: data)
    #expect(a.value == 1 && b.value == 2 && a.next === b.next && list == [a.next] && text == "text")
    #expect(throws: PicklingError(.typeMismatch, "")) {
      try ObjectUnpickler(registry: registry).decode(Node.self, Node.self, from: data)
    }
  }

  @Test func aWeakReferenceKeepsNothing() throws {
    let drawing = Drawing()
    let circle = Circle(name: "c", radius: 1)
    circle.owner = drawing
    drawing.shapes = [circle]
    // Reached by itself, the part does not take the whole with it.
    let registry = try sampleRegistry()
    #expect(try roundTrip(circle, registry).owner == nil)
    let data = try ObjectPickler(registry: registry).encode(circle)
    #expect(try Pickle(data).root["owner"]?.isNone == true)
    // The part comes first, the whole later.
    let (part, whole) = try ObjectUnpickler(registry: registry).decode(
      Circle.self, Drawing.self, from: ObjectPickler(registry: registry).encode(circle, drawing))
    #expect(part.owner === whole && whole.shapes.first === part && part.name == "c")
  }

  @Test func aLongListNeedsNoStack() throws {
    let head = Node(0)
    var last = head
    for value in 1..<100_000 {
      let node = Node(value)
      last.next = node
      last = node
    }
    last.next = head
    let copy = try roundTrip(head, sampleRegistry())
    last.next = nil
    var count = 0
    var node: Node? = copy
    repeat {
      #expect(node?.value == count)
      count += 1
      let next = node?.next
      if next === copy { node?.next = nil }
      node = next
    } while node !== copy && node != nil
    #expect(count == 100_000 && node === copy)
  }
}

extension Node: Equatable {
  static func == (left: Node, right: Node) -> Bool { left === right }
}
