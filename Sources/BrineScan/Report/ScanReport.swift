/// What was found out about one file.
public struct ScanReport: Sendable {
  /// The path, as it was given or found in a folder.
  public var path: String
  /// What the file is: `pickle`, `zip`, `HDF5`; with what is around it, `gzip, pickle`.
  public var format: String
  /// What loading it would do.
  public var verdict: ScanVerdict
  /// Why, in the order of the file.
  public var findings: [ScanFinding]

  /// A report of one's own.
  public init(path: String, format: String, verdict: ScanVerdict, findings: [ScanFinding]) {
    (self.path, self.format, self.verdict, self.findings) = (path, format, verdict, findings)
  }
}
