import Brine

/// What a policy knows of a name: `brine scan --explain os.system`.
struct PolicyExplanation {
  let name: PickleName
  let policy: PicklePolicy

  /// A name with a colon or the last dot between module and name.
  init(_ text: String, _ policy: PicklePolicy) {
    self.policy = policy
    let separator = text.firstIndex(of: ":") ?? text.firstIndex(of: " ") ?? text.lastIndex(of: ".")
    guard let separator else {
      name = PickleName(module: "builtins", name: text)
      return
    }
    name = PickleName(module: String(text[..<separator]), name: String(text[text.index(after: separator)...]))
  }

  func print(asJSON: Bool) throws {
    let decisions = [PickleUse.import, .call, .new, .build].map { ($0, policy.decision(name, $0)) }
    if asJSON { return try printJSON(decisions) }
    var text = "\(name), under the policy \"\(policy.name)\":\n"
    for (use, decision) in decisions { text += "  \(use.rawValue): \(Self.text(decision))\n" }
    if let arguments = PicklePolicy.explanation(ofCalls: name) {
      text += "  by its arguments: \(arguments)\n"
    }
    try Output.write(Output.printable(text, keepsLines: true))
  }

  private func printJSON(_ decisions: [(PickleUse, PicklePolicy.Decision)]) throws {
    var writer = JSONTextWriter(Output.write)
    try writer.write("{\"name\":")
    try writer.write(string: name.description)
    try writer.write(",\"policy\":")
    try writer.write(string: policy.name)
    for (use, decision) in decisions {
      try writer.write(text: ",\"\(use.rawValue)\":")
      try writer.write(string: Self.text(decision))
    }
    if let arguments = PicklePolicy.explanation(ofCalls: name) {
      try writer.write(",\"arguments\":")
      try writer.write(string: arguments)
    }
    try writer.write("}\n")
    try writer.flush()
  }

  private static func text(_ decision: PicklePolicy.Decision) -> String {
    switch decision {
    case .allowed(let group, let why): "safe (\(group): \(why))"
    case .unknown: "unknown"
    case .dangerous(let rule):
      "unsafe (\(rule.id), \(rule.severity.rawValue)): \(rule.message)"
        + (rule.references.isEmpty ? "" : "; " + rule.references.joined(separator: ", "))
    }
  }
}
