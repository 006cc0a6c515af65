import ArgumentParser
import Brine
import Foundation

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what is inside a file, as a tree.",
    discussion: """
      EXAMPLES:
        brine show model.pkl
        brine show model.pkl/steps[0]    a part of it
        brine show 'x.npy[0:10, ::2]'    an array's elements, selected as in NumPy
        brine show frame.pkl             a table, as pandas prints it
        brine show model.h5              groups, datasets, attributes
        brine show 'model.h5/dense/kernel[:2]'
        brine show model.h5@model_config an attribute; JSON is laid out
        brine show --stats x.npy         its smallest, largest, mean, a histogram
        brine show --depth 2 model.pkl   only the top
        brine show --stats model.pkl     what there is, what takes the space
        brine show --trace model.pkl     the size of every part, the largest first
        brine show --refs model.pkl/cfg  who refers to a part, and what it refers to
        brine show --json model.pkl | jq .

      An object met a second time is marked ↑ and not opened again; … after
      a node means that --depth hides what is below. Of an HDF5 file whose end is
      missing what is there is shown, with exit code 2.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: "How many levels to open, up to 512.")
  var depth = 6

  @Option(help: "How many children of one node to show; 0 for all.")
  var items = 20

  @Flag(help: "Count values by kind, sizes by subtree, and what is stored more than once.")
  var stats = false

  @Flag(
    help:
      "Show the sizes of all parts of a pickle in bytes: of all that is first reached through each, and its own."
  )
  var trace = false

  @Flag(help: "Show all places of a pickle that refer to the value, and what it refers to itself.")
  var refs = false

  @Flag(
    help: "Show the tree also of arrays and frames, which are shown as NumPy and pandas do it else."
  )
  var tree = false

  @Flag(help: "Print as JSON how an HDF5 file holds what it holds: see Documentation/hdf5-json.md.")
  var facts = false

  @Flag(help: "Print the tree as JSON.")
  var json = false

  func validate() throws {
    guard depth >= 0, items >= 0 else {
      throw ValidationError("--depth and --items can't be negative")
    }
    guard !trace || !refs else { throw ValidationError("--trace and --refs can't be together") }
  }

  func run() throws {
    let file = try input.open(allowsTruncation: true)
    if let hdf5 = file.hdf5 {
      guard !trace, !refs else { throw ValidationError("--trace and --refs are for pickles") }
      guard !facts || ["", "/"].contains(input.parts.inner) else {
        throw ValidationError("--facts is for whole files")
      }
      let report = HDF5Report(file: hdf5, path: input.parts.path, inner: input.parts.inner)
      let problem = hdf5.truncation
      if let problem {
        Output.message("brine: \(input.parts.path): \(problem.detail); what is there is shown")
      }
      do { try report.show(self) } catch { throw Failure.inFile(input.parts.path, error) }
      if problem != nil { throw ExitCode(2) }
      return
    }
    guard !facts else { throw ValidationError("--facts is for HDF5 files") }
    let values = try input.values(in: file)
    do {
      if json { return try printJSON(file, values) }
      try Output.write(header(file, values) + "\n")
      for (index, value) in values.enumerated() {
        if values.count > 1 { try Output.write("\npickle \(index + 1) of \(values.count)\n") }
        if !trace, !refs, !tree, let array = value.ndarray, value.kind != .scalar {
          try printArray(array, value.arrayType)
        } else if !trace, !refs, !tree, stats, let report = FrameReport(value) {
          try Output.write(Output.printable(report.text, keepsLines: true) + "\n")
        } else if !trace, !refs, !tree, !stats, let text = ObjectTexts.text(of: value) {
          try Output.write(Output.printable(text, keepsLines: true) + "\n")
        } else {
          try printTree(value)
          if stats { try Output.write("\n" + StatsReport(PickleStatistics(value)).text) }
        }
      }
    } catch { throw Failure.inFile(input.parts.path, error) }
  }

  var printer: TreePrinter { TreePrinter(depth: levels, items: most) }

  var levels: Int { min(depth, Limits.default.depth) }
  var most: Int { items == 0 ? .max : items }

  private func printTree(_ value: PickleValue) throws {
    if trace {
      try TraceReport(trace: PickleTrace(value), depth: levels, items: most).print()
    } else if refs {
      try Output.write(ReferenceReport(value, items: most).text)
    } else {
      try printer.print(PickleOutline(value, isPlain: tree))
    }
  }

  /// An array as NumPy prints it, or what it is made of.
  private func printArray(_ array: NDArray, _ type: PickleName?) throws {
    guard !stats else { return try Output.write(ArrayReport(array: array).text) }
    var options = ArrayTextOptions()
    options.name = ObjectTexts.name(ofArray: type)
    try Output.write(Output.printable(array.text(options: options), keepsLines: true) + "\n")
  }

  /// `model.pkl: pickle, protocol 4, 1.2 kB`.
  private func header(_ file: InputFile, _ values: [PickleValue]) -> String {
    let (path, inner) = input.parts
    var parts = [file.format.rawValue]
    if values.count > 1 { parts.append("\(values.count) in one stream") }
    // Protocols 0 and 1 do not announce themselves.
    if file.format == .pickle, let version = values.first?.graph.protocolVersion {
      parts.append(version == 0 ? "protocol 0 or 1" : "protocol \(version)")
    }
    parts.append(size(file.source.count))
    if !file.codecs.isEmpty {
      parts.append("\(size(file.storedSize)) as \(file.codecs.joined(separator: " in "))")
    }
    let name = path == "-" ? "standard input" : path
    return "\(name)\(inner): " + parts.joined(separator: ", ")
  }
}

/// A size for people: `512 bytes`, `1.2 kB`.
func size(_ bytes: Int) -> String {
  if bytes < 1000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
  var (value, unit) = (Double(bytes) / 1000, 0)
  while value >= 999.95, unit < 4 { (value, unit) = (value / 1000, unit + 1) }
  return String(format: "%.1f ", value) + ["kB", "MB", "GB", "TB", "PB"][unit]
}
