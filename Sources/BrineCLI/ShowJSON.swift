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
      try writer.write(text: "{\"protocol\":\(value.graph.protocolVersion),")
      try writeTree(value, to: &writer)
      if stats {
        try writer.write(",\"stats\":")
        if let array = value.ndarray {
          try ArrayReport(array: array).write(to: &writer)
          try writer.write("}")
          continue
        }
        try StatsReport(PickleStatistics(value)).write(to: &writer)
      }
      try writer.write("}")
    }
    try writer.write("]}\n")
    try writer.flush()
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
      try printer.write(PickleOutline(value), to: &writer)
    }
  }
}
