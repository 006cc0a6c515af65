import BrineCore
import BrineScan
import Testing

/// Pickles made by hand: what is done with names, and what is no pickle.
@Suite struct PickleScanTests {
  private func report(_ bytes: [UInt8]) -> ScanReport { FileScanner().scan(MemorySource(bytes)) }
  private func report(_ text: String) -> ScanReport { report(Array(text.utf8)) }

  private func findings(_ text: String) -> [String] {
    report(text).findings.map { "\($0.verdict.rawValue) \($0.rule.id) \($0.offset ?? -1) \($0.global ?? "")" }
  }

  @Test func callsThatAreDroppedCount() {
    #expect(findings("cos\nsystem\n(S'id'\ntR0N.") == ["unsafe process 19 os.system"])
    #expect(findings("(cos\nsystem\nS'id'\no0N.") == ["unsafe process 18 os.system"])
    #expect(findings("((cos\nsystem\nS'id'\no1N.") == ["unsafe process 19 os.system"])
  }

  @Test func callsBeforeDamageCount() {
    let report = report("cos\nsystem\n(S'id'\ntR\u{7F}")
    #expect(report.verdict == .unsafe)
    #expect(report.findings.map(\.rule.id) == ["process", "unreadable"])
  }

  @Test func secondPicklesCount() {
    #expect(report("N.cos\nsystem\n(S'id'\ntR.").verdict == .unsafe)
    #expect(report("N.\0\0\0cos\nsystem\n(S'id'\ntR.").verdict == .unsafe)
  }

  @Test func changesOfWhatIsImportedAreUnsafe() {
    #expect(
      findings("ccollections\nOrderedDict\n}S'x'\nNsb.").contains(
        "unsafe imported-changed 33 collections.OrderedDict"))
    #expect(report("csys\nmodules\nS'os'\nNs.").verdict == .unsafe)
  }

  @Test func resultsAreNotCalled() {
    #expect(report("ccollections\nOrderedDict\n)R)R.").findings.map(\.rule.id) == ["result-called"])
  }

  @Test func argumentsOfThePythonUnpicklerCount() {
    let report = report("cos\nsystem\n(lS'id'\naR.")
    #expect(report.verdict == .unsafe)
    #expect(report.findings.map(\.rule.id).contains("readers-differ"))
  }

  @Test func computedNamesAreUnsafe() {
    // The module's name is the result of `_codecs.encode`.
    let report = report(
      "\u{80}\u{4}".unicodeScalars.map { UInt8($0.value) }
        + Array("c_codecs\nencode\n(X\u{2}\0\0\0ostRX\u{6}\0\0\0system".utf8) + [0x93, 0x2E])
    #expect(report.findings.map(\.rule.id).contains("computed-name"))
    #expect(report.verdict == .unsafe)
  }

  @Test func namesThatNobodyKnowsAreUnknown() {
    #expect(findings("cmylib\nModel\n)R.") == ["unknown unknown-name 14 mylib.Model"])
    #expect(findings("cmylib\nModel\n.") == ["unknown unknown-name 0 mylib.Model"])
  }

  @Test func framesThatLieAreFollowedBothWays() {
    // The frame ends inside BININT: a reader that can't peek goes on behind the frame with other bytes.
    let frame: [UInt8] = [0x80, 4, 0x95, 3, 0, 0, 0, 0, 0, 0, 0, 0x4A, 5, 0]
    let rest = [0, 0] + Array("0cos\nsystem\n(S'id'\ntR.".utf8)
    let report = report(frame + rest)
    #expect(report.verdict == .unsafe)
    #expect(report.findings.map(\.rule.id).contains("readers-differ"))
    // As data it is never safe.
    #expect(self.report(frame + [0, 0, 0x2E]).verdict != .safe)
  }

  @Test func otherFilesAreUnreadableByThemselvesAndOtherInFolders() {
    let text = MemorySource(Array("class Foo:\n    import os\n".utf8))
    #expect(FileScanner().scan(text).verdict == .unreadable)
    #expect(FileScanner().scan(text, isPart: true).verdict == .other)
    #expect(FileScanner().scan(MemorySource([]), isPart: true).verdict == .other)
  }

  @Test func plainValuesAreSafe() {
    #expect(report("(dp0\nS'a'\nI1\ns.").verdict == .safe)
    #expect(report("{\"a\": 1}").verdict == .safe)
  }
}
