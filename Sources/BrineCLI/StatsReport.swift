import Brine

/// What `--stats` prints.
struct StatsReport {
  let statistics: PickleStatistics

  init(_ statistics: PickleStatistics) { self.statistics = statistics }

  private var kinds: [(kind: PickleKind, count: Int)] {
    statistics.counts.map { ($0.key, $0.value) }.sorted {
      ($1.count, $0.kind.rawValue) < ($0.count, $1.kind.rawValue)
    }
  }

  private var largest: [(step: PickleStep, size: Int)] {
    Array(statistics.parts.sorted { $0.size > $1.size }.prefix(10))
  }

  /// Three short tables.
  var text: String {
    let total = kinds.reduce(0) { $0 + $1.count }
    var lines = [
      "\(total) values, nested \(statistics.depth) deep, \(statistics.sharedReferences) shared references"
    ]
    lines += kinds.map { "  \(right($0.count))  \($0.kind.rawValue)" }
    lines.append("size by part, \(size(statistics.size)) in all")
    for part in largest {
      let share = statistics.size > 0 ? 100 * part.size / statistics.size : 0
      lines.append("  \(right(part.size))  \(share)%  \(Output.printable(part.step.description))")
    }
    if !statistics.isComplete {
      lines.append("not everything was counted: the same parts are referred to far too often")
    }
    if !statistics.duplicates.isEmpty {
      let waste = statistics.duplicates.reduce(0) { $0 + $1.waste }
      lines.append("stored more than once, \(size(waste)) in all")
      for duplicate in statistics.duplicates.prefix(10) {
        lines.append(
          "  \(right(duplicate.waste))  \(duplicate.count) times  \(Output.printable(duplicate.value.preview))"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func right(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 10 - digits.count)) + digits
  }

  func write(to writer: inout JSONTextWriter) throws {
    try writer.write(text: "{\"size\":\(statistics.size),\"depth\":\(statistics.depth),")
    try writer.write(text: "\"sharedReferences\":\(statistics.sharedReferences),\"kinds\":{")
    try writer.write(text: kinds.map { "\"\($0.kind.rawValue)\":\($0.count)" }.joined(separator: ","))
    try writer.write("},\"parts\":[")
    for (index, part) in largest.enumerated() {
      try writer.write(index > 0 ? ",{\"path\":" : "{\"path\":")
      try writer.write(string: part.step.description)
      try writer.write(text: ",\"size\":\(part.size)}")
    }
    try writer.write("],\"duplicates\":[")
    for (index, duplicate) in statistics.duplicates.prefix(10).enumerated() {
      try writer.write(index > 0 ? ",{\"value\":" : "{\"value\":")
      try writer.write(string: duplicate.value.preview)
      try writer.write(text: ",\"count\":\(duplicate.count),\"waste\":\(duplicate.waste)}")
    }
    try writer.write("]}")
  }
}
