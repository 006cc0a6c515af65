import ArgumentParser
import Brine
import Foundation

struct Scan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what loading files would do, without loading them.",
    discussion: """
      EXAMPLES:
        brine scan model.pkl
        brine scan downloads/                 all files in there, on all cores
        brine scan 'models/**/*.pt'           in all folders below
        brine scan --json models | jq '.files[] | select(.verdict != "safe")'
        brine scan --sarif models > scan.sarif
        brine scan --policy torch-weights checkpoint.pt
        brine scan --policy ours.json model.joblib
        curl … | brine scan -
        brine scan --explain os.system

      Verdicts: safe (loading can only build data), contains code (the file brings
      functions or classes along, as dill and cloudpickle write them), unknown (it
      calls something that the policy does not know), unsafe (it would run code or
      reach the system), unreadable (it could not be analysed to its end). In folders
      and archives files of other formats are passed over.

      Exit codes: 0 all safe, 1 something is unsafe, 2 something is unreadable,
      unknown or contains code.
      """)

  @Argument(help: "Files, folders and patterns; - is standard input.", completion: .file())
  var paths: [String] = []

  @Option(help: "strict, default, torch-weights, or a file that adds to it. May be given several times.")
  var policy: [String] = []

  @Option(help: "The mildest verdict for exit code 1: unsafe, unknown or code.")
  var failOn: FailOn = .unsafe

  @Option(
    help:
      "How many megabytes may come out of the compressions of a file, and its values take; more is unreadable."
  )
  var limit = 1024

  @Option(help: "Say what the policy knows of a name, such as os.system.")
  var explain: String?

  @Flag(name: .shortAndLong, help: "Print only what is not safe.")
  var quiet = false

  @Flag(help: "Print the reports as JSON.")
  var json = false

  @Flag(help: "Print the reports as SARIF 2.1.0.")
  var sarif = false

  /// From which verdict on the answer is no.
  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case unsafe, unknown, code

    /// Whether a verdict is as bad.
    func includes(_ verdict: ScanVerdict) -> Bool {
      switch verdict {
      case .unsafe: true
      case .unknown, .unreadable: self != .unsafe
      case .containsCode: self == .code
      case .safe, .other: false
      }
    }
  }

  func validate() throws {
    guard (1...1 << 24).contains(limit) else { throw ValidationError("--limit is a number of megabytes") }
    if json, sarif { throw ValidationError("--json and --sarif exclude each other") }
    if paths.isEmpty, explain == nil {
      throw ValidationError("a file or folder is needed, or --explain NAME")
    }
  }

  func run() throws {
    var scanner = FileScanner(policy: try ScanPolicy.chosen(policy))
    (scanner.limits.decompressedSize, scanner.limits.valueSize) = (limit << 20, limit << 20)
    if let explain { return try PolicyExplanation(explain, scanner.policy).print(asJSON: json) }
    var files = ScanFiles()
    for path in paths { files.add(path) }
    var output = ScanOutput(form: json ? .json : sarif ? .sarif : .text, quiet: quiet)
    try output.begin()
    var verdicts: Set<ScanVerdict> = []
    try files.scan(with: scanner) { report in
      verdicts.insert(report.verdict)
      try output.add(report)
    }
    try output.end()
    if verdicts.contains(where: failOn.includes) { throw ExitCode(1) }
    if files.hasUnreadable || !verdicts.isSubset(of: [.safe, .other]) { throw ExitCode(2) }
  }
}
