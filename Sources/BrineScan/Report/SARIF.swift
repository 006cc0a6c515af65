public import BrineJSON

/// Reports as SARIF 2.1.0, which code hosts show beside the files.
///
/// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
public enum SARIF {
  /// Writes one log of one run.
  ///
  /// - Throws: What the writer's sink throws.
  public static func write(_ reports: [ScanReport], version: String, to writer: inout JSONTextWriter) throws {
    try writer.write(
      "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{")
    try writer.write("\"tool\":{\"driver\":{\"name\":\"brine\",\"version\":")
    try writer.write(string: version)
    try writer.write(",\"rules\":[")
    let rules = rules(reports)
    for (index, rule) in rules.enumerated() {
      if index > 0 { try writer.write(",") }
      try write(rule, to: &writer)
    }
    let numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    try writer.write("]}},\"results\":[")
    var isFirst = true
    for report in reports {
      for finding in report.findings where finding.verdict != .safe {
        if !isFirst { try writer.write(",") }
        isFirst = false
        try write(finding, report.path, numbers[finding.rule.id] ?? 0, to: &writer)
      }
    }
    try writer.write("]}]}\n")
  }

  private static func rules(_ reports: [ScanReport]) -> [PolicyRule] {
    var seen: Set<String> = []
    return reports.flatMap(\.findings).map(\.rule).filter { seen.insert($0.id).inserted }
  }

  private static func write(_ rule: PolicyRule, to writer: inout JSONTextWriter) throws {
    try writer.write("{\"id\":")
    try writer.write(string: rule.id)
    try writer.write(",\"shortDescription\":{\"text\":")
    try writer.write(string: rule.message)
    try writer.write("},\"properties\":{\"security-severity\":")
    try writer.write(string: score(rule.severity))
    try writer.write(",\"tags\":[\"security\"")
    for reference in rule.references {
      try writer.write(",")
      try writer.write(string: reference)
    }
    try writer.write("]}}")
  }

  private static func write(
    _ finding: ScanFinding, _ path: String, _ rule: Int, to writer: inout JSONTextWriter
  ) throws {
    try writer.write("{\"ruleId\":")
    try writer.write(string: finding.rule.id)
    try writer.write(text: ",\"ruleIndex\":\(rule),\"level\":")
    try writer.write(string: level(finding.rule.severity))
    try writer.write(",\"message\":{\"text\":")
    // An offset in a member is no place in the file that SARIF could point to.
    let place = finding.offset.map { " at byte \($0)" } ?? ""
    let member = finding.member.map { " (in \($0)\(place))" } ?? ""
    try writer.write(string: finding.message + (finding.arguments.map { " \($0)" } ?? "") + member)
    try writer.write("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":")
    try writer.write(string: uri(path))
    try writer.write("}")
    if let offset = finding.offset, finding.member == nil {
      try writer.write(text: ",\"region\":{\"byteOffset\":\(offset),\"byteLength\":1}")
    }
    try writer.write("}}]}")
  }

  private static func level(_ severity: ScanSeverity) -> String {
    severity >= .high ? "error" : severity == .medium ? "warning" : "note"
  }

  /// Between 0 and 10, as code hosts sort by it.
  private static func score(_ severity: ScanSeverity) -> String {
    switch severity {
    case .info: "0.0"
    case .low: "3.0"
    case .medium: "5.5"
    case .high: "8.0"
    case .critical: "9.5"
    }
  }

  /// A path as a URI reference: RFC 3986, section 3.3.
  private static func uri(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/-._~".utf8.contains(byte)
      text +=
        isPlain
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}
