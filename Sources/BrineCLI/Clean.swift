import ArgumentParser
import Brine
import Foundation

struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a pickle without its dangerous parts.",
    discussion: """
      EXAMPLES:
        brine clean model.pkl clean.pkl
        brine clean --policy strict data.pkl.gz data.pkl
        brine clean --json model.joblib clean.joblib

      Calls and names that the policy does not allow become None, with all that was
      done to them; the rest stays as it is. What was dropped is listed. The result
      is scanned again before it is written; OUT is replaced only by a file that is
      safe. Pickles and joblib files of one value, compressed or not, can be cleaned.

      Exit codes: 0 written, 1 nothing meaningful would be left, 2 it can't be read.
      """)

  @Argument(help: "The file to clean; - is standard input.", completion: .file())
  var input: String

  @Argument(help: "The file to write, a pickle that is not compressed.", completion: .file())
  var output: String

  @Option(help: "strict, default, torch-weights, or a file that adds to it. May be given several times.")
  var policy: [String] = []

  @Flag(help: "Print what was dropped as JSON.")
  var json = false

  func run() throws {
    let file = try InputFile(path: input)
    guard file.format == .pickle else {
      throw ValidationError("\(input) is \(file.format.rawValue), and only pickles can be cleaned")
    }
    let cleaner = PickleCleaner(policy: try ScanPolicy.chosen(policy))
    let result: PickleCleaner.Result
    do { result = try cleaner.clean(file.source) } catch let failure as PickleCleaner.Failure {
      Output.message("brine: \(input): \(failure)")
      throw ExitCode(1)
    }
    try result.value.write(to: output, result.writeOptions)
    let verdict: ScanVerdict = result.dropped.isEmpty ? .safe : .unsafe
    let report = ScanReport(path: input, format: "pickle", verdict: verdict, findings: result.dropped)
    if json {
      var writer = JSONTextWriter(Output.write)
      try report.write(to: &writer)
      try writer.write("\n")
      return try writer.flush()
    }
    if result.dropped.isEmpty { return Output.message("brine: nothing had to be dropped") }
    for finding in result.dropped {
      try Output.write("dropped: \(Output.printable(ScanOutput.line(finding)))\n")
    }
  }
}
