public import BrineCore

/// Says what loading files would do, without loading them.
///
/// ```swift
/// let report = try FileScanner().scan("model.pkl")
/// if report.verdict != .safe { print(report.findings) }
/// ```
/// Pickles are run by the machine that reads them, without effects; archives, compressions, arrays, HDF5 files and Keras'
/// configurations are looked into as their loaders would. See `Documentation/scan.md` for what a verdict promises.
public struct FileScanner: Sendable {
  /// What may be imported, called and built.
  public var policy: PicklePolicy
  /// What scanning may use up. What exceeds them is unreadable, never safe.
  public var limits: Limits

  /// Limits for files that nobody knows anything of: a gigabyte may come out of
  /// compressions, and as much be taken by the values of a pickle.
  public static let defaultLimits: Limits = {
    var limits = Limits()
    limits.decompressedSize = 1 << 30
    limits.valueSize = 1 << 30
    return limits
  }()

  /// A scanner that judges by a policy.
  public init(policy: PicklePolicy = .default, limits: Limits = defaultLimits) {
    (self.policy, self.limits) = (policy, limits)
  }

  /// Looks at a file. What is in no known format is `unreadable`.
  ///
  /// - Throws: `ByteSourceError` when the file can't be read.
  public func scan(_ path: String) throws -> ScanReport {
    scan(try MemorySource(contentsOf: path), path: path)
  }

  /// Looks at bytes.
  ///
  /// - Parameters:
  ///   - path: What to call them.
  ///   - isPart: Whether they are one of many files of a folder, in which others are expected: then those in no known
  ///     format are `other`.
  public func scan(_ source: MemorySource, path: String = "", isPart: Bool = false) -> ScanReport {
    let scan = ContentScan(source, policy: policy, limits: limits)
    var (verdict, findings) = (scan.verdict, scan.findings)
    if verdict == .other, !isPart {
      verdict = .unreadable
      let text = source.count == 0 ? "the file is empty" : "the file is in no format that Brine knows"
      findings.append(ScanFinding(OwnRule.unreadable.rule, .unreadable, text, offset: 0))
    }
    let format = scan.formats.isEmpty ? "other" : scan.formats.joined(separator: ", ")
    return ScanReport(path: path, format: format, verdict: verdict, findings: findings)
  }
}
