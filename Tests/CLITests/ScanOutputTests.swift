import Foundation
import TestSupport
import Testing

/// What `scan` and `clean` print, and their exit codes.
@Suite struct ScanOutputTests {
  private static let attacks = "../../scan/attacks/files/"
  private static let honest = "../../scan/honest/files/"

  private static let cases: [String: (arguments: [String], status: Int32)] = [
    "scan-safe": (["scan", "settings.pkl", "sklearn_pipeline.pkl"], 0),
    "scan-unsafe": (["scan", attacks + "exec.pkl"], 1),
    "scan-torch": (["scan", attacks + "local-name.pt"], 1),
    "scan-keras": (["scan", attacks + "lambda.keras"], 1),
    "scan-code": (["scan", honest + "code_cloudpickle_Point.pkl"], 2),
    "scan-unknown": (["scan", "rectangle.pkl"], 2),
    "scan-fail-on": (["scan", "--fail-on", "unknown", "rectangle.pkl"], 1),
    "scan-quiet": (["scan", "-q", "settings.pkl", "rectangle.pkl"], 2),
    "scan-json": (["scan", "--json", attacks + "exec.pkl", "settings.pkl"], 1),
    "scan-sarif": (["scan", "--sarif", attacks + "exec.pkl", "settings.pkl"], 1),
    "scan-explain": (["scan", "--explain", "os.system"], 0),
    "scan-explain-json": (
      ["scan", "--explain", "collections.OrderedDict", "--json", "--policy", "strict"], 0
    ),
    "scan-strict": (["scan", "--policy", "strict", "sklearn_pipeline.pkl"], 2),
    "scan-help": (["scan", "--help"], 0), "clean-help": (["clean", "--help"], 0),
    "show-danger": (["show", attacks + "exec.pkl"], 0),
  ]

  static var names: Set<String> { Set(cases.keys) }

  @Test(arguments: cases.keys.sorted())
  func snapshot(_ name: String) throws {
    let (arguments, status) = try #require(Self.cases[name])
    let outcome = try BrineTool.run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    try Snapshots.check(outcome, name)
  }

  @Test func foldersAreGoneThrough() throws {
    let outcome = try BrineTool.run(["scan", "--json", "../../scan/attacks/files"])
    #expect(outcome.status == 1)
    let report = try JSONDecoder().decode(Report.self, from: outcome.output)
    #expect(report.files.count == report.summary.values.reduce(0, +))
    #expect((report.summary["unsafe"] ?? 0) >= 120)
    #expect(report.files.map(\.path) == report.files.map(\.path).sorted())
  }

  private struct Report: Decodable {
    struct File: Decodable { let path: String, verdict: String }
    let files: [File]
    let summary: [String: Int]
  }

  @Test func wrongUseIsSaid() throws {
    #expect(try BrineTool.run(["scan"]).status == 64)
    #expect(try BrineTool.run(["scan", "--json", "--sarif", "settings.pkl"]).status == 64)
    let missing = try BrineTool.run(["scan", "no-such-file.pkl"])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("no-such-file.pkl"))
    let policy = try BrineTool.run(["scan", "--policy", "no-such-policy", "settings.pkl"])
    #expect(policy.status == 2)
    #expect(policy.errors.contains("no-such-policy"))
  }

  @Test func cleaningDropsWhatIsDangerous() throws {
    let folder = try Scratch()
    let input = folder.url.appendingPathComponent("in.pkl").path
    let output = folder.url.appendingPathComponent("out.pkl").path
    // {'a': 1, 'b': os.system('id'), 'c': [2]}
    let pickle = "(dS'a'\nI1\nsS'b'\ncos\nsystem\n(S'id'\ntRsS'c'\n(lI2\nas."
    try Data(pickle.utf8).write(to: URL(fileURLWithPath: input))
    let outcome = try BrineTool.run(["clean", input, output])
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("dropped: 35 REDUCE: os.system is called"))
    #expect(try BrineTool.run(["scan", output]).status == 0)
    let dump = try BrineTool.run(["dump", output])
    #expect(dump.text.filter { !$0.isWhitespace } == "{\"a\":1,\"b\":null,\"c\":[2]}")
  }

  @Test func cleaningNeedsSomethingToBeLeft() throws {
    let folder = try Scratch()
    let input = folder.url.appendingPathComponent("in.pkl").path
    try Data("cos\nsystem\n(S'id'\ntR.".utf8).write(to: URL(fileURLWithPath: input))
    let outcome = try BrineTool.run(["clean", input, folder.url.appendingPathComponent("out.pkl").path])
    #expect(outcome.status == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("out.pkl").path))
  }
}
