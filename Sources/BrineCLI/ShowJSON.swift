import Brine

/// `show --json`.
extension Show {
  func printJSON(_ file: InputFile, _ values: [PickleValue]) throws {
    var writer = JSONTextWriter(Output.write)
    let (path, inner) = input.parts
    try writer.write("{\"file\":")
    try writer.write(string: path)
    try writer.write(",\"path\":")
    try writer.write(string: inner)
    try writer.write(text: ",\"format\":\"\(file.format.rawValue)\",\"size\":\(file.source.count),")
    try writer.write(text: "\"storedSize\":\(file.storedSize),\"codecs\":[")
    try writer.write(text: file.codecs.map { "\"\($0)\"" }.joined(separator: ",") + "],\"values\":[")
    for (index, value) in values.enumerated() {
      if index > 0 { try writer.write(",") }
      // What is no pickle has no protocol.
      try writer.write(
        text: file.format == .pickle ? "{\"protocol\":\(value.graph.protocolVersion)," : "{")
      try writeTree(value, to: &writer)
      if stats {
        try writer.write(",\"stats\":")
        if let array = value.ndarray {
          try ArrayReport(array: array).write(to: &writer)
          try writer.write("}")
          continue
        }
        if let report = FrameReport(value) {
          try report.write(to: &writer)
        } else {
          try StatsReport(PickleStatistics(value)).write(to: &writer)
        }
      }
      try writer.write("}")
    }
    try writer.write("]}\n")
    try writer.flush()
  }

  /// Adds `"frame":…`, what a frame or Series has in it.
  private func writeFrame(_ value: PickleValue, to writer: inout JSONTextWriter) throws {
    let text: String
    switch (try? PandasObject(value)) ?? nil {
    case .dataFrame(let frame): text = try frame.json()
    case .series(let series): text = try series.json()
    default: return
    }
    try writer.write(text: ",\"frame\":" + text)
  }

  private func writeTree(_ value: PickleValue, to writer: inout JSONTextWriter) throws {
    if trace {
      try writer.write("\"trace\":")
      try TraceReport(trace: PickleTrace(value), depth: levels, items: most).write(to: &writer)
    } else if refs {
      try writer.write("\"references\":")
      try ReferenceReport(value, items: most).write(to: &writer)
    } else {
      try writer.write("\"tree\":")
      try printer.write(PickleOutline(value, isPlain: tree), to: &writer)
      if !tree { try writeFrame(value, to: &writer) }
    }
  }
}
