import BrinePickle
import Foundation
import Testing

/// Equal by value: its name must be there before it is put into a set.
final class City: Picklable, Hashable {
  @Pickled var name = ""
  @Pickled var neighbours: Set<City> = []
  @Pickled var distances: [City: Int] = [:]

  init(_ name: String) { self.name = name }
  init(blank: PickleBlank) {}

  static func == (left: City, right: City) -> Bool { left.name == right.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

final class Atlas: Picklable {
  @Pickled var capitals: [City: String] = [:]
  @Pickled var routes: Set<[City]> = []
  @Pickled var groups: [Set<City>] = []
  init() {}
  init(blank: PickleBlank) {}
}

@Suite struct HashedObjectTests {
  private func registry() throws -> PickleRegistry {
    var registry = PickleRegistry()
    try registry.register(City.self, as: "maps.City")
    try registry.register(Atlas.self, as: "maps.Atlas")
    return registry
  }

  /// Cities in a ring, each of which knows the others.
  private func cities(_ count: Int) -> [City] {
    let cities = (0..<count).map { City("city \($0)") }
    for (index, city) in cities.enumerated() {
      city.neighbours = [cities[(index + 1) % count], cities[(index + count - 1) % count]]
      city.distances = [cities[(index * 7 + 2) % count]: index]
    }
    return cities
  }

  private func cut(_ cities: [City]) {
    for city in cities { (city.neighbours, city.distances) = ([], [:]) }
  }

  @Test(arguments: 0...5) func setsInCycles(protocolVersion: Int) throws {
    let original = cities(30)
    let copy = try roundTrip(original, registry(), protocolVersion: protocolVersion)
    #expect(copy.map(\.name) == original.map(\.name))
    for (index, city) in copy.enumerated() {
      #expect(Set(city.neighbours.map(\.name)) == ["city \((index + 1) % 30)", "city \((index + 29) % 30)"])
      // The very same objects, found by their hashes.
      let next = copy[(index + 1) % 30]
      #expect(city.neighbours.contains(next) && city.neighbours.first { $0 == next } === next)
      #expect(city.distances[copy[(index * 7 + 2) % 30]] == index)
    }
    cut(original)
    cut(copy)
  }

  @Test func aSetThatHoldsItsOwner() throws {
    let city = City("alone")
    city.neighbours = [city]
    let copy = try roundTrip(city, registry())
    #expect(copy.neighbours.count == 1 && copy.neighbours.first === copy)
    // An equal set, written in one go.
    let set = try roundTrip(Set([city]), registry())
    #expect(set.first?.name == "alone" && set.first?.neighbours.first === set.first)
    for city in [city, copy] + set { city.neighbours = [] }
  }

  @Test func keysInContainers() throws {
    let (a, b) = (City("a"), City("b"))
    let atlas = Atlas()
    atlas.capitals = [a: "A", b: "B"]
    atlas.routes = [[a, b], [b, a], []]
    atlas.groups = [[a], [a, b]]
    let copy = try roundTrip(atlas, registry())
    #expect(copy.capitals == [City("a"): "A", City("b"): "B"])
    #expect(copy.routes == [[City("a"), City("b")], [City("b"), City("a")], []])
    #expect(copy.groups == [[City("a")], [City("a"), City("b")]])
    let city = copy.capitals.keys.first { $0.name == "a" }
    #expect(city != nil && copy.groups[0].first === city)
    // To Python, an array that is a key is a tuple.
    let pickle = try Pickle(ObjectPickler(registry: registry()).encode(atlas))
    #expect(try pickle.root.resolve("routes").children.allSatisfy { $0.value.kind == .tuple })
  }

  @Test func aLongChainOfSets() throws {
    let first = City("0")
    var last = first
    for index in 1..<20_000 {
      let city = City("\(index)")
      last.neighbours = [city]
      last = city
    }
    let copy = try roundTrip(first, registry())
    for first in [first, copy] {
      var (city, count): (City?, Int) = (first, 0)
      while let current = city {
        #expect(current.name == "\(count)")
        (count, city) = (count + 1, current.neighbours.first)
        current.neighbours = []
      }
      #expect(count == 20_000)
    }
  }

  /// The typed JSON of a city.
  private static func json(
    _ name: String, id: String = "", neighbours: String = "", distances: String = ""
  ) -> String {
    let state =
      #"{"name":"\#(name)","neighbours":{"$set":[\#(neighbours)]},"distances":{"$dict":[\#(distances)]}}"#
    return #"{\#(id)"$object":"maps.City","state":\#(state)}"#
  }

  private static let first = #""$id":1,"#
  private static let toFirst = #"{"$ref":1}"#
  /// A set in the state of its own item, a dict in that of its key, and two cities that have each other.
  static let cycles: [String] = [
    json("a", id: first, neighbours: toFirst), json("a", id: first, distances: "[\(toFirst),1]"),
    json("a", id: first, neighbours: json("b", neighbours: toFirst)),
  ]

  @Test(arguments: cycles)
  func cyclesThatPythonWrites(json: String) throws {
    let unpickler = ObjectUnpickler(registry: try registry())
    let city = try unpickler.decode(City.self, from: Pickle(typedJSON: json).root)
    #expect(city.name == "a")
    for key in city.distances.keys { #expect(key === city) }
    for neighbour in city.neighbours {
      #expect(neighbour === city || neighbour.neighbours.first === city)
      neighbour.neighbours = []
    }
    cut([city])
  }
}
