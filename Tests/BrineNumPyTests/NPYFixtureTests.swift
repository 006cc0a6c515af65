import BrineCore
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport
import Testing

/// `.npy` files that NumPy wrote, and files that lie.
@Suite struct NPYFixtureTests {
  @Test(arguments: try NumPyFixture.all("valid", ".npy"))
  func reads(_ fixture: NumPyFixture) throws {
    let file = try NPYFile(contentsOf: fixture.url.path)
    #expect(file.header.version == fixture.facts.version)
    #expect(file.header.shape == fixture.facts.shape)
    #expect(file.header.dataOffset % 64 == 0)
    try file.array.check(fixture.facts, fixture.name)
  }

  @Test(arguments: try NumPyFixture.all("valid", ".npy"))
  func writesWhatNumPyWrites(_ fixture: NumPyFixture) throws {
    let bytes = try fixture.bytes()
    let array = try NPYFile(MemorySource(bytes)).array
    var writer = NPYWriter()
    if fixture.facts.stored == true { writer.version = fixture.facts.version }
    let written = try writer.data(array)
    // The order of a Fortran array of objects is in its pickle, and not kept.
    guard !fixture.name.contains("fortran-objects") else { return }
    guard !array.dtype.hasObjects else {
      #expect(written.prefix(128) == bytes.prefix(128))
      let again = try NPYFile(MemorySource(written)).array
      return #expect(again.pickleValues?.map(\.preview) == array.pickleValues?.map(\.preview))
    }
    #expect(written == bytes)
  }

  @Test(arguments: try NumPyFixture.all("valid", "objects.npy"))
  func objects(_ fixture: NumPyFixture) throws {
    let file = try NPYFile(contentsOf: fixture.url.path)
    let values = try #require(file.array.pickleValues)
    #expect(values.map(\.preview) == ["1", "'two'", "None", "b'4'", "5.5", "2 items"] || values.count == 6)
    #expect(values[0].int == 1 && values[1].string == "two" && values[4].double == 5.5)
    #expect(file.array.pickleValue(3)?.bytes.map { [UInt8]($0) } == [0x34])
    #expect(throws: NumPyError.self) { try NPYFile(contentsOf: fixture.url.path, allowsObjects: false) }
  }

  @Test(arguments: try NumPyFixture.all("invalid", ".npy"))
  func isRefused(_ fixture: NumPyFixture) throws {
    do {
      let file = try NPYFile(contentsOf: fixture.url.path)
      Issue.record("\(fixture.name) was read: \(file.array.dtype) \(file.array.shape)")
    } catch {
      #expect(code(of: error) == fixture.facts.error, "\(error)")
      if let error = error as? NumPyError {
        let offset = try #require(error.context.offset, "\(error)")
        #expect((0...(try fixture.bytes().count)).contains(offset))
        #expect(error.detail.utf8.count < 500)
      }
    }
  }

  @Test func theFolderHoldsWhatTheManifestNames() throws {
    let files = try ["valid", "invalid"].flatMap { folder in
      let path = NumPyFixture.folder.appendingPathComponent(folder).path
      return try FileManager.default.contentsOfDirectory(atPath: path).map { "\(folder)/\($0)" }
    }
    #expect(Set(files) == Set(try NumPyFixture.manifest().files.keys))
  }

  @Test(arguments: ["big-f4", "nested", "objects", "M8-ns", "fortran"])
  func cutAnywhere(_ name: String) throws {
    let bytes = try NumPyFixture.all("valid", "/\(name).npy")[0].bytes()
    for count in bytes.indices {
      #expect(throws: (any Error).self, "\(count) of \(bytes.count)") {
        try NPYFile(MemorySource(Array(bytes[..<count])))
      }
    }
  }

  /// Whatever bit is wrong, the file is refused or holds an array.
  @Test(arguments: ["big-f4", "nested", "objects", "titles"])
  func everyDamagedBit(_ name: String) throws {
    let bytes = try NumPyFixture.all("valid", "/\(name).npy")[0].bytes()
    var refused = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        guard let array = try? NPYFile(MemorySource(damaged)).array else {
          refused += 1
          continue
        }
        if array.count < 1000 { #expect(array.values.count == array.count) }
      }
    }
    #expect(refused > 200)
  }
}
