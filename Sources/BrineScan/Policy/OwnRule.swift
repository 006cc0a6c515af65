import BrineCore

/// The rules that the scanner itself has: of how names are used rather than of what they are, and of what files are.
///
/// What they say is in `findings.json`.
enum OwnRule: String, CaseIterable, Sendable {
  case innerAttribute = "inner-attribute"
  case unknownName = "unknown-name"
  case resultCalled = "result-called"
  case ownCodeCalled = "own-code-called"
  case ownClass = "own-class"
  case importedChanged = "imported-changed"
  case codeNames = "code-names"
  case computedState = "computed-state"
  case polyglot = "polyglot"
  case heldAttribute = "held-attribute"
  case methodReplaced = "method-replaced"
  case scipyTemplate = "scipy-template"
  case computedName = "computed-name"
  case extensionCode = "extension-code"
  case outsideObject = "outside-object"
  case readersDiffer = "readers-differ"
  case builtTwice = "built-twice"
  case holderUsed = "holder-used"
  case unclearCall = "unclear-call"
  case arrayState = "array-state"
  case codec = "codec"
  case unreadable = "unreadable"
  case limit = "limit"
  case archiveDiffers = "archive-differs"
  case checksum = "checksum"
  case kerasCode = "keras-code"
  case kerasModule = "keras-module"
  case outsideFile = "outside-file"
  case besideFile = "beside-file"
  case shapeBomb = "shape-bomb"
  case torchScript = "torchscript-code"

  /// The rule, as reports have it.
  var rule: PolicyRule {
    Self.rules[rawValue] ?? PolicyRule(id: rawValue, kind: "unknown", message: rawValue)
  }

  /// A file of this module, of which a test reads every rule.
  private static let rules: [String: PolicyRule] = {
    let file = try? PolicyFile(MemorySource(PackageResources.findings_json))
    return Dictionary((file?.rules ?? []).map { ($0.rule.id, $0.rule) }) { first, _ in first }
  }()
}
