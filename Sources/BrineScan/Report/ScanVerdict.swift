/// What loading a file would do.
public enum ScanVerdict: String, Sendable, Codable, CaseIterable {
  /// Loading can only build data.
  case safe
  /// The file brings functions or classes along as code: loading builds them, using them runs them.
  case containsCode = "contains code"
  /// Loading imports or calls something that the policy does not know.
  case unknown
  /// Loading would run code or reach the system.
  case unsafe
  /// The file could not be analysed to its end.
  case unreadable
  /// In no format that a loader of pickles, arrays or models opens. Only for files that a folder or archive holds.
  case other

  /// The verdict on something that has parts with these verdicts: the worst.
  static func worst(_ verdicts: some Sequence<ScanVerdict>) -> ScanVerdict {
    let found = Set(verdicts)
    return [.unsafe, .unreadable, .unknown, .containsCode, .safe, .other].first { found.contains($0) }
      ?? .safe
  }
}
