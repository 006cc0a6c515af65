import Brine
import Foundation

// A graph of a million objects with cycles and shared references, which goes to Python and comes back: see
// Tests/Interop/objects/million.py.

/// All nodes, and who looked at them.
final class World: Picklable {
  @Pickled var nodes: [WorldNode] = []
  @Pickled("checked_by") var checkedBy = "Swift"

  init(blank: PickleBlank) {}

  /// Every ten nodes are a ring; each node refers to two more, and back to the world.
  init(count: Int) {
    nodes = (0..<count).map { $0 % 1000 == 0 ? Hub(index: $0) : WorldNode(index: $0) }
    for node in nodes {
      node.world = self
      node.before = nodes[World.before(node.index, count)]
      node.others = World.others(node.index).map { nodes[$0] }
    }
  }

  /// The place in the ring before this one.
  static func before(_ index: Int, _ count: Int) -> Int {
    index % 10 == 0 ? min(index + 9, count - 1) : index - 1
  }

  static func others(_ index: Int) -> [Int] { [index / 2, index * 13 % max(index, 1)] }

  func write(to path: String) throws {
    let start = ContinuousClock.now
    try ObjectPickler(registry: Self.registry()).encode(self, to: path)
    print("Swift wrote \(nodes.count) nodes in \(ContinuousClock.now - start)")
    unlink()
  }

  static func registry() throws -> PickleRegistry {
    var registry = PickleRegistry()
    try registry.register(World.self, as: "million.World")
    try registry.register(WorldNode.self, as: "million.Node")
    try registry.register(Hub.self, as: "million.Hub")
    return registry
  }

  /// How many of the nodes are not what they should be.
  var wrongNodes: Int {
    nodes.enumerated().count { index, node in
      let others = Self.others(index)
      let isRight =
        node.index == index && node.world === self && node.before === nodes[Self.before(index, nodes.count)]
        && node.others.count == 2 && node.others[0] === nodes[others[0]]
        && node.others[1] === nodes[others[1]]
        && (node as? Hub)?.name == (index % 1000 == 0 ? "hub \(index)" : nil)
      return !isRight
    }
  }

  /// Unlinks the nodes, which have each other and would never be freed.
  func unlink() {
    for node in nodes { (node.before, node.others) = (nil, []) }
  }
}

/// A node. It saves its members itself, which takes less memory than marks do.
class WorldNode: Picklable {
  var index = 0
  weak var world: World?
  var before: WorldNode?
  var others: [WorldNode] = []

  init(index: Int) { self.index = index }
  required init(blank: PickleBlank) {}

  func saveState(to state: PickleStateWriter) throws {
    try state.set("index", index)
    try state.setWeak("world", world)
    try state.set("before", before)
    try state.set("others", others)
  }

  func restoreState(from state: PickleStateReader) throws {
    index = try state.get("index")
    world = try state.get("world")
    before = try state.get("before")
    others = try state.get("others")
  }
}

/// A node with a name.
final class Hub: WorldNode {
  var name = ""

  override init(index: Int) {
    name = "hub \(index)"
    super.init(index: index)
  }

  required init(blank: PickleBlank) { super.init(blank: blank) }

  override func saveState(to state: PickleStateWriter) throws {
    try super.saveState(to: state)
    try state.set("name", name)
  }

  override func restoreState(from state: PickleStateReader) throws {
    try super.restoreState(from: state)
    name = try state.get("name")
  }
}

extension Tutorial {
  static func largeGraphs(_ lesson: inout Lesson) throws {
    lesson.title("A large graph")
    let path = lesson.path("world.pkl")
    try World(count: 10_000).write(to: path)
    lesson.show("every reference is there again", isRight: try checkWorld(path))
  }

  static func checkWorld(_ path: String) throws -> Bool {
    let start = ContinuousClock.now
    let world = try ObjectUnpickler(registry: World.registry()).decode(World.self, contentsOf: path)
    print(
      "Swift read \(world.nodes.count) nodes in \(ContinuousClock.now - start), checked by \(world.checkedBy)"
    )
    let wrong = world.wrongNodes
    if wrong > 0 { print("\(wrong) of them are wrong") }
    world.unlink()
    return wrong == 0
  }
}
