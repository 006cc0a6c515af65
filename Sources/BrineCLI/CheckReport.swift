import Brine

/// What `check` prints about one file.
struct CheckReport: FileReport {
  let file: String
  let input: InputFile
  let check: PickleCheck

  var isValid: Bool { check.isValid }

  // MARK: Text

  /// The verdict, what was counted, what was found.
  func text(quiet: Bool) -> String {
    // What is known to be something else has opcodes only by chance.
    if isFirstBroken, input.isNearHDF5 { return verdict + "\n" }
    var lines: [String] = []
    for (index, part) in check.parts.enumerated() {
      let place = check.parts.count > 1 ? "pickle \(index + 1) of \(check.parts.count), " : ""
      let findings = part.findings.map { text($0) }
      guard !quiet || part.findings.contains(where: { $0.severity != .note }) else { continue }
      if check.parts.count > 1 {
        lines.append("  \(place)bytes \(part.byteRange.lowerBound) to \(part.byteRange.upperBound)")
      }
      let counts = counts(part)
      if !quiet, !counts.isEmpty { lines.append("  " + counts) }
      lines += findings
    }
    lines += check.findings.map { text($0) }
    if quiet, lines.isEmpty { return "" }
    return ([verdict] + lines).joined(separator: "\n") + "\n"
  }

  private var isFirstBroken: Bool { input.format == .pickle && check.parts.first?.pickle == nil }

  private var verdict: String {
    let name = Output.printable(file == "-" ? "standard input" : file)
    let format = isFirstBroken ? input.misfit.map { ": \($0)" } ?? "" : ""
    var parts = [check.isValid ? "valid" : Output.colour("invalid", .warning) + format]
    if check.parts.count > 1 { parts.append("\(check.parts.count) pickles in one stream") }
    if input.format != .pickle { parts.append(input.format.rawValue) }
    parts.append(size(input.source.count))
    if !input.codecs.isEmpty {
      parts.append("\(size(input.storedSize)) as \(input.codecs.joined(separator: " in "))")
    }
    return name + ": " + parts.joined(separator: ", ")
  }

  private func counts(_ part: PickleCheck.Part) -> String {
    let opcodes = part.opcodes
    var parts: [String] = []
    if let version = part.pickle?.protocolVersion {
      parts.append(version == 0 ? "protocol 0 or 1" : "protocol \(version)")
    }
    if opcodes.total > 0 {
      parts.append(counted(opcodes.total, "opcode") + (opcodes.isComplete ? "" : " that could be read"))
    }
    if part.pickle != nil { parts.append(counted(part.valueCount, "value")) }
    if opcodes[.frame] > 0 { parts.append(counted(opcodes[.frame], "frame")) }
    if opcodes.memoStored > 0 {
      parts.append("\(opcodes.memoUnused) of \(opcodes.memoStored) memo entries never used")
    }
    return parts.joined(separator: ", ")
  }

  private func counted(_ number: Int, _ name: String) -> String {
    "\(number) \(name)\(number == 1 ? "" : "s")"
  }

  private func text(_ finding: PickleCheck.Finding) -> String {
    var place = ""
    if let offset = finding.offset { place = " at byte \(offset)" }
    if let path = finding.path { place += " in \(path.description.isEmpty ? "(root)" : path.description)" }
    let severity = Output.colour(finding.severity.rawValue, finding.severity == .note ? .type : .warning)
    return "  \(severity)\(Output.printable(place)): \(Output.printable(finding.message))"
  }

  // MARK: JSON

  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"file\":")
    try writer.write(string: file)
    try writer.write(
      text:
        ",\"format\":\"\(input.format.rawValue)\",\"valid\":\(check.isValid),\"size\":\(input.source.count),")
    try writer.write(text: "\"storedSize\":\(input.storedSize),\"codecs\":[")
    try writer.write(text: input.codecs.map { "\"\($0)\"" }.joined(separator: ",") + "],\"pickles\":[")
    for (index, part) in check.parts.enumerated() {
      if index > 0 { try writer.write(",") }
      try write(part, to: &writer)
    }
    try writer.write("],\"findings\":")
    try write(check.findings, to: &writer)
    try writer.write("}")
  }

  private func write(_ part: PickleCheck.Part, to writer: inout JSONTextWriter) throws {
    let opcodes = part.opcodes
    try writer.write(text: "{\"start\":\(part.byteRange.lowerBound),\"end\":\(part.byteRange.upperBound),")
    try writer.write(text: "\"valid\":\(part.pickle != nil),")
    if let version = part.pickle?.protocolVersion { try writer.write(text: "\"protocol\":\(version),") }
    try writer.write(text: "\"highestProtocol\":\(opcodes.highestProtocol),\"values\":\(part.valueCount),")
    try writer.write(text: "\"memo\":{\"stored\":\(opcodes.memoStored),\"unused\":\(opcodes.memoUnused)},")
    let counts = opcodes.byCount.map { "\"\($0.opcode.name)\":\($0.count)" }
    try writer.write(text: "\"opcodes\":{\(counts.joined(separator: ","))},\"findings\":")
    try write(part.findings, to: &writer)
    try writer.write("}")
  }

  private func write(_ findings: [PickleCheck.Finding], to writer: inout JSONTextWriter) throws {
    try writer.write("[")
    for (index, finding) in findings.enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(text: "{\"severity\":\"\(finding.severity.rawValue)\",\"code\":")
      try writer.write(string: finding.code.name)
      if let offset = finding.offset { try writer.write(text: ",\"offset\":\(offset)") }
      if let path = finding.path {
        try writer.write(",\"path\":")
        try writer.write(string: path.description)
      }
      try writer.write(",\"message\":")
      try writer.write(string: finding.message)
      try writer.write("}")
    }
    try writer.write("]")
  }
}
