import ArgumentParser
import Brine

/// The file to look at, and how to read it: what all commands on one file share.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The file, - for standard input; a path inside may follow, as in data.pkl/config/layers[2].",
      valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: "Which pickle of a stream to look at, from 1. All by default; the first where a path is given.")
  var pickle: Int?

  @OptionGroup var decoding: DecodingOptions

  /// The file's own path and the path inside it.
  var path: InputPath { InputPath(file) }

  /// The same as a pair.
  var parts: (path: String, inner: String) { (path.file, path.inner) }

  /// Opens the file, and says which file it was when that fails.
  func open(allowsTruncation: Bool = false) throws -> InputFile {
    try path.open(hasHeader: decoding.header, allowsTruncation: allowsTruncation)
  }

  /// The values that are asked for: the root of each pickle, or what the inner path leads to in one of them.
  func values(in input: InputFile) throws -> [PickleValue] {
    let path = path
    do {
      let options = try decoding.pickleOptions()
      return try path.values(in: input, pickle: pickle, options: options)
    } catch let error as Failure { throw error } catch { throw Failure.inFile(path.file, error) }
  }
}
