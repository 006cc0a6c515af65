import Brine
import Foundation

// A class and functions that Python has too: see Tests/Interop/objects/geometry.py.

/// What Python calls `geometry.Rectangle`.
final class Rectangle: Picklable, CustomStringConvertible {
  @Pickled var width = 0.0
  @Pickled var height = 0.0
  @Pickled var name: String?
  @Pickled var corners: [Point] = []

  init(width: Double, height: Double, name: String? = nil) {
    (self.width, self.height, self.name) = (width, height, name)
    corners = [Point(x: 0, y: 0), Point(x: width, y: height)]
  }

  init(blank: PickleBlank) {}

  var area: Double { width * height }
  var description: String { "\(name ?? "a rectangle"), \(width) by \(height), with an area of \(area)" }
}

/// What Python calls `geometry.Point`; a class with `__slots__`.
final class Point: Picklable {
  @Pickled var x = 0.0
  @Pickled var y = 0.0

  init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  init(blank: PickleBlank) {}
}

/// What Python calls `geometry.doubled`.
let doubled = PickleFunction("geometry.doubled") { (x: Double) in 2 * x }

/// The names that Swift and Python have in common.
func geometry() throws -> PickleRegistry {
  var registry = PickleRegistry()
  try registry.register(Rectangle.self, as: "geometry.Rectangle")
  try registry.register(Point.self, as: "geometry.Point", hasSlots: true)
  try registry.register(doubled)
  return registry
}

extension Tutorial {
  static func functionsByName(_ lesson: inout Lesson) throws {
    lesson.title("A function is pickled by its name, and called after")
    let data = try ObjectPickler(registry: geometry()).encode(["f": doubled])
    let again = try ObjectUnpickler(registry: geometry())
      .decode([String: PickleFunction<Double, Double>].self, from: data)
    let result = try again["f"]?(21) ?? 0
    lesson.show("\(again["f"]?.description ?? "")(21) is \(result)", isRight: result == 42)
  }

  static func rectangleForPython(_ lesson: inout Lesson) throws {
    lesson.title("A class that Python has too")
    let path = lesson.path("rectangle.pkl")
    try writeRectangle(to: path, protocolVersion: 4)
    let pickle = try Pickle(contentsOf: path)
    lesson.show(pickle.root.typeName, isRight: pickle.root.typeName == "geometry.Rectangle")
    let again = try ObjectUnpickler(registry: geometry()).decode(Rectangle.self, contentsOf: path)
    lesson.show("\(again)", isRight: again.area == 6 && again.name == "door" && again.corners.last?.y == 3)
  }

  static func writeRectangle(to path: String, protocolVersion: Int) throws {
    try ObjectPickler(registry: geometry(), protocolVersion: protocolVersion)
      .encode(Rectangle(width: 2, height: 3, name: "door"), to: path)
  }

  /// Reads two rectangles that Python wrote, `(a, b)`, which share a corner.
  static func readRectangle(_ path: String) throws -> Bool {
    let (first, second) = try ObjectUnpickler(registry: geometry())
      .decode(Rectangle.self, Rectangle.self, contentsOf: path)
    print(first)
    print(second)
    return first.area == 20 && first.name == "window" && second.name == nil && second.width == 0.5
      && first.corners.count == 2 && first.corners[1].x == 4 && first.corners[0] === second.corners[0]
  }

  static func writeFunction(to path: String) throws {
    try ObjectPickler(registry: geometry()).encode(doubled, to: path)
  }

  static func callFunction(_ path: String, _ input: Double) throws {
    let function = try ObjectUnpickler(registry: geometry())
      .decode(PickleFunction<Double, Double>.self, contentsOf: path)
    print(try function(input))
  }
}
