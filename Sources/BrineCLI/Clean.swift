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
        brine clean model.pkl - | brine show -

      Calls and names that the policy does not allow become None, with all that was
      done to them; the rest stays as it is. What was dropped is listed. The result
      is scanned again before it is written; OUT is replaced only by a file that is
      safe. Pickles and joblib files of one value, compressed or not, can be cleaned.

      Exit codes: 0 written, 1 nothing meaningful would be left, 2 it can't be read.
      """)

  @Argument(help: "The file to clean; - is standard input.", completion: .file())
  var input: String

  @Argument(
    help: "The file to write, a pickle that is not compressed; - is standard output.", completion: .file())
  var output: String

  @Option(help: "strict, default, torch-weights, or a file that adds to it. May be given several times.")
  var policy: [String] = []

  @Flag(help: "Print what was dropped as JSON.")
  var json = false

  func validate() throws {
    if json, output == "-" {
      throw ValidationError("--json and the pickle can't both go to standard output")
    }
  }

  func run() throws {
    let cleaner = PickleCleaner(policy: try ScanPolicy.chosen(policy))
    let source = try pickle()
    let result: PickleCleaner.Result
    do { result = try cleaner.clean(source) } catch let failure as PickleCleaner.Failure {
      Output.message("brine: \(input): \(failure)")
      if case .moreFollows = failure { throw ExitCode(2) }
      throw ExitCode(1)
    } catch { throw Failure.inFile(input, error) }
    if output == "-" {
      let bytes = try result.value.encoded(result.writeOptions)
      try bytes.withUnsafeBytes { try Output.write($0) }
    } else {
      try result.value.write(to: output, result.writeOptions)
    }
    try printDropped(result.dropped)
  }

  /// The content of the file, out of its compressions: only a pickle can be cleaned.
  private func pickle() throws -> MemorySource {
    let file: InputFile
    do { file = try InputFile(path: input) } catch { throw Failure.inFile(input, error) }
    // Archives and the like begin with what no pickle begins with.
    let report = FileScanner().scan(file.source)
    guard file.format == .pickle, ["pickle", "joblib"].contains(report.format) else {
      let isKnown = file.format != .pickle || report.format != "other"
      let format = file.format != .pickle ? file.format.rawValue : report.format
      Output.message(
        "brine: \(input): \(isKnown ? "this is \(format), and only pickles" : "this is no pickle: only pickles") "
          + "and joblib files can be cleaned")
      throw ExitCode(2)
    }
    return file.source
  }

  private func printDropped(_ dropped: [ScanFinding]) throws {
    if json {
      let order: [ScanVerdict] = [.unsafe, .unreadable, .unknown, .containsCode]
      let verdict = order.first { verdict in dropped.contains { $0.verdict == verdict } } ?? .safe
      let report = ScanReport(path: input, format: "pickle", verdict: verdict, findings: dropped)
      var writer = JSONTextWriter(Output.write)
      try report.write(to: &writer)
      try writer.write("\n")
      return try writer.flush()
    }
    if dropped.isEmpty { return Output.message("brine: nothing had to be dropped") }
    for finding in dropped {
      let line = "dropped: \(Output.printable(ScanOutput.line(finding)))"
      // Standard output may have the pickle.
      if output == "-" { Output.message(line) } else { try Output.write(line + "\n") }
    }
  }
}
