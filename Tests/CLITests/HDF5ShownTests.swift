import Foundation
import TestSupport
import Testing

/// What the tool says of datasets, of what it leaves out, and of files that are damaged or none.
@Suite struct HDF5ShownTests {
  private static let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5-data")

  private static let cases: [String: [String]] = [
    "hdf5-show": ["show", "shown.h5"],
    "hdf5-show-dataset": ["show", "shown.h5/data/values"],
    "hdf5-show-dataset-json": ["show", "--json", "shown.h5/data/values"],
    "hdf5-show-enum": ["show", "shown.h5/colours"],
    "hdf5-show-references": ["show", "shown.h5/references"],
    "hdf5-show-region": ["show", "shown.h5/data/values@region"],
    "hdf5-show-huge": ["show", "shown.h5/huge"],
    "hdf5-show-axes": ["show", "shown.h5/axes"],
    "hdf5-show-arrays": ["show", "shown.h5/arrays"],
    "hdf5-show-compact": ["show", "others.h5/compact"],
    "hdf5-show-virtual": ["show", "others.h5/virtual"],
  ]

  static var names: Set<String> { Set(cases.keys) }

  private func run(_ arguments: String...) throws -> BrineTool.Outcome {
    try BrineTool.run(arguments, in: Self.folder)
  }

  @Test(arguments: cases.keys.sorted()) func snapshot(_ name: String) throws {
    let outcome = try BrineTool.run(try #require(Self.cases[name]), in: Self.folder)
    #expect(outcome.status == 0 && outcome.errors == "")
    try Snapshots.check(outcome, name)
  }

  @Test(arguments: ["npz", "pkl"]) func linksAreLeftOut(_ format: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let output = scratch.url.appendingPathComponent("a.\(format)").path
    let lines = try run("convert", "shown.h5", output).errors.split(separator: "\n")
    let links = "1 soft link (soft), 1 external link (elsewhere), 2 further hard links (second, data/values)"
    #expect(lines.contains { $0 == "brine: left out: \(links)" })
    #expect(try run("convert", "shown.h5/data/values", output).errors == "")
    let part = try run("convert", "shown.h5/data", output)
    #expect(part.status == 0)
    #expect(part.errors == "brine: left out: 1 further hard link (values)\n")
  }

  @Test(arguments: [
    ("@nosuch", "there is no attribute nosuch: it has js, pair"),
    ("/comp@nosuch", "there is no attribute nosuch: it has none"),
    ("/data/values@a/b[1]", "there is no attribute a/b[1]: it has region"),
    ("@js/a[1]", "there is no /a[1] in attribute js, which is str (utf-8)"),
    ("/comp/nosuch", "there is no member nosuch: it has a, p, pair, note"),
    ("/comp[1:]/p/z", "there is no member z: it has x, y"), ("/nothing/x", "/ has no link nothing"),
  ])
  func whatIsNotThereIsNamed(_ path: String, _ message: String) throws {
    for command in ["show", "dump"] {
      let outcome = try run(command, "shown.h5\(path)")
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ("/comp/p/y", "0\n10\n20\n30\n"), ("/comp[1:]/a", "1\n2\n3\n"), ("/comp[2:]/p/x", "2.5\n3.5\n"),
    ("/comp/pair[1]/y", "1\n-1\n"), ("/comp/pair/x", "0.0,1.0\n0.0,1.0\n0.0,1.0\n0.0,1.0\n"),
    ("/comp[2:]/note", "row 2\nrow 3\n"),
  ])
  func membersOfMembers(_ path: String, _ table: String) throws {
    #expect(try run("dump", "--csv", "shown.h5\(path)").text == table)
    let scratch = try Scratch()
    defer { scratch.remove() }
    // Text in typed JSON is no array.
    for ending in path.hasSuffix("note") ? ["npy", "pkl"] : ["npy", "pkl", "json"] {
      let output = scratch.url.appendingPathComponent("a.\(ending)").path
      #expect(try run("convert", "shown.h5\(path)", output).status == 0)
      #expect(try run("dump", "--csv", output).text == table)
    }
  }

  @Test func singleMembers() throws {
    #expect(try run("show", "shown.h5/comp[0]/note").text.hasSuffix("array('row 0', dtype=object)\n"))
    #expect(try run("show", "shown.h5@pair/right").text.hasSuffix("array(2, dtype=int32)\n"))
    #expect(try run("show", "shown.h5/comp[3]/p/y").text.hasSuffix("array(30, dtype=int32)\n"))
  }

  @Test(
    arguments: [
      ([], "it is empty"),
      (Array("CDF\u{1}\0\0\0\0".utf8), "it is a netCDF-3 (classic) file, which is not HDF5"),
      ([0x89, 0x48, 0x44, 0x46, 0x0D], "it begins as HDF5's signature does, and ends after 5 bytes"),
      (Array("nothing".utf8), "it is not an HDF5 file"),
      ([0x0E, 0x03, 0x13, 0x01, 0, 0], "it is an HDF4 file"),
    ] as [([UInt8], String)])
  func otherFilesAreNamed(_ bytes: [UInt8], _ message: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try scratch.write("a.h5", bytes).path
    for arguments in [
      ["show", file], ["dump", file], ["convert", file, "-", "--to", "npz"], ["diff", "shown.h5", file],
    ] {
      let outcome = try BrineTool.run(arguments, in: Self.folder)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message) && !outcome.errors.contains("pickle"), "\(outcome.errors)")
    }
    let check = try run("check", file)
    #expect(check.status == 1)
    #expect(check.text.contains(message) && !check.text.contains("opcode"), "\(check.text)")
  }

  @Test func tracesAreForPickles() throws {
    for flag in ["--trace", "--refs"] {
      let outcome = try run("show", flag, "shown.h5")
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("--trace and --refs are for pickles"))
    }
  }

  /// What is there of a file whose end is missing is shown, and the rest is not.
  @Test func filesWithoutEndAreShown() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let whole = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("shown.h5")))
    let file = try scratch.write("cut.h5", Array(whole.dropLast(16))).path
    let outcome = try run("show", file)
    #expect(outcome.status == 2)
    #expect(outcome.text.contains("├─ @pair: compound {left: int32, right: int32} (1, 2)"))
    #expect(outcome.text.contains("damaged: fractal heap direct block"))
    #expect(
      outcome.errors.contains("the file has \(whole.count - 16) bytes, but ought to have \(whole.count)"))
    #expect(try run("dump", file).status == 2)
    #expect(try run("dump", file).output.isEmpty)
  }

  /// What can't be read in both files is reported for both.
  @Test func damageOnBothSides() throws {
    let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5")
    let damaged = "invalid/messages-collection-object-number.h5.gz"
    let both = try BrineTool.run(
      ["diff", damaged, "invalid/messages-collection-object-number.h5.gz"], in: folder)
    #expect(both.status == 2)
    #expect(both.text.contains("can't be read in A: ") && both.text.contains("; in B: "), "\(both.text)")
    // The first damaged chunk of one is not that of the other.
    let chunks = try BrineTool.run(
      ["diff", "invalid/chunks-chunk-checksum.h5.gz", "invalid/chunks-chunk-garbage.h5.gz"], in: folder)
    #expect(chunks.status == 2)
    #expect(
      chunks.text.contains("can't be read in A: ") && chunks.text.contains("; in B: "), "\(chunks.text)")
  }
}
