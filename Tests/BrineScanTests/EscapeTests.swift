import BrineCodecs
import BrineCore
import BrineScan
import Foundation
import TestSupport
import Testing

/// Files that were made to get past the scanner, and what is too large to be looked at.
@Suite struct EscapeTests {
  private static let folder = PackageRoot.url.appendingPathComponent("Fixtures/scan/escapes/files")

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(arguments: try names())
  func noneIsSafe(_ name: String) throws {
    let source = try MemorySource(contentsOf: Self.folder.appendingPathComponent(name).path)
    for isPart in [false, true] {
      let report = FileScanner().scan(source, path: name, isPart: isPart)
      #expect([.unsafe, .unknown, .unreadable].contains(report.verdict), "\(report.verdict.rawValue)")
      #expect(report.findings.contains { $0.verdict == report.verdict })
      // Every rule that is reported is in the files of rules.
      #expect(report.findings.allSatisfy { $0.rule.message != $0.rule.id })
    }
  }

  @Test func bombsAreUnreadable() throws {
    let pickle = [0x80, 4, 0x42, 0, 0, 0x10, 0] + [UInt8](repeating: 0, count: 1 << 20) + [0x2E]
    let packed = MemorySource(try DeflateCodec.gzip.compress(pickle.span.bytes))
    var scanner = FileScanner()
    #expect(scanner.scan(packed).verdict == .safe)
    scanner.limits.decompressedSize = 1 << 16
    #expect(scanner.scan(packed).verdict == .unreadable)
  }

  /// A few bytes that would keep a scanner busy forever: a dotted name of thousands of parts.
  @Test func deepNamesAreUnsafeAtOnce() {
    let name = Array(repeating: "a", count: 1500).joined(separator: ".")
    let report = FileScanner().scan(MemorySource(Array("cmylib\n\(name)\n.".utf8)))
    #expect(report.verdict == .unsafe)
  }
}
