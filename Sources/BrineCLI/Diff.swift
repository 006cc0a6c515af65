import ArgumentParser
import Brine

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what changed from one value to another.",
    discussion: """
      EXAMPLES:
        brine diff old.pkl new.pkl
        brine diff old.pkl/config new.pkl/config   only a part
        brine diff --rtol 1e-6 a.pkl b.pkl         floats may be a little apart
        brine diff --json a.pkl b.pkl | jq '.[].path'
        brine diff --quiet a.pkl b.pkl || echo "they differ"
        brine diff a.h5 b.h5                       groups, links, attributes, values
        brine diff --storage --exclude /log a.h5 b.h5
        brine diff a.h5/run1 a.h5/run2             two groups of one file
        brine diff 'a.h5/x[0:10]' 'b.h5/x[5:15]'   or elements

      Dicts are compared by key, sets by item, instances by class, arguments,
      attributes and contents. Lists and tuples are put in a row so that as few
      items as possible differ. pandas' frames are compared by column, with their
      types and index. Protocol and spelling don't matter, nor whether a
      file is a pickle or typed JSON. Of HDF5 files links are compared by name, hard
      ones by what they lead to, others by where they lead. Large datasets are read
      block by block. What can't be read is reported, and the rest compared.
      ~ means changed, + only in B, - only in A, ! can't be read.
      Exit code 0: equal, 1: they differ, 2: could not tell.
      """)

  @Argument(
    help: ArgumentHelp("The old file, or a path inside one; - is standard input.", valueName: "a"),
    completion: .file())
  var old: String

  @Argument(help: ArgumentHelp("The new one.", valueName: "b"), completion: .file())
  var new: String

  @Option(help: "How far floats may be apart, relative to those in B, as in numpy.isclose.")
  var rtol = 0.0

  @Option(help: "How far floats may be apart, whatever they are.")
  var atol = 0.0

  @Flag(inversion: .prefixedNo, help: "Whether NaN equals NaN.")
  var equalNan = true

  @Flag(help: "Report objects that one of the two shares and the other copies.")
  var sharing = false

  @Flag(help: "Report keys of dicts that come in another order.")
  var order = false

  @Flag(
    help: "HDF5: report other chunks, filters, byte orders, fill values, largest shapes, orders of creation.")
  var storage = false

  @Flag(help: "HDF5: compare what soft and external links lead to.")
  var followLinks = false

  @Option(help: "HDF5: leave out what is at this path, /group or /x@attribute. May be given several times.")
  var exclude: [String] = []

  @Option(help: "How many differences to print; 0 for all. 100 by default, all with --json.")
  var limit: Int?

  @Flag(name: .shortAndLong, help: "Print nothing; only the exit code tells.")
  var quiet = false

  @Option(
    help: "Which pickle of both streams to compare, from 1. All by default; the first where a path is given.")
  var pickle: Int?

  @OptionGroup var decoding: DecodingOptions

  @Option(
    name: .customLong("buffer-b"), help: "The same for B, where its buffers are others than those of A.",
    completion: .file())
  var newBuffers: [String] = []

  @Flag(help: "Print an array with an object for each difference: path, kind, a, b.")
  var json = false

  func validate() throws {
    guard rtol >= 0, atol >= 0 else { throw ValidationError("--rtol and --atol can't be negative") }
    guard limit ?? 0 >= 0 else { throw ValidationError("--limit can't be negative") }
    guard InputPath(old).file != "-" || InputPath(new).file != "-" else {
      throw ValidationError("only one of the two can be standard input")
    }
  }

  func run() throws {
    var options = try decoding.pickleOptions()
    let (oldPath, newPath) = (InputPath(old), InputPath(new))
    let oldFile = try oldPath.open(hasHeader: decoding.header)
    let newFile = try newPath.open(hasHeader: decoding.header)
    if let first = oldFile.hdf5, let second = newFile.hdf5 {
      let diff = HDF5Diff(
        old: first, new: second, oldPath: oldPath, newPath: newPath, options: hdf5Options)
      return try run(diff)
    }
    // What is no HDF5 file is the reason, and not what the other one has.
    if oldFile.hdf5 != nil, newFile.misfit != nil {
      _ = try newPath.values(in: newFile, pickle: pickle, options: options)
    }
    let oldValues = try oldPath.values(in: oldFile, pickle: pickle, options: options)
    if !newBuffers.isEmpty { options.buffers = try DecodingOptions.contents(of: newBuffers) }
    let newValues = try newPath.values(in: newFile, pickle: pickle, options: options)
    let count = max(oldValues.count, newValues.count)
    var report = report(isStream: count > 1)
    for index in 0..<count {
      guard index < oldValues.count, index < newValues.count else {
        let (old, new) = (oldValues.dropFirst(index).first, newValues.dropFirst(index).first)
        try report.add(DiffLine(kind: old == nil ? .added : .removed, old: old, new: new), pickle: index + 1)
        continue
      }
      try compare(oldValues[index], newValues[index], pickle: index + 1, &report)
      if quiet, report.count > 0 { break }
    }
    try report.finish()
    if report.count > 0 { throw ExitCode(1) }
  }

  private func report(isStream: Bool) -> DiffReport {
    DiffReport(json: json, isQuiet: quiet, limit: limit ?? (json ? 0 : 100), isStream: isStream)
  }

  private func run(_ diff: HDF5Diff) throws {
    var report = report(isStream: false)
    let damaged = try diff.run(&report)
    try report.finish()
    if damaged > 0 { throw ExitCode(2) }
    if report.count > 0 { throw ExitCode(1) }
  }

  private var hdf5Options: HDF5DifferenceOptions {
    var options = HDF5DifferenceOptions()
    (options.tolerance.relative, options.tolerance.absolute) = (rtol, atol)
    options.tolerance.equalNaN = equalNan
    (options.storage, options.sharing, options.followsLinks) = (storage, sharing, followLinks)
    options.excluded = Set(exclude.map { $0.hasPrefix("/") ? $0 : "/" + $0 })
    return options
  }

  private func compare(
    _ old: PickleValue, _ new: PickleValue, pickle: Int, _ report: inout DiffReport
  ) throws {
    var options = PickleDifferenceOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (rtol, atol)
    (options.equalNaN, options.sharing, options.order) = (equalNan, sharing, order)
    let (oldParts, newParts) = (try? old.frameParts(), try? new.frameParts())
    var (old, new) = (old, new)
    if let oldParts = oldParts ?? nil, let newParts = newParts ?? nil {
      (old, new) = (oldParts, newParts)
      // The order of columns is part of a frame.
      options.order = true
    }
    var differences = PickleDifferences(from: old, to: new, options: options)
    do {
      while let difference = try differences.next() {
        try report.add(DiffLine(difference), pickle: pickle)
        if quiet { return }
      }
    } catch let error as PickleError { throw Failure.inFile("\(self.old), \(self.new)", error) }
  }
}
