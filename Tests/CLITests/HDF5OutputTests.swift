import Foundation
import TestSupport
import Testing

/// What `diff`, `check`, `convert` and `dump` print of HDF5 files.
@Suite struct HDF5OutputTests {
  private static let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5")

  /// The name of each snapshot, the arguments that print it, the exit code.
  private static let cases: [String: (arguments: [String], status: Int32)] = [
    "hdf5-diff": (
      ["diff", "valid/h5py-3.16/texts-latest.h5.gz", "valid/h5py-3.16/sequences-latest.h5.gz"], 1
    ),
    "hdf5-diff-storage": (
      [
        "diff", "--storage", "valid/native/links-earliest.h5", "valid/native/links-latest.h5",
      ], 1
    ),
    "hdf5-diff-damaged": (
      [
        "diff", "valid/h5py-3.16/sequences-earliest.h5.gz", "invalid/messages-collection-object-number.h5.gz",
      ], 2
    ),
    "hdf5-diff-json": (
      [
        "diff", "--json", "valid/native/indexes-latest.h5/fixed", "valid/native/indexes-latest.h5/tree",
      ], 1
    ),
    "hdf5-check": (["check", "valid/native/times-latest.h5", "valid/h5py-3.16/user-block.h5"], 0),
    "hdf5-check-damaged": (
      ["check", "invalid/indexes-BTLF-checksum.h5.gz", "invalid/superblocks-2-checksum.h5"], 1
    ),
    "hdf5-stats": (["show", "--stats", "readme/run.h5"], 0),
    "hdf5-stats-json": (["show", "--stats", "--json", "--depth", "0", "readme/run.h5"], 0),
    "hdf5-check-json": (["check", "--json", "invalid/messages-layout-class.h5.gz"], 1),
  ]

  static var names: Set<String> { Set(cases.keys) }

  @Test(arguments: cases.keys.sorted())
  func snapshot(_ name: String) throws {
    let (arguments, status) = try #require(Self.cases[name])
    let outcome = try BrineTool.run(arguments, in: Self.folder)
    #expect(outcome.status == status)
    #expect(outcome.errors == "")
    try Snapshots.check(outcome, name)
  }

  @Test func dumpSaysThatPartsAreUnreadable() throws {
    let outcome = try BrineTool.run(
      ["dump", "invalid/messages-collection-object-number.h5.gz"], in: Self.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("can't be read; the JSON says why"))
    #expect(outcome.text.contains("error"))
  }

  @Test func factsAreForWholeFiles() throws {
    #expect(try BrineTool.run(["show", "--facts", "readme/run.h5/events"], in: Self.folder).status == 64)
  }

  @Test func equalFilesAreEqual() throws {
    let outcome = try BrineTool.run(
      ["diff", "valid/h5py-3.16/groups-earliest.h5.gz", "valid/h5py-3.16/groups-latest.h5.gz"],
      in: Self.folder)
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
  }

  @Test func elementsAreCompared() throws {
    let file = "valid/h5py-3.16/texts-latest.h5.gz"
    #expect(
      try BrineTool.run(["diff", "\(file)/many[0:2]", "\(file)/many[0:2]"], in: Self.folder).status == 0)
    let outcome = try BrineTool.run(["diff", "\(file)/many[0:2]", "\(file)/many[0:3]"], in: Self.folder)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("shape (2, 3) → (3, 3)"))
    let quiet = try BrineTool.run(["diff", "-q", "\(file)/many[0]", "\(file)/many[1]"], in: Self.folder)
    #expect(quiet.status == 1 && quiet.output.isEmpty)
    #expect(try BrineTool.run(["diff", "\(file)/none", file], in: Self.folder).status == 2)
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let output = scratch.url.appendingPathComponent("a.npz").path
    let outcome = try BrineTool.run(
      ["convert", "valid/h5py-3.16/sequences-latest.h5.gz", output], in: Self.folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("brine: left out: bools: "))
  }
}
