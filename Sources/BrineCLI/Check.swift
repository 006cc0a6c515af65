import ArgumentParser
import Brine

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says whether files are well formed, and what is odd about them.",
    discussion: """
      EXAMPLES:
        brine check model.pkl
        brine check *.pkl && echo "all fine"
        brine check --json data.pkl | jq '.files[0].pickles[0].findings'
        brine check results.h5          every checksum, index, heap and chunk

      Errors are what Python's unpickler refuses too: exit code 1. Warnings are
      what it lets pass but no pickler writes: a memo key stored twice, values left
      on the stack, frames that don't fit, keys that come twice, bytes after the
      last pickle. Whether the named classes exist is not looked at. Typed JSON
      must describe a value; arrays, archives of them and CSV must be readable.
      Of HDF5 files each object, attribute, index, heap, chunk and checksum is looked
      at, and whether two structures have the same bytes; what can be read is counted.
      Exit code 2: a file can't be read.
      """)

  @Argument(help: "The files; - is standard input.", completion: .file())
  var files: [String]

  @OptionGroup var decoding: DecodingOptions

  @Flag(name: .shortAndLong, help: "Print only what is wrong or odd.")
  var quiet = false

  @Flag(help: "Print the report as JSON.")
  var json = false

  func run() throws {
    let options = try decoding.pickleOptions()
    var (isValid, isReadable, isFirst) = (true, true, true)
    var writer = JSONTextWriter(Output.write)
    if json { try writer.write("{\"files\":[") }
    for file in files {
      let report: any FileReport
      do { report = try self.report(file, options) } catch {
        isReadable = false
        Output.message("brine: \(Failure.text(Failure.inFile(file, error)))")
        continue
      }
      if !report.isValid { isValid = false }
      if json {
        if !isFirst { try writer.write(",") }
        try report.write(to: &writer)
      } else {
        try Output.write(report.text(quiet: quiet))
      }
      isFirst = false
    }
    if json {
      try writer.write("]}\n")
      try writer.flush()
    }
    if !isReadable || !isValid { throw ExitCode(isReadable ? 1 : 2) }
  }

  private func report(_ file: String, _ options: PickleOptions) throws -> any FileReport {
    let input: InputFile
    do { input = try InputFile(path: file) } catch let error as HDF5Error where error.code != .unreadable {
      return HDF5CheckReport(file: file, refusal: error)
    }
    if let hdf5 = input.hdf5 { return HDF5CheckReport(file: file, input: input, hdf5: hdf5) }
    return CheckReport(file: file, input: input, check: input.check(options: options))
  }
}

/// What `check` says about one file.
protocol FileReport {
  /// Whether there are no errors.
  var isValid: Bool { get }
  /// The verdict, what was counted, what was found.
  func text(quiet: Bool) -> String
  func write(to writer: inout JSONTextWriter) throws
}
