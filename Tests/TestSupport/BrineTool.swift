public import Foundation

/// The `brine` executable that was built along with the tests.
public enum BrineTool {
  /// What a run left behind.
  public struct Outcome: Sendable {
    /// What it wrote to standard output.
    public let output: Data
    /// What it wrote to standard error.
    public let errors: String
    /// Its exit code.
    public let status: Int32
    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The folder that the test bundle is in.
  private static let folder: URL = {
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// Where the executable is.
  public static let url = folder.appendingPathComponent("brine")

  /// Runs the tool among the valid fixtures, or in `folder`.
  ///
  /// Files take the place of pipes, so that no amount of output can block.
  /// - Parameter terminal: where standard output goes, when it is not to be kept.
  public static func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
    terminal: FileHandle? = nil, in folder: URL? = nil
  ) throws -> Outcome {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? PackageRoot.pickles.appendingPathComponent("valid")
    process.environment = cleaned(ProcessInfo.processInfo.environment).merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: try scratch.write("input", input))
    let (output, errors) = (try scratch.write("output", []), try scratch.write("errors", []))
    process.standardOutput = try terminal ?? FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      output: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      status: process.terminationStatus)
  }

  /// Without what would change the look of the output.
  private static func cleaned(_ environment: [String: String]) -> [String: String] {
    var environment = environment
    for name in ["NO_COLOR", "TERM", "COLUMNS"] { environment[name] = nil }
    return environment
  }
}
