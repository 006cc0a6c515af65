import BrineCodecs
import BrineCore
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport
import Testing

/// `.npz` files that NumPy wrote, that Brine writes, and that lie.
@Suite struct NPZTests {
  @Test(arguments: try NumPyFixture.all("valid", ".npz"))
  func reads(_ fixture: NumPyFixture) throws {
    let file = try NPZFile(contentsOf: fixture.url.path)
    let members = try #require(fixture.facts.members)
    #expect(Set(file.names) == Set(members.keys))
    for (name, facts) in members { try file[name].check(facts, name) }
    #expect(try file["objects"].pickleValues?.map(\.preview).count == 2)
    do {
      _ = try file.file("z")
      Issue.record("there is no such array")
    } catch let error as NumPyError {
      #expect(error.code == .noSuchArray)
      #expect(error.context.path == "z")
    }
  }

  @Test(arguments: try NumPyFixture.all("invalid", ".npz"))
  func isRefused(_ fixture: NumPyFixture) throws {
    do {
      let file = try NPZFile(contentsOf: fixture.url.path)
      for name in file.names { _ = try file.file(name) }
      Issue.record("\(fixture.name) was read")
    } catch {
      #expect(code(of: error) == fixture.facts.error, "\(error)")
      if let error = error as? NumPyError { #expect(error.context.path == "x", "\(error)") }
    }
  }

  @Test func storedArraysShareTheFile() throws {
    let fixture = try NumPyFixture.all("valid", "stored.npz")[0]
    let source = MemorySource(try fixture.bytes())
    let array = try NPZFile(source)["x"]
    func address(_ source: MemorySource) -> Int {
      source.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    }
    let place = address(array.storage) - address(source)
    #expect((0..<source.count).contains(place))
  }

  @Test(arguments: [nil, 0, 1, 9]) func roundTrip(_ level: Int?) throws {
    var output: [UInt8] = []
    let writer = NPZWriter(level: level) { output.append(contentsOf: $0) }
    let numbers = try NDArray((0..<600).map(Double.init), shape: [20, 30])
    try writer.add("numbers", numbers)
    try writer.add("turned", numbers.transposed())
    try writer.add("none", NDArray([Int]()))
    try writer.finish()
    let file = try NPZFile(MemorySource(output))
    #expect(file.names == ["numbers", "turned", "none"])
    #expect(try file["numbers"].elements(as: Double.self) == numbers.elements(as: Double.self))
    #expect(try file["turned"].shape == [30, 20])
    #expect(try file["turned"].elements(as: Double.self) == numbers.transposed().elements(as: Double.self))
    #expect(try file["none"].shape == [0])
  }

  @Test func aNameCanBeUsedOnce() throws {
    let writer = NPZWriter { _ in }
    try writer.add("x", NDArray([1]))
    #expect(throws: ZipError.self) { try writer.add("x", NDArray([2])) }
  }

  @Test func anEndingGoesBeforeNone() throws {
    var output: [UInt8] = []
    let zip = ZipWriter { output.append(contentsOf: $0) }
    let (first, second) = (try NPYWriter().data(NDArray([1])), try NPYWriter().data(NDArray([2])))
    try zip.add("x.npy", first.span.bytes)
    try zip.add("x", second.span.bytes)
    try zip.finish()
    let file = try NPZFile(MemorySource(output))
    #expect(file.names == ["x"])
    #expect(try file["x"].elements(as: Int.self) == [1])
  }

  @Test func objectsCanBeRefused() throws {
    var file = try NPZFile(contentsOf: try NumPyFixture.all("valid", "stored.npz")[0].url.path)
    file.allowsObjects = false
    #expect(try file["x"].shape == [4, 5])
    do {
      _ = try file.file("objects")
      Issue.record("it was read")
    } catch let error as NumPyError {
      #expect(error.code == .objectsNotAllowed && error.context.path == "objects")
    }
  }
}
