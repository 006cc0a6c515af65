import Testing

@testable import BrineHDF5

@Suite struct DamagedFileTests {
  /// A file of `Fixtures/hdf5/invalid`, and the error that reading all of it must give.
  struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    let code: HDF5Error.Code

    init(_ name: String, _ code: HDF5Error.Code) { (self.name, self.code) = (name, code) }
    var testDescription: String { name }
  }

  static let superblocks = [
    Damage("nothing.h5", .notHDF5), Damage("text.h5", .notHDF5), Damage("signature.h5", .notHDF5),
    Damage("superblock-cut.h5", .truncated), Damage("superblock-version.h5", .unsupportedVersion),
    Damage("superblock-offset-size.h5", .badStructure), Damage("superblock-length-size.h5", .badStructure),
    Damage("superblock-root.h5", .truncated), Damage("superblock-end.h5", .truncated),
    Damage("half.h5", .truncated), Damage("2-checksum.h5", .badChecksum),
    Damage("2-version.h5", .unsupportedVersion), Damage("2-offset-size.h5", .badStructure),
    Damage("2-root.h5", .truncated), Damage("2-root-itself.h5", .badSignature),
    Damage("2-half.h5", .truncated),
  ]

  @Test(arguments: superblocks) func refusesAFileWhoseStartIsDamaged(_ damage: Damage) throws {
    let bytes = try FixtureFiles.bytes("invalid/superblocks-\(damage.name)")
    #expect(throws: HDF5Error(damage.code, "")) { _ = try HDF5File(bytes) }
  }

  static let groups = [
    Damage("tree-signature", .badSignature), Damage("tree-type", .badStructure),
    Damage("tree-count", .badStructure), Damage("tree-of-itself", .cyclic), Damage("tree-child", .truncated),
    Damage("heap-signature", .badSignature), Damage("heap-version", .unsupportedVersion),
    Damage("heap-size", .truncated), Damage("heap-address", .truncated),
    Damage("node-signature", .badSignature), Damage("node-version", .unsupportedVersion),
    Damage("node-count", .badStructure), Damage("node-name", .badStructure),
  ]

  @Test(arguments: groups) func saysWhyAGroupCantBeListed(_ damage: Damage) throws {
    let file = try HDF5File(FixtureFiles.bytes("invalid/old_groups-\(damage.name).h5"))
    #expect(throws: HDF5Error(damage.code, "")) { _ = try file.root.keys }
    let problem = try #require(file.root.readableLinks().problems.first)
    #expect(problem.code == damage.code)
    #expect(problem.context.path == "/")
    #expect(problem.context.offset != nil)
    #expect(problem.structure != nil)
  }

  @Test func aDamagedNameDoesNotHideOtherLinks() throws {
    let all = try HDF5File(FixtureFiles.bytes("valid/native/times-earliest.h5")).root.keys
    let file = try HDF5File(FixtureFiles.bytes("invalid/old_groups-node-name.h5"))
    #expect(file.root.readableLinks().links.map(\.name) == Array(all.dropFirst()))
  }

  static let objects = [
    Damage("messages-continuation-of-itself", .cyclic), Damage("messages-continuation-far", .truncated),
    Damage("messages-continuation-long", .truncated), Damage("messages-dataspace-rank", .badDataspace),
    Damage("old_groups-node-object", .truncated), Damage("indexes-BTHD-signature", .badSignature),
    Damage("indexes-BTHD-checksum", .badChecksum), Damage("indexes-BTHD-version", .unsupportedVersion),
    Damage("indexes-BTHD-type", .badStructure), Damage("indexes-BTHD-node-size", .badStructure),
    Damage("indexes-BTHD-record-size", .badStructure), Damage("indexes-BTHD-depth", .badStructure),
    Damage("indexes-BTHD-root", .truncated), Damage("indexes-BTHD-count", .badStructure),
    Damage("indexes-BTLF-signature", .badSignature), Damage("indexes-BTLF-checksum", .badChecksum),
    Damage("indexes-BTLF-version", .unsupportedVersion), Damage("indexes-BTLF-type", .badStructure),
    Damage("indexes-FRHP-signature", .badSignature), Damage("indexes-FRHP-checksum", .badChecksum),
    Damage("indexes-FRHP-version", .unsupportedVersion), Damage("indexes-FHDB-signature", .badSignature),
    Damage("indexes-OHDR-signature", .badSignature), Damage("indexes-OHDR-checksum", .badChecksum),
    Damage("indexes-OHDR-version", .unsupportedVersion),
  ]

  @Test(arguments: objects) func aDamagedObjectDoesNotHideOthers(_ damage: Damage) throws {
    let file = try HDF5File(FixtureFiles.bytes("invalid/\(damage.name).h5"))
    let reading = FullReading(file)
    #expect(Set(reading.problems.map(\.error.code)) == [damage.code])
    #expect(Set(reading.problems.map(\.path)).count == 1, "one object is damaged")
    #expect(!reading.objects.isEmpty)
  }

  /// However the bytes of a file are changed or cut off, it is read or refused, and each error has a place.
  @Test(arguments: ["native/links-earliest.h5", "native/links-latest.h5", "native/headers-latest.h5"])
  func readsOrRefusesWhatWasChanged(_ name: String) throws {
    let original = try FixtureFiles.array("valid/\(name)")
    var options = HDF5File.Options()
    (options.allowsTruncation, options.external) = (true, .none)
    let step = max(original.count / 400, 1)
    for position in stride(from: 0, to: original.count, by: step) {
      var changed = original
      changed[position] ^= 0xFF
      for bytes in [changed, Array(original[..<position])] {
        do throws(HDF5Error) {
          let file = try HDF5File(MemorySource(bytes), options: options)
          for problem in FullReading(file).problems { #expect(problem.error.context.path != nil) }
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }
}
