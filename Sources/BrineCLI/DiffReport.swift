import Brine

/// Prints differences, as lines or as JSON.
struct DiffReport {
  private let json: Bool
  private let isQuiet: Bool
  private let limit: Int
  private let isStream: Bool
  private var writer = JSONTextWriter(Output.write)
  private var lastPickle = 0
  private var paths = PathTexts()
  /// How many differences there are.
  private(set) var count = 0

  /// - Parameters:
  ///   - limit: how many to print; 0 for all.
  ///   - isStream: whether there are several pickles.
  init(json: Bool, isQuiet: Bool, limit: Int, isStream: Bool) {
    (self.json, self.isQuiet, self.limit, self.isStream) = (json, isQuiet, limit, isStream)
  }

  mutating func add(_ line: DiffLine, pickle: Int) throws {
    guard try begin() else { return }
    if json { return try line.write(to: &writer, pickle: isStream ? pickle : nil, &paths) }
    if isStream, pickle != lastPickle { try Output.write("pickle \(pickle)\n") }
    lastPickle = pickle
    try Output.write(line.text(&paths) + "\n")
  }

  mutating func add(_ line: HDF5DiffLine) throws {
    guard try begin() else { return }
    if json { return try line.write(to: &writer) }
    try Output.write(line.text + "\n")
  }

  /// Counts a difference; whether it is to be printed.
  private mutating func begin() throws -> Bool {
    count += 1
    guard !isQuiet, limit == 0 || count <= limit else { return false }
    if json { try writer.write(count == 1 ? "[\n" : ",\n") }
    return true
  }

  /// Ends the array, or says how many were not printed.
  mutating func finish() throws {
    guard !isQuiet else { return }
    let rest = limit == 0 ? 0 : max(0, count - limit)
    if json {
      try writer.write(count == 0 ? "[]\n" : "\n]\n")
      try writer.flush()
      if rest > 0 { Output.message("brine: \(rest) more differences") }
    } else if rest > 0 {
      try Output.write("… \(rest) more, --limit 0 prints all\n")
    }
  }
}
