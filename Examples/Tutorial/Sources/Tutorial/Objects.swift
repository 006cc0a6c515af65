import Brine
import Foundation
import Synchronization

// Steps with objects: what is shared stays shared, and no ordinary initialiser runs.

/// Says hello when it is made.
final class Greeter: Picklable {
  static let greetings = Atomic(0)
  @Pickled var name = ""

  init(name: String) {
    self.name = name
    Self.greetings.add(1, ordering: .relaxed)
    print("  Hello, I am \(name).")
  }

  init(blank: PickleBlank) {}
}

/// A person with friends, who have friends.
final class Person: Picklable {
  @Pickled var name = ""
  @Pickled var friends: [Person] = []
  @PickledWeak var employer: Person?

  init(_ name: String) { self.name = name }
  init(blank: PickleBlank) {}
}

/// A session that writes a log.
final class Session: Picklable {
  @Pickled var user = ""
  @Pickled var log: FileHandle?

  init(user: String) { self.user = user }
  init(blank: PickleBlank) {}
}

/// The same with the log left out, and opened again.
final class BetterSession: Picklable {
  @Pickled var user = ""
  @NotPickled var log: FileHandle? = .nullDevice

  init(user: String) { self.user = user }
  init(blank: PickleBlank) {}
}

/// Version 1 had the sides as `w` and `h`; version 2 has better names, and a color.
final class Tile: Picklable {
  @Pickled var width = 0.0
  @Pickled var height = 0.0
  @Pickled var color = ""

  init(blank: PickleBlank) {}

  static var stateVersion: Int { 2 }

  static func migrate(_ state: inout PickleStateReader, from version: Int) throws {
    state.rename("w", to: "width")
    state.rename("h", to: "height")
    state.set("color", to: "gray")
  }
}

extension Tutorial {
  private static func registry() throws -> PickleRegistry {
    var registry = PickleRegistry()
    try registry.register(Greeter.self, as: "tutorial.Greeter")
    try registry.register(Person.self, as: "tutorial.Person")
    try registry.register(Session.self, as: "tutorial.Session")
    try registry.register(BetterSession.self, as: "tutorial.BetterSession")
    try registry.register(Tile.self, as: "tutorial.Tile")
    return registry
  }

  static func noInitialiserRuns(_ lesson: inout Lesson) throws {
    lesson.title("An object is reconstructed, not created again")
    let data = try ObjectPickler(registry: registry()).encode(Greeter(name: "Robbie"))
    let again = try ObjectUnpickler(registry: registry()).decode(Greeter.self, from: data)
    let count = Greeter.greetings.load(ordering: .relaxed)
    lesson.show(
      "\(again.name) is back, and said hello \(count) time", isRight: again.name == "Robbie" && count == 1)
  }

  static func graphsOfObjects(_ lesson: inout Lesson) throws {
    lesson.title("What is shared stays shared, and cycles close")
    let (ada, grace) = (Person("Ada"), Person("Grace"))
    (ada.friends, grace.friends) = ([grace], [ada])
    grace.employer = ada
    let dill = Dill(registry: try registry())
    let copy = try dill.copy([ada, grace])
    lesson.show(
      "\(copy[0].name)'s friend's friend is \(copy[0].friends[0].friends[0].name)",
      isRight: copy[0].friends[0] === copy[1] && copy[1].friends[0] === copy[0]
        && copy[1].employer === copy[0])
    lesson.show("both can be pickled", isRight: dill.pickles([ada, grace]))
    let parents = dill.pointers(below: ada).references(to: grace)
    lesson.show(
      "Grace is kept by \(parents.map(\.description))", isRight: parents.map(\.path) == ["friends[0]"])
    // Objects that have each other are never freed, unless somebody parts them.
    for person in [ada, grace] + copy { person.friends = [] }
  }

  static func versionNumbers(_ lesson: inout Lesson) throws {
    lesson.title("The data has a version, and old data migrates")
    let unpickler = ObjectUnpickler(registry: try registry())
    let old = try Pickle(typedJSON: #"{"$object":"tutorial.Tile","state":{"w":2.0,"h":3.0}}"#)
    let tile = try unpickler.decode(Tile.self, from: old.root)
    lesson.show(
      "\(tile.width) by \(tile.height), \(tile.color)",
      isRight: tile.width == 2 && tile.height == 3 && tile.color == "gray")
    let version = try ObjectPickler(registry: registry()).graph(of: tile)[PickleStateWriter.versionKey]?.int
    lesson.show("it is written as version \(version ?? 1)", isRight: version == 2)
    let newer = try Pickle(typedJSON: #"[{"$object":"tutorial.Tile","state":{"_state_version":3}}]"#)
    do {
      _ = try unpickler.decode([Tile].self, from: newer.root)
      lesson.show("a later version was read", isRight: false)
    } catch let error as PicklingError {
      lesson.show("\(error)", isRight: error.code == .newerState && error.context.path == "[0]")
    }
  }

  static func openFilesAreRefused(_ lesson: inout Lesson) throws {
    lesson.title("An open file is refused, with the path to it")
    let session = Session(user: "ada")
    session.log = .standardError
    let pickler = ObjectPickler(registry: try registry())
    do {
      _ = try pickler.encode(["sessions": [session]])
      lesson.show("an open file was pickled", isRight: false)
    } catch let error as PicklingError {
      lesson.show(
        "\(error)", isRight: error.code == .notPicklable && error.context.path == #"["sessions"][0].log"#)
    }
    let bad = Dill(registry: try registry()).detect([session])
    lesson.show(
      "bad: \(bad.map(\.path)), \(bad.map { $0.typeName ?? "" })", isRight: bad.map(\.path) == ["[0].log"])
    let again = try ObjectUnpickler(registry: registry())
      .decode(BetterSession.self, from: pickler.encode(BetterSession(user: "ada")))
    lesson.show(
      "left out, it is opened again: \(again.log != nil)", isRight: again.user == "ada" && again.log != nil)
  }
}
