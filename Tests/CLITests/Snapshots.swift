import Foundation
import TestSupport
import Testing

/// Texts that were once looked at and found good, in `Snapshots/`.
///
/// With `BRINE_RECORD_SNAPSHOTS` in the environment they are written anew instead of compared.
enum Snapshots {
  private static let folder = PackageRoot.url.appendingPathComponent(
    "Tests/CLITests/Snapshots", isDirectory: true)
  private static let isRecording = ProcessInfo.processInfo.environment["BRINE_RECORD_SNAPSHOTS"] != nil

  /// Compares what a run printed with the snapshot of that name.
  static func check(_ outcome: BrineTool.Outcome, _ name: String, at place: SourceLocation = #_sourceLocation)
    throws
  {
    let file = folder.appendingPathComponent(name + ".txt")
    if isRecording { return try outcome.output.write(to: file) }
    let expected = try? Data(contentsOf: file)
    let isSame = outcome.output == expected
    #expect(isSame, "\(name) differs; the output is now\n\(outcome.text)", sourceLocation: place)
  }

  /// The names of all snapshots.
  static func all() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
      .map { String($0.prefix { $0 != "." }) }
  }
}
