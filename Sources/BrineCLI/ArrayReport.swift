import Brine
import Foundation

/// What `--stats` prints of an array: its numbers in a few lines, and a small histogram.
struct ArrayReport {
  let array: NDArray

  private static let bins = 10
  private static let barWidth = 40

  /// The lines.
  var text: String {
    get throws {
      var lines = [
        "\(array.dtype), shape \(PythonLiteral.tuple(array.shape.map { .int($0) })), \(array.count) elements, \(size(array.byteCount))"
      ]
      guard array.count > 0, let statistics = try? array.statistics() else {
        return lines.joined(separator: "\n") + "\n"
      }
      for (name, value, _) in numbers(statistics) { lines.append("  " + name.padded(8) + value) }
      lines += histogram
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private func numbers(_ statistics: ArrayStatistics) -> [(
    name: String, text: String, isNumber: Bool
  )] {
    var rows: [(String, String, Bool)] = []
    let values = [
      ("min", statistics.minimum), ("max", statistics.maximum), ("mean", statistics.mean),
      ("sum", statistics.sum),
    ]
    for (name, value) in values {
      if let value { rows.append((name, value.text(array.dtype), value.isFiniteNumber)) }
    }
    if let deviation = statistics.standardDeviation {
      rows.append(("std", ArrayValue.float(deviation).text(.float64), deviation.isFinite))
    }
    if let count = statistics.trueCount { rows.append(("true", String(count), true)) }
    if statistics.missing > 0 {
      rows.append(("missing", "\(statistics.missing) (NaN or NaT)", false))
    }
    return rows
  }

  private var histogram: [String] {
    guard array.dtype.kind != .bool, array.count > 1,
      let histogram = try? array.histogram(bins: Self.bins),
      let largest = histogram.counts.max(), largest > 0
    else { return [] }
    let labels = histogram.edges.map(edgeText)
    let width = labels.map(\.count).max() ?? 0
    return histogram.counts.enumerated().map { index, count in
      // Whatever is not empty can be seen.
      let length = count == 0 ? 0 : max(1, count * Self.barWidth / largest)
      let bar = Output.colour(String(repeating: "█", count: length), .value)
      return "  " + String(repeating: " ", count: width - labels[index].count) + labels[index] + " │" + bar
        + " \(count)"
    }
  }

  /// An edge in eight digits, and that of 32-bit floats in those that they have.
  private func edgeText(_ edge: Double) -> String {
    if array.dtype.kind == .float32 { return String(Float(edge)) }
    let text = String(format: "%.8g", edge)
    return text.allSatisfy { $0.isNumber || $0 == "-" } ? text + ".0" : text
  }

  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"dtype\":")
    try writer.write(string: array.dtype.description)
    try writer.write(
      text: ",\"shape\":[\(array.shape.map(String.init).joined(separator: ","))],\"bytes\":\(array.byteCount)"
    )
    if array.count > 0, let statistics = try? array.statistics() {
      for (name, value, isNumber) in numbers(statistics) where name != "missing" {
        try writer.write(text: ",\"\(name)\":")
        if isNumber { try writer.write(text: value) } else { try writer.write(string: value) }
      }
      try writer.write(text: ",\"missing\":\(statistics.missing)")
    }
    if let histogram = try? array.histogram(bins: Self.bins), array.count > 0,
      histogram.edges.allSatisfy(\.isFinite)
    {
      try writer.write(
        text: ",\"histogram\":{\"counts\":[\(histogram.counts.map(String.init).joined(separator: ","))]")
      try writer.write(text: ",\"edges\":[\(histogram.edges.map { "\($0)" }.joined(separator: ","))]}")
    }
    try writer.write("}")
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
