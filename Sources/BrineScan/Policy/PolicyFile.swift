import BrineCore
public import BrineJSON

/// A policy's JSON: groups of what is allowed, rules of what is dangerous. See `Documentation/scan.md`.
struct PolicyFile: Sendable {
  var groups: [Group] = []
  var rules: [Rule] = []

  /// Names that are harmless.
  struct Group: Sendable {
    var id: String
    var why: String
    var uses: [PickleUse]?
    /// Whether instances may be made without `__init__`, where they may not be by a call.
    var new: Bool
    /// Whether it calls what it is given: names among its arguments count as called.
    var callback: Bool
    /// Whether these are functions that are harmless with data, so that they may wait in a `partial`.
    var functions: Bool
    var modules: Modules
  }

  /// Names that are dangerous.
  struct Rule: Sendable {
    var rule: PolicyRule
    var modules: Modules
    var except: Modules
  }

  typealias Modules = [(module: String, names: [String])]

  init() {}

  /// Reads a file.
  ///
  /// - Throws: `JSONError`, `PolicyError`.
  init(_ source: MemorySource) throws {
    let reader = PolicyReader(document: try JSONDocument(source, nodeLimit: 1 << 22))
    for (key, value) in try reader.members(0, "the policy") {
      switch key {
      case "groups": groups = try reader.elements(value, key).map(reader.group)
      case "rules": rules = try reader.elements(value, key).map(reader.rule)
      case "version", "about": continue
      default: throw reader.error(value, "a policy has no \"\(key)\", but groups, rules, version and about")
      }
    }
  }
}

/// Why a policy file is refused.
public struct PolicyError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let detail: String
  /// Where in the file.
  public let location: JSONLocation

  /// The sentence with its line and column.
  public var description: String { "\(detail) (\(location))" }
}
