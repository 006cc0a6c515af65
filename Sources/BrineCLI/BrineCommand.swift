import ArgumentParser
import Brine
import Foundation

/// The tool: one subcommand a file.
@main
struct BrineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brine",
    abstract: "Opens, checks and prints what Python saves, without running any of it.",
    discussion: """
      EXAMPLES:
        brine show model.pkl            what is inside, as a tree
        brine show model.pkl/steps[0]   a part of it
        brine dump data.pkl > s.json    the whole value, as typed JSON
        brine diff old.pkl new.pkl      what changed
        brine show results.h5           an HDF5 file: groups, attributes, datasets
        brine check *.pkl               whether files are well formed
        brine scan downloads/           what loading files would do
        brine dis -a data.pkl           the opcodes, as pickletools prints them

      Exit codes: 0 fine, 1 the answer is no, 2 could not do it, 64 wrong usage.
      """,
    version: "0.1.0",
    subcommands: [
      Show.self, Dump.self, Convert.self, Diff.self, Check.self, Scan.self, Clean.self, Disassemble.self,
    ]
  )

  static func main() async {
    // The policy is read while the arguments are: both take a few milliseconds.
    if CommandLine.arguments.dropFirst().first == "scan" {
      Thread.detachNewThread { _ = PicklePolicy.default }
    }
    // Writing to a pipe that nobody reads any more is an error like others then, see `Output.Closed`.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot(InputPath.parsable(CommandLine.arguments.dropFirst()))
      try ProgressBar.whileRunning { try command.run() }
    } catch {
      report(error)
    }
  }

  /// Says on standard error what went wrong, and ends with the exit code for it.
  private static func report(_ error: any Error) -> Never {
    if Output.isClosed(error) { exit(withError: ExitCode(0)) }
    let code = exitCode(for: error)
    if error is ExitCode || code == .success || code == .validationFailure { exit(withError: error) }
    Output.message("brine: \(Failure.text(error))")
    exit(withError: ExitCode(2))
  }
}
