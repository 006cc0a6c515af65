import Brine
import FuzzSupport

/// Scans the input as a file of any form. What is safe to the strict policy is safe to the default one; what a cleaner
/// leaves of a pickle is safe; what a policy refuses is what the scanner accuses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScan(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    if let codec = Codecs.detect(source), codec.name != "zlib" && codec.name != "gzip" { return }
    var limits = Limits()
    limits.decompressedSize = 1 << 22
    let report = FileScanner(limits: limits).scan(source)
    let strict = FileScanner(policy: .strict, limits: limits).scan(source)
    if strict.verdict == .safe, report.verdict != .safe { wrong("safe to the strict policy only") }
    if report.verdict == .safe, report.findings.contains(where: { $0.verdict != .safe }) {
      wrong("safe with findings")
    }
    checkGate(source, report)
    checkCleaner(source, limits)
  }
}

/// A pickle that a decoder with a policy takes is one that the scanner does not accuse, and the other way round.
private func checkGate(_ source: MemorySource, _ report: ScanReport) {
  guard report.format == "pickle" else { return }
  var options = PickleOptions()
  options.encoding = .latin1
  options.require(.default)
  do { _ = try Pickle(source, options: options) } catch {
    if error.code == .refused, report.verdict == .safe { wrong("refused, but safe") }
  }
}

private func checkCleaner(_ source: MemorySource, _ limits: Limits) {
  do {
    let result = try PickleCleaner(limits: limits).clean(source)
    let bytes = try result.value.encoded(result.writeOptions)
    let verdict = FileScanner(limits: limits).scan(MemorySource([UInt8](bytes))).verdict
    if verdict != .safe, !result.dropped.isEmpty { wrong("cleaned, but \(verdict)") }
  } catch let error as PickleCleaner.Failure {
    if case .notSafe = error { return }
  } catch {}
}
