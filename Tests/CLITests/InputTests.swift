import Foundation
import TestSupport
import Testing

/// Files, standard input, paths inside, and everything that can be wrong with them.
@Suite struct InputTests {
  @Test(arguments: ["settings.pkl", "settings_compressed.pkl.z", "sklearn_pipeline_compressed.pkl.gz"])
  func standardInput(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: PackageRoot.pickles.appendingPathComponent("valid/\(name)")))
    for command in ["dump", "dis"] {
      let piped = try BrineTool.run([command, "-"], input: bytes)
      #expect(piped.status == 0)
      #expect(piped.output == (try BrineTool.run([command, name]).output))
    }
    #expect(try BrineTool.run(["show", "-"], input: bytes).text.hasPrefix("standard input: pickle"))
  }

  @Test func pathsInsideStandardInput() throws {
    let bytes = [UInt8](
      try Data(contentsOf: PackageRoot.pickles.appendingPathComponent("valid/settings.pkl")))
    #expect(try BrineTool.run(["dump", "--", "-/tags[0]"], input: bytes).text == "\"a\"\n")
  }

  @Test func pathsInside() throws {
    #expect(try BrineTool.run(["dump", "settings.pkl/limits/cpu"]).text == "4\n")
    #expect(try BrineTool.run(["dump", "settings.pkl/window[0]"]).text == "800\n")
    #expect(try BrineTool.run(["dump", "settings.pkl[\"name\"]"]).text == "\"demo\"\n")
    let folder = PackageRoot.pickles.appendingPathComponent("valid").path
    #expect(try BrineTool.run(["dump", "\(folder)/settings.pkl/tags[-1]"]).text == "\"b\"\n")
  }

  @Test func fileNamesWithBrackets() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try scratch.write("a[0].pkl", [0x5D, 0x4B, 7, 0x61, 0x2E])
    #expect(try BrineTool.run(["dump", file.path]).text == "[7]\n")
    #expect(try BrineTool.run(["dump", file.path + "[0]"]).text == "7\n")
  }

  @Test func buffersFromFiles() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let buffer = try scratch.write("buffer", [1, 2, 3])
    let pickle = try scratch.write("data.pkl", [0x97, 0x2E])
    let outcome = try BrineTool.run(["dump", "--buffer", buffer.path, pickle.path])
    #expect(outcome.text == "{\"$bytes\":\"AQID\"}\n")
    expectFailure(try BrineTool.run(["dump", pickle.path]), "buffer")
  }

  @Test func bytesAfterTheLastPickle() throws {
    let outcome = try BrineTool.run(["dump", "trailing_bytes.pkl"])
    #expect(outcome.status == 0)
    #expect(outcome.text == "1\n")
    #expect(outcome.errors.contains("ignored"))
  }

  // MARK: What can't be done

  /// Exit code 2, a message that begins with the tool's name, nothing on standard output.
  private func expectFailure(
    _ outcome: BrineTool.Outcome, _ words: String..., at place: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == 2, sourceLocation: place)
    #expect(outcome.output.isEmpty, sourceLocation: place)
    #expect(outcome.errors.hasPrefix("brine: "), "\(outcome.errors)", sourceLocation: place)
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: place) }
  }

  @Test(arguments: ["show", "dump", "dis"])
  func unusableFiles(_ command: String) throws {
    expectFailure(try BrineTool.run([command, "missing.pkl"]), "missing.pkl", "No such file")
    expectFailure(try BrineTool.run([command, "."]), "not a regular file")
    expectFailure(try BrineTool.run([command, "-"]))
  }

  @Test(arguments: ["show", "dump"])
  func otherFormats(_ command: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let picture = try scratch.write("picture.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    expectFailure(try BrineTool.run([command, picture.path]), "picture.png")
    let unknown = try scratch.write("unknown", [0xFF, 0xFF])
    expectFailure(try BrineTool.run([command, unknown.path]), "not a pickle", "unknown")
    let cut = try scratch.write("cut.pkl.gz", [0x1F, 0x8B, 8, 0])
    expectFailure(try BrineTool.run([command, cut.path]), "cut off")
  }

  @Test(arguments: try Fixture.invalid())
  func invalidPickles(_ fixture: Fixture) throws {
    for command in ["show", "dump"] {
      expectFailure(try BrineTool.run([command, fixture.url.path]), fixture.stem)
    }
  }

  @Test(arguments: ["settings.pkl/nothing", "settings.pkl/tags[9]", "settings.pkl[", "settings.pkl/tags/x/y"])
  func pathsThatLeadNowhere(_ path: String) throws {
    for command in ["show", "dump"] { expectFailure(try BrineTool.run([command, path]), "settings.pkl") }
  }
}
