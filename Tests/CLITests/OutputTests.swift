import Foundation
import TestSupport
import Testing

/// What the commands print, compared with snapshots.
@Suite struct OutputTests {
  /// The name of each snapshot and the arguments that print it.
  private static let cases: [String: [String]] = [
    "show-settings": ["show", "settings.pkl"],
    "show-pipeline": ["show", "sklearn_pipeline.pkl"],
    "show-compressed": ["show", "sklearn_pipeline_compressed.pkl.gz", "--depth", "1"],
    "show-rectangle": ["show", "rectangle.pkl"],
    "show-stream": ["show", "three_in_a_stream.pkl"],
    "show-recursive": ["show", "recursive_p4.pkl"],
    "show-library": ["show", "library_p4.pkl"],
    "show-dates": ["show", "dates_p4.pkl"],
    "show-numbers": ["show", "numbers_p4.pkl"],
    "show-binary": ["show", "binary_p5.pkl"],
    "show-laughs": ["show", "billion_laughs.pkl"],
    "show-depth-0": ["show", "settings.pkl", "--depth", "0"],
    "show-depth-1": ["show", "sklearn_pipeline.pkl", "--depth", "1"],
    "show-items": ["show", "settings.pkl", "--items", "2"],
    "show-inner": ["show", "settings.pkl/limits"],
    "show-inner-index": ["show", "settings.pkl/window[-1]"],
    "show-inner-step": ["show", "sklearn_pipeline.pkl/steps[0]"],
    "show-stats": ["show", "--stats", "sklearn_pipeline.pkl"],
    "show-stats-settings": ["show", "--stats", "settings.pkl"],
    "show-json": ["show", "--json", "settings.pkl"],
    "show-json-stats": ["show", "--json", "--stats", "rectangle.pkl"],
    "trace-settings": ["show", "--trace", "settings.pkl"],
    "trace-shared": ["show", "--trace", "shared_p4.pkl"],
    "trace-pipeline": ["show", "--trace", "--depth", "2", "--items", "3", "sklearn_pipeline.pkl"],
    "trace-json": ["show", "--trace", "--json", "rectangle.pkl"],
    "trace-inner": ["show", "--trace", "settings.pkl/limits"],
    "refs-shared": ["show", "--refs", "shared_p4.pkl/rows[0]"],
    "refs-recursive": ["show", "--refs", "recursive_p4.pkl"],
    "refs-items": ["show", "--refs", "--items", "2", "settings.pkl"],
    "refs-number": ["show", "--refs", "settings.pkl/version"],
    "refs-json": ["show", "--refs", "--json", "shared_p4.pkl/rows[0]"],
    "check": [
      "check", "settings.pkl", "three_in_a_stream.pkl", "settings_compressed.pkl.z", "equal_keys.pkl",
    ],
    "check-typed-json": ["check", "settings.json"],
    "check-odd": [
      "check", "dup.pkl", "binput_binget.pkl", "trailing_bytes.pkl", "persid.pkl", "int_text_odd.pkl",
    ],
    "check-quiet": ["check", "--quiet", "settings.pkl", "equal_keys.pkl", "persid.pkl"],
    "check-invalid": ["check", "settings.pkl", "../invalid/list_as_key.pkl", "../invalid/frame_cut.pkl"],
    "check-json": ["check", "--json", "rectangle.pkl", "trailing_bytes.pkl"],
    "check-json-invalid": ["check", "--json", "../invalid/list_as_key.pkl"],
    "check-quiet-invalid": ["check", "-q", "settings.pkl", "settings.dis"],
    "dump-settings": ["dump", "settings.pkl"],
    "dump-stream": ["dump", "three_in_a_stream.pkl"],
    "dump-inner": ["dump", "settings.pkl/tags[0]"],
    "dump-compressed": ["dump", "settings_compressed.pkl.z"],
    "dump-latin1": ["dump", "--encoding", "latin1", "string_py2.pkl"],
    "dis-settings": ["dis", "settings.pkl"],
    "dis-annotated": ["dis", "-a", "rectangle.pkl"],
    "dis-two": ["dis", "put_get.pkl", "int_text.pkl"],
    "dis-preamble": ["dis", "-p", "# {name!r}", "put_get.pkl", "int_text.pkl"],
    "dis-indent": ["dis", "--indentlevel", "2", "list_dict_tuple.pkl"],
    "dis-json": ["dis", "--json", "rectangle.pkl"],
    "dis-compressed": ["dis", "settings_compressed.pkl.z"],
    "show-array": ["show", "numpy_p4.pkl/floats"],
    "show-array-slice": ["show", "numpy_p4.pkl/fortran[::-1, 0]"],
    "show-array-stats": ["show", "--stats", "numpy_p4.pkl/floats"],
    "show-array-stats-json": ["show", "--stats", "--json", "numpy_p4.pkl/ints"],
    "show-arrays": ["show", "numpy_p5.pkl"],
    "dump-plain-arrays": ["dump", "--plain-arrays", "numpy_p4.pkl"],
    "dump-csv": ["dump", "--csv", "numpy_p4.pkl/records"],
    "help": ["--help"], "help-convert": ["convert", "--help"],
    "help-show": ["show", "--help"], "help-dump": ["dump", "--help"],
    "help-dis": ["dis", "--help"], "help-diff": ["diff", "--help"], "help-check": ["check", "--help"],
  ]

  @Test(arguments: cases.keys.sorted())
  func snapshot(_ name: String) throws {
    let outcome = try BrineTool.run(try #require(Self.cases[name]))
    #expect(outcome.status == (name.hasSuffix("invalid") ? 1 : 0))
    #expect(outcome.errors == "")
    try Snapshots.check(outcome, name)
  }

  @Test func noStraySnapshots() throws {
    let names = DiffOutputTests.names.union(Self.cases.keys).union(HDF5OutputTests.names).union(
      HDF5ShownTests.names
    ).union(ScanOutputTests.names)
    #expect(Set(try Snapshots.all().filter { !$0.hasPrefix("convert") }).subtracting(names) == [])
  }

  @Test(arguments: try Fixture.all().filter { $0.error == nil })
  func dumpPrintsTheTypedJSON(_ fixture: Fixture) throws {
    guard let expected = try fixture.companion("json") else { return }
    let outcome = try BrineTool.run(["dump", fixture.url.lastPathComponent])
    #expect(outcome.status == 0)
    #expect(outcome.text == expected)
  }

  @Test(arguments: [
    "settings", "sklearn_pipeline", "recursive_p4", "three_in_a_stream", "scalars_p5", "py2_instance",
  ])
  func jsonCanBeRead(_ stem: String) throws {
    let outcome = try BrineTool.run(["show", "--json", "--stats", "\(stem).pkl"])
    let report = try JSONDecoder().decode(Report.self, from: outcome.output)
    #expect(report.format == "pickle")
    #expect(report.file == "\(stem).pkl")
    #expect(report.size == report.storedSize)
    #expect(report.values.count == (stem == "three_in_a_stream" ? 3 : 1))
    for value in report.values {
      #expect((value.tree.children ?? []).count == min(value.tree.count, 20))
      #expect(value.stats.kinds.values.reduce(0, +) > 0)
    }
  }

  private struct Report: Decodable {
    struct Node: Decodable {
      let label: String
      let type: String
      let count: Int
      let children: [Node]?
    }
    struct Stats: Decodable {
      let size: Int
      let kinds: [String: Int]
    }
    struct Value: Decodable {
      let tree: Node
      let stats: Stats
    }
    let file: String
    let format: String
    let size: Int
    let storedSize: Int
    let values: [Value]
  }

  @Test func everyOpcodeAsJSON() throws {
    let lines = try BrineTool.run(["dis", "--json", "settings.pkl"]).text.split(separator: "\n")
    struct Line: Decodable {
      let offset: Int
      let length: Int
      let opcode: String
    }
    let opcodes = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    #expect(opcodes.first?.opcode == "PROTO")
    #expect(opcodes.last?.opcode == "STOP")
    #expect(zip(opcodes, opcodes.dropFirst()).allSatisfy { $0.offset + $0.length == $1.offset })
  }
}
