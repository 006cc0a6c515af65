import ArgumentParser
import Brine
import Foundation

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a file, or a part of it, in another format or protocol.",
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
        brine convert table.csv table.pkl --pandas 2   a frame, for pandas 1 and 2
        brine convert table.csv columns.npz            an array a column
        brine convert data.h5 data.npz                 all datasets, by path
        brine convert data.h5/group/x x.npy            one of them
        brine convert 'data.h5/x[:, 0]' x.csv          a part of one; compounds have columns
        brine convert data.h5 data.json --indent 2     everything, attributes and links too
        brine convert --batch < list.tsv               IN, OUT and protocol (or -) a line

      A pickle keeps its protocol unless --protocol says otherwise, and is then the same byte for byte where CPython
      wrote it. Pickles, joblib files and typed JSON have all of a value; arrays in .npy and .npz have their types, and
      CSV has nothing but text. The name of OUT tells the format: .pkl, .pickle, .p, .joblib, .json, .npy, .npz, .csv
      and .tsv, with .gz, .bz2, .xz, .lzma, .lz4 or .z after it. In CSV a first line of numbers alone has no names of
      columns. Groups of HDF5 files become nested dicts in pickles; text of any length becomes str, and <U in .npy and
      .npz; compounds with text become dicts of their members. What was at OUT is replaced only when the new file is whole. Of HDF5 files
      what OUT has no place for is left out, and named on standard error: other links too. Exit code 2 may come with an
      OUT that has what could be read of a damaged one. The form of typed JSON is described in
      Documentation/typed-json.md.
      """)

  @Argument(help: "The file to read, - for standard input.", completion: .file())
  var input: String?

  @Argument(help: "The file to write, - for standard output.", completion: .file())
  var output: String?

  @Option(
    name: .customLong("to"),
    help:
      "The format to write: json, npy, npz, joblib, csv or pickle; by default what the name of OUT says.",
    transform: Self.format)
  var format: Conversion.Format?

  @Option(
    help: """
      How to compress the file: zlib, gzip, bz2, lzma, xz or lz4, with a level as in xz:6; an npz has zlib alone. By \
      default what the name of OUT says.
      """)
  var compress: String?

  @Option(name: .customLong("protocol"), help: "The pickle protocol, 0 to 5.")
  var protocolVersion: Int?

  @Option(help: "Indent typed JSON by so many spaces a level.")
  var indent: Int?

  @Option(
    help:
      "Which pandas must load frames, Series and indexes: 2, also for 1, or 3. CSV is written for 3 by default."
  )
  var pandas: Int?

  @Flag(inversion: .prefixedNo, help: "Whether the first line of CSV has the names of the columns.")
  var header: Bool?

  @Flag(help: "In protocols 0 to 2 keep the names of Python 3.")
  var noFixImports = false

  @Option(help: "How 8-bit strings of Python 2 are encoded.")
  var encoding = "ascii"

  @Option(
    name: .customLong("buffer"), help: "A file with the next out-of-band buffer.",
    completion: .file())
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
    if let output {
      let format = try target(output)
      if protocolVersion != nil, ![.pickle, .joblib].contains(format) {
        throw ValidationError("only pickles have a protocol")
      }
      if pandas != nil, ![.pickle, .joblib, .typedJSON].contains(format) {
        throw ValidationError("--pandas is for pickles")
      }
    }
    if let pandas, pandas != 2, pandas != 3 { throw ValidationError("--pandas takes 2 or 3") }
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
    do { try convert(input, to: output, protocolVersion) } catch {
      switch error {
      case is Failure, is ExitCode: throw error
      default: throw Failure.inFile(input, error)
      }
    }
  }

  private func convert(_ input: String, to output: String, _ version: Int?) throws {
    let path = InputPath(input)
    let file = try path.open(hasHeader: header)
    let options = writeOptions(output, version)
    if let hdf5 = file.hdf5, try pandas == nil && hdf5.pandasValue(path.inner) == nil {
      return try convert(hdf5, path, to: output, options)
    }
    let values = try path.values(in: file, pickle: nil, options: readOptions())
    try Conversion(values).write(to: output, as: target(output), options: options)
  }

  private func convert(
    _ file: HDF5File, _ path: InputPath, to output: String, _ options: Conversion.Options
  ) throws {
    var conversion = try HDF5Conversion(file, path: path.inner)
    try conversion.write(to: output, as: target(output), options: options)
    for text in conversion.leftOut { Output.message("brine: left out: \(text)") }
    if conversion.isDamaged { throw ExitCode(2) }
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
    options.separator = Conversion.Format.separator(path)
    options.pandas = pandas.map { $0 == 2 ? .two : .three }
    options.level = parts?.count == 2 ? Int(parts?[1] ?? "") : nil
    return options
  }

  /// What is to be written: as `--to` or the name says. Only pickles have a protocol.
  private func target(_ path: String) throws -> Conversion.Format {
    if let format = format ?? Conversion.Format(path: path) { return format }
    if protocolVersion != nil { return .pickle }
    guard path != "-" else { throw ValidationError("--to must say what standard output is to be") }
    let endings = Conversion.Format.endings.joined(separator: ", ")
    throw ValidationError(
      "the name \(path) says no format: it ends with none of \(endings), and there is no --to")
  }

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
        try convert(parts[0], to: parts[1], version)
        try Output.write("ok\n")
      } catch is ExitCode {
        hasFailed = true
        try Output.write("error: a part is damaged and was left out\n")
      } catch {
        hasFailed = true
        try Output.write("error: " + Output.printable(Failure.text(error)) + "\n")
      }
    }
    if hasFailed { throw ExitCode(2) }
  }
}
