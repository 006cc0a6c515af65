import BrinePickle
import Foundation

/// A shape with marked members; its ordinary initialiser counts how often it runs.
class Shape: Picklable {
  nonisolated(unsafe) static var created = 0
  @Pickled var name = ""
  @PickledWeak var owner: Drawing?

  init(name: String) {
    Shape.created += 1
    self.name = name
  }

  required init(blank: PickleBlank) {}
}

final class Circle: Shape {
  @Pickled var radius = 0.0
  @Pickled var tags: Set<String> = []

  convenience init(name: String, radius: Double) {
    self.init(name: name)
    self.radius = radius
  }
}

final class Square: Shape {
  @Pickled("side_length") var side = 0
  @Pickled(ifMissing: .keepInitialValue) var color = Color.black
}

enum Color: String, Codable {
  case black, red
}

struct Settings: Codable, Equatable {
  var title: String
  var sizes: [Int]
  var ratio: Double?
}

final class Drawing: Picklable {
  @Pickled var shapes: [Shape] = []
  @Pickled var byName: [String: Shape] = [:]
  @Pickled var favorite: Shape?
  @Pickled var settings = Settings(title: "", sizes: [])
  @NotPickled var cache: [Int] = [1, 2, 3]
  private(set) lazy var summary = "\(shapes.count) shapes"
  @NotPickled var wasUnpickled = false

  init() {}
  init(blank: PickleBlank) {}

  func didUnpickle() { wasUnpickled = true }
}

/// A node with a state of its own making, which frees long lists without recursion.
class Node: Picklable {
  var value: Int
  var next: Node?
  var others: [Node] = []

  init(_ value: Int) { self.value = value }
  required init(blank: PickleBlank) { value = 0 }

  func saveState(to state: PickleStateWriter) throws {
    try state.set("value", value)
    try state.set("next", next)
    if !others.isEmpty { try state.set("others", others) }
  }

  func restoreState(from state: PickleStateReader) throws {
    value = try state.get("value")
    next = try state.get("next")
    if state.contains("others") { others = try state.get("others") }
  }

  deinit {
    var rest = next
    next = nil
    while isKnownUniquelyReferenced(&rest), let node = rest {
      rest = node.next
      node.next = nil
    }
  }
}

func sampleRegistry() throws -> PickleRegistry {
  var registry = PickleRegistry()
  try registry.register(Shape.self, as: "drawing.Shape")
  try registry.register(Circle.self, as: "drawing.Circle")
  try registry.register(Square.self, as: "drawing.Square", aliases: ["drawing.OldSquare"])
  try registry.register(Drawing.self, as: "drawing.Drawing")
  try registry.register(Node.self, as: "nodes.Node")
  return registry
}

/// What comes back when a value is pickled and unpickled.
func roundTrip<T>(_ value: T, _ registry: PickleRegistry, protocolVersion: Int = 4) throws -> T {
  let data = try ObjectPickler(registry: registry, protocolVersion: protocolVersion).encode(value)
  return try ObjectUnpickler(registry: registry).decode(T.self, from: data)
}

/// A subclass that nobody registered.
final class UnknownNode: Node {}
