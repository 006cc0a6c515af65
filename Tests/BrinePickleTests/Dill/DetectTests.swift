import BrinePickle
import Foundation
import Synchronization
import Testing

/// One bad member, planted somewhere in a value.
struct Planted: Sendable, CustomTestStringConvertible {
  let what: String
  let expected: [Expected]
  let make: @Sendable () -> Any

  var testDescription: String { what }

  init(_ what: String, _ expected: Expected..., make: @escaping @Sendable () -> Any) {
    (self.what, self.expected, self.make) = (what, expected, make)
  }

  /// An archive with something in it.
  static func archive(_ change: (Archive) -> Void) -> Archive {
    let archive = Archive()
    archive.groups = [[Station("a")], [Station("b"), Station("c")]]
    change(archive)
    return archive
  }

  static let all = [
    Planted("an open file", Expected("files[1]", "FileHandle")) {
      archive { $0.files = [nil, .standardError] }
    },
    Planted("a closure", Expected("onChange", "() -> ()")) { archive { $0.onChange = {} } },
    Planted("a pointer", Expected("buffer", "UnsafeMutablePointer<Int>")) {
      archive { $0.buffer = UnsafeMutablePointer(bitPattern: 16) }
    },
    Planted("a running task", Expected("worker", "Task<(), Never>")) { archive { $0.worker = Task {} } },
    Planted(
      "locks", Expected("groups[1][0].next.lock", "NSLock"), Expected("groups[1][0].next.counter", "()")
    ) {
      archive { $0.groups[1][0].next = LockedStation("locked") }
    },
    Planted(
      "a tuple with a closure", Expected("handlers[0]", "(name: String, run: @Sendable () -> ())"),
      Expected("handlers[0].run", "@Sendable () -> ()")
    ) { archive { $0.handlers = [("h", {})] } },
    Planted("a structure that is not Codable", Expected("connection", "Endpoint")) {
      archive { $0.connection = Endpoint() }
    },
    Planted("the value of a dictionary", Expected(#"groups[0][0].things["out"]"#, "OutputStream")) {
      archive { $0.groups[0][0].things = ["in": 1, "out": OutputStream.toMemory()] }
    },
    Planted(
      "an unregistered subclass, and a file in it",
      Expected("groups[1][1]", "HiddenStation", .unregisteredType),
      Expected("groups[1][1].log", "FileHandle")
    ) {
      archive {
        let hidden = HiddenStation("hidden")
        (hidden.log, hidden.previous) = (.standardError, $0.groups[0][0])
        $0.groups[1][1] = hidden
        $0.groups[0][0].previous = hidden
      }
    },
    Planted("a member without a mark", Expected("frame.station.tracks", "Int")) {
      archive { $0.frame.station = ForgetfulStation("f") }
    },
    Planted(
      "a class that is not picklable", Expected("frame.extra", "Window"), Expected("frame.extra.pipe", "Pipe")
    ) {
      archive {
        let window = Window()
        (window.owner, window.pipe) = (window, Pipe())
        $0.frame.extra = window
      }
    },
    Planted("a key that is a dict in Python", Expected("keys[0]", "Point")) { [Point(x: 1, y: 2): "p"] },
    Planted(
      "a function that is not registered", Expected("[1].f", "PickleFunction<Int, Int>", .unregisteredName)
    ) {
      let holder = FunctionHolder()
      holder.f = PickleFunction("m.f") { $0 }
      return [FunctionHolder(), holder] as [Any]
    },
  ]
}

final class FunctionHolder: Picklable {
  @Pickled var f: PickleFunction<Int, Int>?
  init() {}
  init(blank: PickleBlank) {}
}

@Suite struct DetectTests {
  @Test(arguments: Planted.all) func planted(_ planted: Planted) throws {
    var registry = try plantedRegistry()
    try registry.register(FunctionHolder.self, as: "m.FunctionHolder")
    let value = planted.make()
    let dill = Dill(registry: registry)
    let items = dill.detect(value)
    #expect(items.map { Expected($0) } == planted.expected)
    #expect(!dill.pickles(value))
    // The pickler stops at the first of them, with the same words.
    let error = #expect(throws: PicklingError.self) { try ObjectPickler(registry: registry).encode(value) }
    #expect(error?.description == items.first?.description)
    #expect(error?.context.path == planted.expected.first?.path)
    // Each is a part of the trace all the same.
    #expect(try dill.trace(value).isComplete)
  }

  @Test func manyAtOnce() throws {
    let dill = Dill(registry: try plantedRegistry())
    let archive = Planted.archive {
      $0.files = [.standardError, nil, .standardOutput]
      $0.onChange = {}
      $0.groups[0][0].things = ["b": Pipe(), "a": { 1 } as () -> Int]
      $0.groups[1][0].next = $0.groups[0][0]
      $0.groups[1][1].next = HiddenStation("h")
    }
    let expected = [
      Expected("files[0]", "FileHandle"), Expected("files[2]", "FileHandle"),
      Expected("onChange", "() -> ()"),
      Expected(#"groups[0][0].things["a"]"#, "() -> Int"), Expected(#"groups[0][0].things["b"]"#, "Pipe"),
      Expected("groups[1][1].next", "HiddenStation", .unregisteredType),
    ]
    #expect(dill.detect(archive).map { Expected($0) } == expected)
    #expect(dill.detect(archive, limit: 4).map { Expected($0) } == Array(expected.prefix(4)))
    #expect(dill.detect(archive, limit: 1).map { Expected($0) } == Array(expected.prefix(1)))
  }

  @Test func aWordOfAdvice() throws {
    let dill = Dill(registry: try plantedRegistry())
    let archive = Planted.archive { ($0.files, $0.onChange) = ([.standardError], {}) }
    #expect(
      dill.detect(archive).map(\.description) == [
        "files[0]: FileHandle can't be pickled: it is an open file. Leave it out with @NotPickled and make "
          + "it anew when the object is read, or save what is needed to make it",
        "onChange: closures can't be pickled (() -> ()). Use a PickleFunction, which is pickled by its name, "
          + "or leave it out with @NotPickled",
      ])
    #expect(dill.detect(FileHandle.standardError).map { Expected($0) } == [Expected("", "FileHandle")])
    #expect(
      dill.detect(HiddenStation("h")).first?.description
        == "HiddenStation is not in the registry. Add it: "
        + "`try registry.register(HiddenStation.self, as: \"module.HiddenStation\")`")
  }

  @Test func nothingBad() throws {
    let dill = Dill(registry: try plantedRegistry())
    let station = Station("s")
    (station.next, station.previous) = (Station("t"), station)
    station.next?.previous = station
    #expect(dill.detect(station).isEmpty)
    #expect(
      dill.detect([1, 2]).isEmpty && dill.detect(["a": Point()]).isEmpty && dill.detect("text").isEmpty)
    // A weak reference to an object that nothing else leads to is written as None.
    station.previous = HiddenStation("h")
    #expect(dill.detect(station).isEmpty)
  }

  @Test func whatCanBeWrittenButNotRead() throws {
    let dill = Dill(registry: try plantedRegistry())
    let station = Station("s")
    station.things = ["number": 1]
    let items = dill.detect(station)
    #expect(items.map { Expected($0) } == [Expected("things/number", nil, .typeMismatch)])
    #expect(
      items.first?.error.detail
        == "expected Any, which only an object of a registered class can be, found int 1")
  }

  @Test func aMillionStepsDeep() throws {
    let registry = try sampleRegistry()
    let head = Node(0)
    var last = head
    for value in 1..<200_000 {
      let node = Node(value)
      last.next = node
      last = node
    }
    last.others = [UnknownNode(1)]
    let items = Dill(registry: registry).detect(head)
    let next = Array(repeating: "next", count: 12).joined(separator: ".")
    let tail = Array(repeating: "next", count: 10).joined(separator: ".")
    #expect(
      items.map { Expected($0) } == [
        Expected("\(next).… (199977 more) ….\(tail).others[0]", "UnknownNode", .unregisteredType)
      ])
  }
}
