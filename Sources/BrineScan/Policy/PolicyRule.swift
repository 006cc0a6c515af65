/// How bad a finding is.
public enum ScanSeverity: String, Sendable, Codable, CaseIterable, Comparable {
  /// Worth knowing.
  case info
  /// Not dangerous by itself, such as code that a file brings along.
  case low
  /// What nobody can judge, or what may use up memory and time.
  case medium
  /// Reaches files, the network, or parts of the interpreter.
  case high
  /// Runs code or programs.
  case critical

  /// By how bad they are.
  public static func < (left: ScanSeverity, right: ScanSeverity) -> Bool { left.rank < right.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Why names are dangerous: one entry of the list of what must not be loaded.
public struct PolicyRule: Sendable, Equatable, Codable {
  /// The stable name of the rule, such as `code-execution`.
  public var id: String
  /// How bad it is.
  public var severity: ScanSeverity
  /// The kind of danger in a word or two: `process`, `network`.
  public var kind: String
  /// What such a name does, as a sentence begun by the name: `starts a program`.
  public var message: String
  /// CWE numbers, CVE numbers and the like.
  public var references: [String]

  /// A rule of one's own.
  public init(
    id: String, severity: ScanSeverity = .high, kind: String, message: String, references: [String] = []
  ) {
    (self.id, self.severity, self.kind, self.message, self.references) = (
      id, severity, kind, message, references
    )
  }

  /// The rule of functions and classes that a pickle brings along by value.
  static let codeByValue = "code-by-value"

  /// Whether a name under this rule is dangerous by itself, rather than by what it brings along or loads.
  package var isOfNames: Bool { id != Self.codeByValue && id != "nested-load" }
}
