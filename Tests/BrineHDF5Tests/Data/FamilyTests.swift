import BrineCore
import Foundation
import TestSupport
import Testing

@testable import BrineHDF5

/// A file that a driver has cut into members: `family-00000.h5` to `family-00005.h5`.
@Suite struct FamilyTests {
  private static let names = (0..<6).map { "family-0000\($0).h5" }

  /// A folder with copies of the members, without those that are `missing`.
  private func copies(missing: Int? = nil) throws -> Scratch {
    let scratch = try Scratch()
    for (number, name) in Self.names.enumerated() where number != missing {
      _ = try scratch.write(name, [UInt8](Data(contentsOf: DataFile.folder.appendingPathComponent(name))))
    }
    return scratch
  }

  private func first(_ folder: URL) -> String { folder.appendingPathComponent(Self.names[0]).path }

  @Test func membersAreOneFile() throws {
    let file = try HDF5File(first(DataFile.folder))
    #expect(try file.attrs["title"]?.string == "in parts")
    #expect(try file.dataset("group/values").read().values == DataFile.values().values)
    #expect(file.byteCount == file.superblock.endOfFile)
    #expect(file.byteCount > 5 * 1200)
    #expect(file.truncation == nil)
    #expect(HDF5Check(file).problems.isEmpty)
  }

  @Test(arguments: 1..<6) func allMembersAreNeeded(_ missing: Int) throws {
    let scratch = try copies(missing: missing)
    defer { scratch.remove() }
    #expect(throws: HDF5Error(.truncated, "")) { try HDF5File(first(scratch.url)) }
  }

  @Test func membersHaveOneSize() throws {
    let scratch = try copies()
    defer { scratch.remove() }
    _ = try scratch.write(Self.names[2], [1, 2, 3])
    #expect(throws: HDF5Error(.truncated, "")) { try HDF5File(first(scratch.url)) }
  }

  @Test func membersBesideTheFileAreOnlyOpenedWhereAllowed() throws {
    var options = HDF5File.Options()
    options.external = .none
    #expect(throws: HDF5Error(.notAllowed, "")) {
      try HDF5File(first(DataFile.folder), options: options)
    }
    #expect(throws: HDF5Error(.unavailable, "")) {
      try HDF5File(MemorySource(contentsOf: first(DataFile.folder)))
    }
  }
}
