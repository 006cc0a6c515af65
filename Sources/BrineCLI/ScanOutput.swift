import ArgumentParser
import Brine

/// Prints reports of scans: for people, as JSON or as SARIF.
struct ScanOutput {
  enum Form { case text, json, sarif }

  let form: Form
  let quiet: Bool
  private var writer = JSONTextWriter(Output.write)
  private var counts: [ScanVerdict: Int] = [:]
  private var reports: [ScanReport] = []
  private var isFirst = true

  init(form: Form, quiet: Bool) { (self.form, self.quiet) = (form, quiet) }

  mutating func begin() throws {
    if form == .json { try writer.write("{\"files\":[") }
  }

  mutating func add(_ report: ScanReport) throws {
    counts[report.verdict, default: 0] += 1
    switch form {
    case .text: try Output.write(text(report))
    case .sarif: reports.append(report)
    case .json:
      if quiet, report.verdict == .safe || report.verdict == .other { return }
      if !isFirst { try writer.write(",") }
      isFirst = false
      try report.write(to: &writer)
    }
  }

  mutating func end() throws {
    switch form {
    case .text:
      let total = counts.values.reduce(0, +)
      if total > 1 { try Output.write("\(total) files: \(summary)\n") }
    case .json:
      try writer.write("],\"summary\":{")
      for (index, verdict) in ScanVerdict.allCases.enumerated() {
        if index > 0 { try writer.write(",") }
        try writer.write(string: verdict.rawValue)
        try writer.write(text: ":\(counts[verdict] ?? 0)")
      }
      try writer.write("}}\n")
      try writer.flush()
    case .sarif:
      try SARIF.write(reports, version: BrineCommand.configuration.version, to: &writer)
      try writer.flush()
    }
  }

  private var summary: String {
    ScanVerdict.allCases.compactMap { verdict in counts[verdict].map { "\($0) \(verdict.rawValue)" } }
      .joined(separator: ", ")
  }

  // MARK: Text

  private func text(_ report: ScanReport) -> String {
    let isFine = report.verdict == .safe || report.verdict == .other
    if quiet, isFine { return "" }
    let verdict = Output.colour(
      report.verdict.rawValue, report.verdict == .safe ? .value : isFine ? .type : .warning)
    var text = "\(verdict)  \(Output.printable(report.path))  (\(Output.printable(report.format)))\n"
    for finding in report.findings { text += "  \(Output.printable(Self.line(finding)))\n" }
    return text
  }

  /// `17 REDUCE: os.system is called: it starts a program ('id',) [process, critical]`
  static func line(_ finding: ScanFinding) -> String {
    var place = finding.member.map { $0 + " " } ?? ""
    if let offset = finding.offset { place += "\(offset) " }
    place += finding.opcode ?? ""
    var text = place.isEmpty ? "" : place.trimming + ": "
    text += finding.message
    if let arguments = finding.arguments { text += " \(arguments)" }
    if finding.count > 1 { text += ", \(finding.count) times" }
    let references =
      finding.rule.references.isEmpty ? "" : "; " + finding.rule.references.joined(separator: ", ")
    return text + " [\(finding.rule.id), \(finding.rule.severity.rawValue)\(references)]"
  }
}

extension String {
  fileprivate var trimming: String { hasSuffix(" ") ? String(dropLast()) : self }
}
