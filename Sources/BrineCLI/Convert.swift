import ArgumentParser
import Brine
import Foundation

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a file, or a part of it, in another format or protocol, without loss.",
    discussion: """
      EXAMPLES:
        brine convert data.pkl old.pkl --protocol 2    for an older Python
        brine convert data.pkl data.json --indent 2    typed JSON, to be read and edited
        brine convert data.json data.pkl               and back, in protocol 4
        brine convert data.pkl - --to json | jq .
        brine convert data.pkl/config config.json      a part of it
        brine convert data.pkl/weights weights.npy     an array
        brine convert mnist.npz 'mnist.joblib.gz'      a dict of arrays, for joblib
        brine convert model.joblib model.pkl --compress xz:6
        brine convert 'x.npy[0:100, ::2]' part.csv
        brine convert --batch < list.tsv               IN, OUT and protocol (or -) a line

      A pickle keeps its protocol unless --protocol says otherwise, and is then the same byte for byte where CPython
      wrote it. What was at OUT is replaced only when the new file is whole. The form of typed JSON is described in
      Documentation/typed-json.md.
      """)

  @Argument(help: "The file to read, - for standard input.", completion: .file())
  var input: String?

  @Argument(help: "The file to write, - for standard output.", completion: .file())
  var output: String?

  @Option(
    name: .customLong("to"),
    help: "The format to write: json, npy, npz, joblib, csv or pickle; by default what the name of OUT says.",
    transform: Self.format)
  var format: Conversion.Format?

  @Option(
    help: """
      How to compress a pickle, joblib file or npz: zlib, gzip, bz2, lzma, xz or lz4, with a level as in xz:6. By default \
      what the name of OUT says.
      """)
  var compress: String?

  @Option(name: .customLong("protocol"), help: "The pickle protocol, 0 to 5.")
  var protocolVersion: Int?

  @Option(help: "Indent typed JSON by so many spaces a level.")
  var indent: Int?

  @Flag(help: "In protocols 0 to 2 keep the names of Python 3.")
  var noFixImports = false

  @Option(help: "How 8-bit strings of Python 2 are encoded.")
  var encoding = "ascii"

  @Option(name: .customLong("buffer"), help: "A file with the next out-of-band buffer.", completion: .file())
  var buffers: [String] = []

  @Flag(help: "Convert what standard input lists.")
  var batch = false

  private static func format(_ name: String) throws -> Conversion.Format {
    guard let format = Conversion.Format(rawValue: name) else {
      throw ValidationError("there is no format \(name)")
    }
    return format
  }

  func validate() throws {
    if let protocolVersion, !(0...5).contains(protocolVersion) {
      throw ValidationError("there is no protocol \(protocolVersion), only 0 to 5")
    }
    guard PickleEncoding(rawValue: encoding) != nil else {
      throw ValidationError("unknown encoding \(encoding)")
    }
    guard batch || output != nil else { throw ValidationError("IN and OUT are needed") }
    guard !batch || input == nil else {
      throw ValidationError("--batch takes what standard input lists, and no files")
    }
    if let output, protocolVersion != nil, ![.pickle, .joblib].contains(target(output)) {
      throw ValidationError("only pickles have a protocol")
    }
    if let compress {
      let parts = compress.split(separator: ":", maxSplits: 1)
      guard parts.count == 1 || Int(parts[1]) != nil else {
        throw ValidationError("--compress takes a name, or a name and a level such as xz:6")
      }
    }
    if let indent, !(0...16).contains(indent) { throw ValidationError("--indent takes 0 to 16") }
  }

  func run() throws {
    Interruption.removesTemporaries()
    if batch { return try runBatch() }
    guard let input, let output else { return }
    do {
      let path = InputPath(input)
      let values = try path.values(in: path.open(), pickle: nil, options: readOptions())
      try Conversion(values).write(
        to: output, as: target(output), options: writeOptions(output, protocolVersion))
    } catch let error as Failure { throw error } catch { throw Failure.inFile(input, error) }
  }

  private func readOptions() throws -> PickleOptions {
    var options = PickleOptions()
    options.encoding = PickleEncoding(rawValue: encoding) ?? .ascii
    options.buffers = try DecodingOptions.contents(of: buffers)
    return options
  }

  private func writeOptions(_ path: String, _ version: Int?) -> Conversion.Options {
    var options = Conversion.Options()
    options.pickle.protocolVersion = version
    options.pickle.fixImports = !noFixImports
    options.indent = indent
    let parts = compress?.split(separator: ":", maxSplits: 1).map(String.init)
    options.compressor = parts?.first ?? Conversion.Format.compressor(path)
    options.level = parts?.count == 2 ? Int(parts?[1] ?? "") : nil
    return options
  }

  private func target(_ path: String) -> Conversion.Format { format ?? Conversion.Format(path: path) }

  // MARK: Many files

  /// One conversion a line: input, output, protocol, with tabs between them.
  private func runBatch() throws {
    var hasFailed = false
    while let line = readLine() {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      do {
        guard parts.count >= 2 else { throw ValidationError("a line needs an input and an output") }
        let version = parts.count > 2 && parts[2] != "-" ? Int(parts[2]) : protocolVersion
        if parts.count > 2, parts[2] != "-", version.map({ (0...5).contains($0) }) != true {
          throw ValidationError("there is no protocol \(parts[2])")
        }
        let conversion = try Conversion(input: parts[0], options: readOptions())
        try conversion.write(to: parts[1], as: target(parts[1]), options: writeOptions(parts[1], version))
        try Output.write("ok\n")
      } catch {
        hasFailed = true
        try Output.write("error: " + Output.printable(Failure.text(error)) + "\n")
      }
    }
    if hasFailed { throw ExitCode(2) }
  }
}
