import ArgumentParser
import Brine

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the whole value as typed JSON, which loses nothing.",
    discussion: """
      EXAMPLES:
        brine dump settings.pkl
        brine dump settings.pkl/config/layers[2]
        brine dump --indent 2 settings.pkl
        cat data.pkl.gz | brine dump - --encoding latin1
        brine dump --plain-arrays weights.npy      nested lists
        brine dump --npy model.pkl/weights > weights.npy
        brine dump --csv 'table.npz/prices[:100]'
        brine dump --indent 2 data.h5              groups, attributes, links, values
        brine dump data.h5/run1@units              an attribute

      Each pickle in the file gives one line. The form is described in Documentation/typed-json.md.
      Of HDF5 files what can't be read has an error in its place, and the rest is printed;
      the exit code is 2 then.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: "Put each value on a line of its own, indented by so many spaces a level.")
  var indent: Int?

  @Flag(help: "Print arrays as nested lists of numbers, which forgets their type.")
  var plainArrays = false

  @Flag(help: "Write an array as a .npy file.")
  var npy = false

  @Flag(help: "Write a table, an array of one or two axes or of fields, as CSV.")
  var csv = false

  @Flag(help: "Print JSON, as this command does unless told otherwise.")
  var json = false

  func validate() throws {
    if let indent, !(0...16).contains(indent) { throw ValidationError("--indent takes 0 to 16") }
    guard [npy, csv, json || plainArrays].filter({ $0 }).count < 2 else {
      throw ValidationError("--npy, --csv and JSON can't be together")
    }
  }

  func run() throws {
    if npy || csv { return try writeTable() }
    let file = try input.open()
    if let hdf5 = file.hdf5 { return try dump(hdf5) }
    for value in try input.values(in: file) {
      do {
        try value.writeTypedJSON(indent: indent, plainArrays: plainArrays, to: Output.write)
      } catch {
        throw Failure.inFile(input.parts.path, error)
      }
      try Output.write("\n")
    }
  }

  private func dump(_ file: HDF5File) throws {
    let report = HDF5Report(file: file, path: input.parts.path, inner: input.parts.inner)
    guard !plainArrays else { throw ValidationError("--plain-arrays is not for HDF5 files") }
    var indenter = indent.map { JSONIndenter(width: $0) }
    let unreadable: Int
    do {
      unreadable = try report.dump { block in
        guard let spaced = indenter?.indented(block) else { return try Output.write(block) }
        try spaced.withUnsafeBytes { try Output.write($0) }
      }
    } catch { throw Failure.inFile(input.parts.path, error) }
    try Output.write("\n")
    guard unreadable > 0 else { return }
    Output.message("brine: \(input.parts.path): \(unreadable) parts can't be read; the JSON says why")
    throw ExitCode(2)
  }

  private func writeTable() throws {
    let file = try input.open()
    if let hdf5 = file.hdf5, try hdf5.pandasValue(input.parts.inner) == nil {
      do {
        var conversion = try HDF5Conversion(hdf5, path: input.parts.inner)
        return try conversion.write(to: "-", as: npy ? .npy : .csv)
      } catch { throw Failure.inFile(input.parts.path, error) }
    }
    let values = try input.values(in: file)
    do {
      try Conversion(values).write(to: "-", as: npy ? .npy : .csv)
    } catch { throw Failure.inFile(input.parts.path, error) }
  }
}
