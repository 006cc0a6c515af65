public import BrineCore
public import BrinePickle

/// Takes out of a pickle what a policy does not allow.
///
/// ```swift
/// let cleaned = try PickleCleaner().clean(MemorySource(contentsOf: "model.pkl"))
/// try cleaned.value.write(to: "clean.pkl")
/// ```
/// Calls and names that are not allowed become `None`, with all that was done to them; calls whose results the pickle drops
/// are left out. The rest is the same data. The result was looked at again, and is safe.
public struct PickleCleaner: Sendable {
  /// What is left, and what is not.
  public struct Result: Sendable {
    /// The data without its dangerous parts.
    public let value: PickleValue
    /// What was dropped.
    public let dropped: [ScanFinding]
    /// How the value is to be written: with its arrays behind their objects where the file was joblib's.
    public let writeOptions: PickleWriteOptions
  }

  /// Why there is no clean form of a pickle.
  public enum Failure: Error, CustomStringConvertible {
    /// The value itself is what is not allowed.
    case nothingLeft
    /// What is left is not safe either.
    case notSafe([ScanFinding])
    /// Something follows the pickle at this offset, which would be lost.
    case moreFollows(Int)

    /// A sentence.
    public var description: String {
      switch self {
      case .nothingLeft: "nothing would be left: the value itself is what is not allowed"
      case .notSafe(let findings): "what is left is not safe: \(findings.first?.message ?? "")"
      case .moreFollows(let offset):
        "a second pickle or other data follows the first at byte \(offset), which would be lost"
      }
    }
  }

  /// What may stay.
  public var policy: PicklePolicy
  /// What reading may use up.
  public var limits: Limits

  /// A cleaner that leaves what a policy allows.
  public init(policy: PicklePolicy = .default, limits: Limits = .default) {
    (self.policy, self.limits) = (policy, limits)
  }

  /// Cleans the pickle that begins at `offset`, and that only zeros may follow.
  ///
  /// - Throws: `PickleError` for what is no whole pickle, `Failure`.
  public func clean(_ source: MemorySource, at offset: Int = 0) throws -> Result {
    let run = PickleRun(source, at: offset, hasInlineArrays: true, limits: limits)
    if let error = run.error { throw error }
    let rest = source.afterZeros(from: run.end)
    guard rest == source.count else { throw Failure.moreFollows(rest) }
    let scan = PickleScan(run, policy)
    let value = run.cleaned(
      isDroppedCall: { scan.flaggedCalls.contains($0) }, isDroppedGlobal: { scan.isFlagged(global: $0) })
    guard !value.isNone || run.root.isNone else { throw Failure.nothingLeft }
    var options = PickleWriteOptions()
    options.hasInlineArrays = run.hasInlineArrays
    let bytes = try value.encoded(options)
    let again = PickleRun(MemorySource(bytes), hasInlineArrays: run.hasInlineArrays, limits: limits)
    let left = PickleScan(again, policy).findings.filter { $0.verdict != .safe }
    guard left.isEmpty, again.error == nil else { throw Failure.notSafe(left) }
    // Pickles inside of bytes can't be cleaned.
    let report = FileScanner(policy: policy, limits: limits).scan(MemorySource([UInt8](bytes)))
    guard report.verdict == .safe else {
      throw Failure.notSafe(report.findings.filter { $0.verdict != .safe })
    }
    return Result(value: value, dropped: scan.findings.filter { $0.verdict != .safe }, writeOptions: options)
  }
}
