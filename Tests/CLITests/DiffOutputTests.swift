import Foundation
import TestSupport
import Testing

/// What `brine diff` prints, compared with snapshots, and its exit codes.
@Suite struct DiffOutputTests {
  /// A configuration before and after.
  private static let old = #"""
    {"name":"demo","lr":0.1,"epochs":3,"seed":null,"betas":{"$tuple":[0.9,0.999]},"tags":{"$set":["a","b"]},
    "layers":[{"$id":1,"$object":"app.Layer","state":{"name":"in","size":8}},
    {"$object":"app.Layer","state":{"name":"out","size":2}}],"first":{"$ref":1},"path":["a","b","c","d"],
    "raw":{"$bytes":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"},"when":{"$datetime":"2026-01-02T03:04:05"},
    "limits":{"cpu":4},"loss":{"$global":"app.loss"},"w":{"$object":"array.array","args":["d",[1.0,2.0]]},
    "note":"a long text that is the same for quite a while, in fact for more than sixty-four bytes, and then not"}
    """#
  private static let new = #"""
    {"lr":0.01,"epochs":3.0,"seed":7,"betas":{"$tuple":[0.9,0.99]},"tags":{"$set":["b","c"]},"name":"demo",
    "layers":[{"$object":"app.Layer","state":{"name":"input","size":8}},
    {"$object":"app.Head","state":{"name":"out","size":2,"bias":true}}],
    "first":{"$object":"app.Layer","state":{"name":"input","size":8}},"path":["new","a","b","d"],
    "raw":{"$bytes":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwf"},"when":{"$datetime":"2026-01-02T03:04:06"},
    "limits":[4],"loss":{"$global":"app.cost"},"w":{"$object":"array.array","args":["d",[1.0,2.5]]},
    "note":"a long text that is the same for quite a while, in fact for more than sixty-four bytes, and then so",
    "\u001b[31mred":"\u001b[32mgreen"}
    """#

  /// The name of each snapshot, the options that print it, the exit code.
  private static let cases: [String: (options: [String], status: Int32)] = [
    "diff": ([], 1), "diff-json": (["--json"], 1), "diff-limit": (["--limit", "3"], 1),
    "diff-limit-json": (["--limit", "2", "--json"], 1),
    "diff-sharing-order": (["--sharing", "--order"], 1), "diff-tolerance": (["--atol", "0.5"], 1),
  ]

  /// All names, for those who look for snapshots of nothing.
  static var names: Set<String> { Set(cases.keys).union(["diff-stream", "diff-stream-json"]) }

  @Test(arguments: cases.keys.sorted())
  func snapshot(_ name: String) throws {
    let (options, status) = try #require(Self.cases[name])
    let outcome = try diff(Self.old, Self.new, options)
    #expect(outcome.status == status)
    #expect(outcome.errors == (name == "diff-limit-json" ? "brine: 17 more differences\n" : ""))
    try Snapshots.check(outcome, name)
  }

  @Test(arguments: ["diff-stream", "diff-stream-json"])
  func streams(_ name: String) throws {
    let outcome = try withFiles("1\n2\n3", "1\n5") { old, new in
      try BrineTool.run(["diff"] + (name.hasSuffix("json") ? ["--json"] : []) + [old, new])
    }
    #expect(outcome.status == 1)
    try Snapshots.check(outcome, name)
  }

  @Test func equalFiles() throws {
    for options in [[], ["--quiet"], ["--sharing", "--order"]] {
      let outcome = try diff(Self.old, Self.old, options)
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    }
    let outcome = try diff(Self.old, Self.old, ["--json"])
    #expect(outcome.status == 0 && outcome.text == "[]\n")
  }

  @Test func onlyTheExitCode() throws {
    let outcome = try diff(Self.old, Self.new, ["--quiet"])
    #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.errors.isEmpty)
  }

  @Test func partsOfFiles() throws {
    try withFiles(Self.old, Self.new) { old, new in
      let outcome = try BrineTool.run(["diff", old + "/path", new + "/path"])
      #expect(outcome.status == 1 && outcome.text == "+ [0]: str 'new'\n- [2]: str 'c'\n")
      #expect(try BrineTool.run(["diff", old + "/betas[0]", new + "/betas[0]"]).status == 0)
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: new)))
      #expect(try BrineTool.run(["diff", new, "-"], input: bytes).status == 0)
    }
    let stream = "three_in_a_stream.pkl"
    #expect(try BrineTool.run(["diff", "--pickle", "2", stream, stream]).status == 0)
  }

  @Test func otherProtocolsAndPackings() throws {
    #expect(try BrineTool.run(["diff", "containers_p0.pkl", "containers_p5.pkl"]).status == 0)
    #expect(try BrineTool.run(["diff", "settings.pkl", "settings_compressed.pkl.z"]).status == 0)
    #expect(try BrineTool.run(["diff", "settings.pkl", "rectangle.pkl"]).status == 1)
    #expect(try BrineTool.run(["diff", "settings.json", "settings.pkl"]).status == 0)
    #expect(try BrineTool.run(["diff", "settings.json/limits", "settings.pkl/limits"]).status == 0)
  }

  @Test func buffersOfBoth() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let pickle = try scratch.write("a.pkl", [0x80, 5, 0x97, 0x2E]).path
    let (one, two) = (try scratch.write("1", [1, 2]).path, try scratch.write("2", [1, 3]).path)
    #expect(try BrineTool.run(["diff", "--buffer", one, pickle, pickle]).status == 0)
    let outcome = try BrineTool.run(["diff", "--buffer", one, "--buffer-b", two, pickle, pickle])
    #expect(outcome.status == 1 && outcome.text.contains("(root)"))
    #expect(try BrineTool.run(["diff", pickle, pickle]).status == 2)
  }

  @Test func whatCanNotBeCompared() throws {
    for files in [
      ["missing.pkl", "settings.pkl"], ["settings.pkl", "missing.pkl"], ["settings.dis", "settings.pkl"],
      ["settings.pkl/nothing", "settings.pkl"], ["settings.pkl", "../invalid/list_as_key.pkl"],
      ["--pickle", "4", "three_in_a_stream.pkl", "three_in_a_stream.pkl"],
    ] {
      let outcome = try BrineTool.run(["diff"] + files)
      #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.hasPrefix("brine: "))
    }
  }

  @Test(arguments: [
    ["diff"], ["diff", "a.pkl"], ["diff", "-", "-"], ["diff", "--rtol", "-1", "a", "b"],
    ["diff", "--limit", "-1", "a", "b"], ["diff", "--atol", "x", "a", "b"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    let outcome = try BrineTool.run(arguments)
    #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.errors.contains("brine diff"))
  }

  /// As many differences as the file is deep: the report must not grow with the square.
  @Test func longPaths() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let count = 2100
    let files = try [1, 2].map { leaf in
      let bytes =
        [0x80, 4] + [0x5D, 0x28, 0x4B, UInt8(leaf)].repeated(count) + [0x65].repeated(count) + [0x2E]
      return try scratch.write("\(leaf).pkl", bytes).path
    }
    let report = try BrineTool.run(["diff", "--json"] + files)
    #expect(report.status == 1 && report.output.count < 10_000_000)
    let lines = report.text.split(separator: "\n")
    #expect(lines.count == count + 2)
    #expect(lines[count].hasPrefix(#"{"path":null,"depth":2100,"step":"[0]","kind":"value","#))
    let text = try BrineTool.run(["diff", "--limit", "0"] + files).text.split(separator: "\n")
    #expect(text.count == count && text.allSatisfy { $0.utf8.count < 500 })
    #expect(text[count - 1] == "~ (2099 steps) … [0]: 1 → 2")
  }

  /// The report holds what the text does, in a form that programs read.
  @Test func jsonReport() throws {
    struct Value: Decodable {
      let type: String
      let preview: String
    }
    struct Difference: Decodable {
      let path: String
      let pathB: String?
      let kind: String
      let a: Value?
      let b: Value?
    }
    let outcome = try diff(Self.old, Self.new, ["--json"])
    let found = try JSONDecoder().decode([Difference].self, from: outcome.output)
    #expect(found.count == 19)
    #expect(found.count { $0.a == nil } == found.count { $0.kind == "added" })
    #expect(found.count { $0.b == nil } == found.count { $0.kind == "removed" })
    #expect(found.first { $0.path == "epochs" }?.b?.type == "float")
    #expect(found.contains { $0.path == "path[2]" && $0.kind == "removed" })
    #expect(found.count == (try diff(Self.old, Self.new, []).text.split(separator: "\n").count))
  }

  // MARK: Files

  private func diff(_ old: String, _ new: String, _ options: [String]) throws -> BrineTool.Outcome {
    try withFiles(old, new) { try BrineTool.run(["diff"] + options + [$0, $1]) }
  }

  /// Runs something with two pickles of what typed JSON describes.
  private func withFiles<T>(_ old: String, _ new: String, _ body: (String, String) throws -> T) throws -> T {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let files = try zip(["old", "new"], [old, new]).map { name, json in
      let file = try scratch.write(name + ".json", Array(json.utf8))
      let pickle = scratch.url.appendingPathComponent(name + ".pkl").path
      let outcome = try BrineTool.run(["convert", file.path, pickle])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return pickle
    }
    return try body(files[0], files[1])
  }
}
