import BrineCore
import BrineScan
import Foundation
import TestSupport
import Testing

/// The two corpora: files that Python was seen to run code from, and files that only hold data.
///
/// The findings are asserted one by one: `findings.json` beside each manifest has them as they were looked through.
/// `BRINE_RECORD_SNAPSHOTS=1` writes them anew.
@Suite struct CorpusTests {
  @Test func everyAttackIsUnsafe() throws {
    let corpus = try ScanCorpus("attacks")
    #expect(corpus.entries.count >= 120)
    let reports = try corpus.reports()
    for entry in corpus.entries {
      let report = try #require(reports[entry.file], "\(entry.file)")
      #expect(report.verdict == .unsafe, "\(entry.file): \(report.verdict.rawValue)")
    }
    try corpus.expectFindings(reports)
  }

  /// The names that the generator knows of are told of, whatever else is.
  @Test func attacksAreNamed() throws {
    let corpus = try ScanCorpus("attacks")
    let reports = try corpus.reports()
    for entry in corpus.entries {
      guard let expected = entry.expected, !expected.isEmpty else { continue }
      let found = reports[entry.file]?.findings.filter { $0.verdict != .safe } ?? []
      // What these call is harmless; what they call it with is not, and that is told of.
      if ["_collections.defaultdict", "builtins.getattr", "torch.storage._load_from_bytes"].contains(
        expected[0].global),
        expected.count == 1
      {
        #expect(found.contains { $0.global?.hasSuffix("system") ?? false }, "\(entry.file)")
        continue
      }
      let isTold = expected.contains { name in found.contains { $0.tells(of: name.global) } }
      #expect(isTold, "\(entry.file): \(expected.map(\.global)) are not told of")
    }
  }

  @Test func noHonestFileIsAccused() throws {
    let corpus = try ScanCorpus("honest")
    #expect(corpus.entries.count >= 300)
    let reports = try corpus.reports()
    for entry in corpus.entries {
      let report = try #require(reports[entry.file], "\(entry.file)")
      #expect(report.verdict.rawValue == entry.verdict, "\(entry.file): \(report.findings.map(\.message))")
    }
    try corpus.expectFindings(reports)
  }
}

extension ScanFinding {
  /// Whether this is about a name, or about what it is an attribute of; Python 2's names stand for those of Python 3.
  fileprivate func tells(of name: String) -> Bool {
    guard let global = global?.replacingOccurrences(of: ":", with: ".") else {
      return message.contains(name) || ["result-called", "own-code-called", "keras-code"].contains(rule.id)
    }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return global == name || global.hasSuffix("." + last) || name.hasPrefix(global + ".")
  }
}

/// One folder of files, with what is to be found in them.
struct ScanCorpus {
  struct Entry: Decodable {
    let file: String
    let verdict: String?
    let expected: [Name]?
  }

  struct Name: Decodable {
    let global: String
  }

  private struct Manifest: Decodable { let files: [Entry] }

  let folder: URL
  let entries: [Entry]

  init(_ name: String) throws {
    folder = PackageRoot.url.appendingPathComponent("Fixtures/scan/\(name)")
    let manifest = try Data(contentsOf: folder.appendingPathComponent("manifest.json"))
    entries = try JSONDecoder().decode(Manifest.self, from: manifest).files
  }

  func reports() throws -> [String: ScanReport] {
    let scanner = FileScanner()
    return try entries.reduce(into: [:]) { reports, entry in
      let name = entry.file.hasPrefix("files/") ? entry.file : "files/" + entry.file
      reports[entry.file] = try scanner.scan(folder.appendingPathComponent(name).path)
    }
  }

  /// Compares all findings with those that were recorded.
  func expectFindings(_ reports: [String: ScanReport]) throws {
    let found = reports.mapValues { $0.findings.map(Self.line) }
    let path = folder.appendingPathComponent("findings.json")
    if ProcessInfo.processInfo.environment["BRINE_RECORD_SNAPSHOTS"] == "1" {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try encoder.encode(found).write(to: path)
      return
    }
    let recorded = try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: path))
    #expect(recorded.count == found.count)
    for (file, lines) in found { #expect(recorded[file] == lines, "\(file)") }
  }

  /// A finding in one line: everything but its sentence and arguments.
  private static func line(_ finding: ScanFinding) -> String {
    let place = [finding.member, finding.offset.map(String.init), finding.opcode].compactMap { $0 }.joined(
      separator: " ")
    let name = [finding.global, finding.use?.rawValue].compactMap { $0 }.joined(separator: " ")
    let count = finding.count > 1 ? " x\(finding.count)" : ""
    return "\(finding.verdict.rawValue) \(finding.rule.id) | \(place) | \(name)\(count)"
  }
}
