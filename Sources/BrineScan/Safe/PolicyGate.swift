import BrineCore
public import BrinePickle

/// Reading pickles only where a policy finds them safe.
extension PickleOptions {
  /// Has every pickle that is read looked at first; one that is not safe is refused with `PickleError.Code.refused`, whose
  /// findings are in ``BrinePickle/PickleError/findings``.
  ///
  /// Reading never runs anything, with or without a policy: this is for programs that hand what they read to others.
  public mutating func require(_ policy: PicklePolicy) {
    let limits = limits
    gate = { (source, offset, hasInlineArrays) throws(PickleError) in
      let run = PickleRun(source, at: offset, hasInlineArrays: hasInlineArrays, limits: limits)
      // What can't be read is refused by the reader itself, with a better word for it.
      let scan = PickleScan(run, policy)
      let scanner = FileScanner(policy: policy, limits: limits)
      // Pickles in bytes that this one loads.
      let nested = scan.nested.flatMap { scanner.scan(MemorySource($0.bytes)).findings }
      let findings = (scan.findings + nested).filter { $0.verdict != .safe }
      guard let first = findings.first else { return }
      var error = PickleError(
        .refused, "the policy \"\(policy.name)\" refuses the pickle: \(first.message)",
        context: ErrorContext(offset: first.offset))
      error.reason = PolicyRefusal(findings: findings)
      throw error
    }
  }
}

extension PickleDecoder {
  /// A decoder that refuses pickles which a policy does not find safe.
  ///
  /// ```swift
  /// let settings = try PickleDecoder(policy: .strict).decode(Settings.self, contentsOf: "settings.pkl")
  /// ```
  public init(policy: PicklePolicy) {
    self.init()
    options.require(policy)
  }
}

/// Why a policy refused a pickle.
struct PolicyRefusal: Error {
  let findings: [ScanFinding]
}

extension PickleError {
  /// What a policy found in a pickle that was refused; empty for other errors.
  public var findings: [ScanFinding] { (reason as? PolicyRefusal)?.findings ?? [] }
}
