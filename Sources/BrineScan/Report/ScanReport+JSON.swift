public import BrineJSON

extension ScanReport {
  /// Writes the report as a JSON object: `path`, `format`, `verdict`, `findings`.
  ///
  /// - Throws: What the writer's sink throws.
  public func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"path\":")
    try writer.write(string: path)
    try writer.write(",\"format\":")
    try writer.write(string: format)
    try writer.write(",\"verdict\":")
    try writer.write(string: verdict.rawValue)
    try writer.write(",\"findings\":[")
    for (index, finding) in findings.enumerated() {
      if index > 0 { try writer.write(",") }
      try finding.write(to: &writer)
    }
    try writer.write("]}")
  }
}

extension ScanFinding {
  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"rule\":")
    try writer.write(string: rule.id)
    let texts: [(String, String?)] = [
      ("kind", rule.kind), ("severity", rule.severity.rawValue),
      ("verdict", verdict == .safe ? "note" : verdict.rawValue), ("member", member),
      ("opcode", opcode), ("global", global), ("use", use?.rawValue), ("arguments", arguments),
      ("message", message),
    ]
    for (key, text) in texts {
      guard let text, !text.isEmpty else { continue }
      try writer.write(text: ",\"\(key)\":")
      try writer.write(string: text)
    }
    if let offset { try writer.write(text: ",\"offset\":\(offset)") }
    if count > 1 { try writer.write(text: ",\"count\":\(count)") }
    try writer.write(",\"references\":[")
    for (index, reference) in rule.references.enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(string: reference)
    }
    try writer.write("]}")
  }
}
