public import BrineCore
public import BrinePickle

/// What pickles may import, call and build: a list of what is harmless, a list of what is dangerous and why. Everything
/// else is unknown.
///
/// ```swift
/// var policy = PicklePolicy.default
/// try policy.add(MemorySource(contentsOf: "ours.json"))
/// let report = try FileScanner(policy: policy).scan("model.pkl")
/// ```
/// Both lists are data: `allowed.json` and `dangerous.json` in this module; files of the same form extend them.
public struct PicklePolicy: Sendable {
  /// What a policy says of a use of a name.
  public enum Decision: Sendable, Equatable {
    /// Harmless, by the group of names of this id, and why.
    case allowed(group: String, why: String)
    /// Dangerous, by this rule.
    case dangerous(PolicyRule)
    /// In neither list.
    case unknown
  }

  /// What it is called in reports.
  public private(set) var name: String
  var table: PolicyTable

  /// Everything that the libraries which Brine knows write. Functions by value are reported as what they are.
  public static let `default` = PicklePolicy("default") { _ in true }
  /// Values of Python itself and NumPy's arrays, and nothing else.
  public static let strict = PicklePolicy("strict") {
    [
      "python-types", "python-factories", "python-aliases", "python-values", "numpy-values",
      "numpy-extensions", "shared-values",
    ].contains($0)
  }
  /// Tensors and the containers that hold them: state dicts, much as PyTorch's `weights_only` has it.
  public static let torchWeights = PicklePolicy("torch-weights") {
    ["python-types", "python-factories", "torch-tensors", "torch-names"].contains($0)
  }

  /// The policy of this name: `strict`, `default` or `torch-weights`.
  public static func named(_ name: String) -> PicklePolicy? {
    [.default, .strict, .torchWeights].first { $0.name == name }
  }

  private init(_ name: String, _ isIncluded: (String) -> Bool) {
    self.name = name
    table = PolicyTable()
    table.add([Self.dangerous, Self.allowed], isIncluded: isIncluded)
  }

  private static let allowed = builtIn(PackageResources.allowed_json)
  private static let dangerous = builtIn(PackageResources.dangerous_json)

  /// Files of this module, which tests read too: a broken one would allow nothing.
  private static func builtIn(_ bytes: [UInt8]) -> PolicyFile {
    (try? PolicyFile(MemorySource(bytes))) ?? PolicyFile()
  }

  /// Adds a policy file, whose entries have the last word.
  ///
  /// - Throws: `JSONError`, or `PolicyError` with the place of what is wrong.
  public mutating func add(_ source: MemorySource) throws {
    table.add([try PolicyFile(source)])
    if !name.hasSuffix("+") { name += "+" }
  }

  /// What is said of a use of a name.
  public func decision(_ name: PickleName, _ use: PickleUse = .call) -> Decision {
    switch table.word(on: name, use) {
    case .rule(let rule)?: .dangerous(table.rules[rule])
    case .allowed(let group)?: .allowed(group: table.groups[group].id, why: table.groups[group].why)
    case .unknown?: .unknown
    case nil: hidden(in: name).map { .dangerous($0) } ?? .unknown
    }
  }

  /// Whether a name is that of a function which may wait in a `partial` for the program to call it.
  func isFunction(_ name: PickleName) -> Bool { table.group(of: name)?.areFunctions ?? false }

  /// Whether a function that is allowed calls what it is given.
  func callsArguments(_ name: PickleName) -> Bool { table.group(of: name)?.callsArguments ?? false }
}
