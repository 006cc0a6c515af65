import Foundation
import TestSupport
import Testing

@testable import BrineHDF5

@Suite struct GroupTests {
  static let editions = ["earliest", "latest"]

  @Test(arguments: editions) func listsNamesInTheOrderOfTheirBytes(_ edition: String) throws {
    let root = try FixtureFiles.open("h5py-3.16/groups-\(edition).h5").root
    let keys = try root.keys
    #expect(
      keys == [
        "$data", "10", "9", "Z", "a", "b", "half emptied", "latin \u{FFFD}", "level 0", "many", "ordered",
        "outside", "relative", "soft", "type", "uses it", "uses it too", "with space", "ä", "日本",
      ])
    #expect(try root.count == keys.count)
    for name in ["$data", "9", "ä", "日本"] {
      #expect(try root[name].attrs.attribute("name").asStrings() == [name])
    }
    #expect(try root["latin \u{FFFD}"].group?.keys == [])
  }

  @Test(arguments: editions) func findsEachOfManyLinks(_ edition: String) throws {
    let file = try FixtureFiles.open("h5py-3.16/groups-\(edition).h5")
    let many = try #require(try file["many"].group)
    let names = (0..<400).map { String(format: "g%04d", $0 * 7919 % 1000) }
    #expect(try many.keys == names.sorted())
    let target = try file["a"].objectAddress
    for name in names {
      #expect(try many.link(name)?.target == .hard(address: target))
      #expect(try many[name].objectAddress == target)
    }
    for name in ["", "g", "g0001x", "zzz", "\0"] { #expect(try many.link(name) == nil) }
    let half = try #require(try file["half emptied"].group)
    #expect(try Set(half.keys) == Set(stride(from: 1, to: 40, by: 2).map { "x\($0)" }))
  }

  @Test(arguments: editions) func givesLinksAsTheyWereMade(_ edition: String) throws {
    let file = try FixtureFiles.open("h5py-3.16/groups-\(edition).h5")
    let ordered = try #require(try file["ordered"].group)
    #expect(try ordered.tracksCreationOrder)
    #expect(try ordered.keys(in: .creation) == ["n5", "n3", "n9", "n1"])
    #expect(try ordered.keys == ["n1", "n3", "n5", "n9"])
    #expect(try ordered.links(in: .creation).map(\.creationOrder) == [0, 1, 2, 3])
    #expect(ordered.attrs.keys(in: .creation) == ["a5", "a3", "a9", "a1"])
    #expect(ordered.attrs.keys == ["a1", "a3", "a5", "a9"])
    #expect(try FixtureFiles.open("h5py-3.16/ordered.h5").root.keys(in: .creation) == ["z", "b", "a", "y"])
  }

  @Test(arguments: editions) func followsSoftLinks(_ edition: String) throws {
    let file = try FixtureFiles.open("h5py-3.16/groups-\(edition).h5")
    let a = try file["a"].objectAddress
    #expect(try file.root.link("soft")?.target == .soft(path: "a"))
    #expect(try file["soft"].objectAddress == a)
    #expect(try file["soft"].path == "/a")
    #expect(try file["/soft/root/./b//again/"].objectAddress == a)
    #expect(try file["a/root"].objectAddress == file.root.objectAddress)
    #expect(throws: HDF5Error(.brokenLink, "")) { _ = try file["a/down"] }
    #expect(throws: HDF5Error(.notFound, "")) { _ = try file["a/x"] }
    #expect(throws: HDF5Error(.notFound, "")) { _ = try file["type/x"] }
    #expect(!file.root.contains("a/down"))
    let deep = (0..<30).map { "level \($0)" }.joined(separator: "/")
    #expect(try file[deep].path == "/" + deep)
  }

  @Test(arguments: editions) func tellsLinksOfProgramsAndToFiles(_ edition: String) throws {
    let file = try FixtureFiles.open("native/links-\(edition).h5")
    #expect(try file.root.link("external")?.target == .external(file: "folder/other.h5", path: "/there"))
    #expect(try file.root.link("soft")?.target == .soft(path: "/nowhere/at all"))
    let data = Array("its data\0more".utf8)
    #expect(try file.root.link("class 65")?.target == .userDefined(kind: 65, data: data))
    #expect(try file.root.link("class 255, no data")?.target == .userDefined(kind: 255, data: []))
    #expect(throws: HDF5Error(.wrongKind, "")) { _ = try file["class 65"] }
    #expect(throws: HDF5Error(.brokenLink, "")) { _ = try file["external"] }
    var options = HDF5File.Options()
    options.external = .none
    let alone = try HDF5File(FixtureFiles.bytes("valid/native/links-\(edition).h5"), options: options)
    #expect(throws: HDF5Error(.notAllowed, "")) { _ = try alone["external"] }
  }

  @Test func followsExternalLinksOnlyWithinTheFolder() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folders = ["in", "out"].map { scratch.url.appendingPathComponent($0).path }
    for (folder, name) in zip(folders, ["b.h5", "other.h5"]) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data()))
    }
    let place = "\(folders[0])/a.h5"
    let (inside, outside) = ("\(folders[0])/b.h5", "\(folders[1])/other.h5")
    let access = ExternalAccess.folderOfFile
    #expect(FileManager.default.createFile(atPath: place, contents: Data()))
    #expect(try access.locate("b.h5", from: place) == ExternalAccess.real(inside))
    #expect(try access.locate("/nowhere/b.h5", from: place) == ExternalAccess.real(inside))
    for name in ["../out/other.h5", outside] {
      #expect(throws: HDF5Error(.notAllowed, "")) { _ = try access.locate(name, from: place) }
      #expect(try ExternalAccess.anywhere.locate(name, from: place) == ExternalAccess.real(outside))
      let wider = ExternalAccess.folder(scratch.url.path)
      #expect(try wider.locate(name, from: place) == ExternalAccess.real(outside))
    }
    let link = "\(folders[0])/link.h5"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: outside)
    #expect(throws: HDF5Error(.notAllowed, "")) { _ = try access.locate("link.h5", from: place) }
    #expect(throws: HDF5Error(.brokenLink, "")) { _ = try access.locate("c.h5", from: place) }
  }

  @Test(arguments: editions) func walksOverEachObjectOnce(_ edition: String) throws {
    let file = try FixtureFiles.open("h5py-3.16/groups-\(edition).h5")
    let paths = try file.root.walk().map { element in
      _ = try element.object.get()
      return element.path
    }
    #expect(Set(paths).count == paths.count)
    #expect(paths.first == "$data")
    #expect(paths.contains("a") && !paths.contains("a/root") && !paths.contains { $0.hasPrefix("many/") })
    #expect(paths.count == 17 + 29 + 4 + 20)
    var visited: [String] = []
    try file.root.visit { path, _ in
      visited.append(path)
      return visited.count < 3
    }
    #expect(visited == ["$data", "10", "9"])
  }
}
