import Brine

/// What `--stats` prints of a group of an HDF5 file.
struct HDF5StatsReport {
  let statistics: HDF5Statistics

  /// A few lines: how many, how large, how they are stored, and the largest datasets.
  var text: String {
    var counts = ["\(statistics.groups) groups", "\(statistics.datasets) datasets"]
    if statistics.datatypes > 0 { counts.append("\(statistics.datatypes) datatypes") }
    counts.append("\(statistics.attributes) attributes")
    if statistics.damaged > 0 { counts.append("\(statistics.damaged) that can't be read") }
    var lines = [
      counts.joined(separator: ", "),
      "elements of \(size(statistics.size)), \(size(statistics.stored)) stored",
    ]
    lines += Self.sorted(statistics.layouts).map { "  \(right($0.count))  \($0.name)" }
    lines += Self.sorted(statistics.filters).map { "  \(right($0.count))  through \($0.name)" }
    guard !statistics.largest.isEmpty else { return lines.joined(separator: "\n") + "\n" }
    lines.append("the largest datasets, in bytes")
    for part in statistics.largest {
      lines.append("  \(right(part.size))  \(part.path), \(part.stored) stored")
    }
    return lines.map { Output.printable($0) }.joined(separator: "\n") + "\n"
  }

  /// The same as a JSON object.
  func write(to writer: inout JSONTextWriter) throws {
    let numbers: [(StaticString, Int)] = [
      ("{\"groups\":", statistics.groups), (",\"datasets\":", statistics.datasets),
      (",\"datatypes\":", statistics.datatypes), (",\"attributes\":", statistics.attributes),
      (",\"damaged\":", statistics.damaged), (",\"size\":", statistics.size),
      (",\"stored\":", statistics.stored),
    ]
    for (key, number) in numbers {
      try writer.write(key)
      try writer.write(text: "\(number)")
    }
    try write(",\"layouts\":{", Self.sorted(statistics.layouts), to: &writer)
    try write("},\"filters\":{", Self.sorted(statistics.filters), to: &writer)
    try writer.write("},\"largest\":[")
    for (index, part) in statistics.largest.enumerated() {
      try writer.write(text: index > 0 ? ",{\"path\":" : "{\"path\":")
      try writer.write(string: part.path)
      try writer.write(text: ",\"size\":\(part.size),\"stored\":\(part.stored)}")
    }
    try writer.write("]}")
  }

  private func write(
    _ key: StaticString, _ counts: [(name: String, count: Int)], to writer: inout JSONTextWriter
  ) throws {
    try writer.write(key)
    for (index, entry) in counts.enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(string: entry.name)
      try writer.write(text: ":\(entry.count)")
    }
  }

  private static func sorted(_ counts: [String: Int]) -> [(name: String, count: Int)] {
    counts.map { (name: $0.key, count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  private func right(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 10 - digits.count)) + digits
  }
}
