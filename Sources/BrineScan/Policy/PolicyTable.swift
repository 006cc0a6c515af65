import BrinePickle

/// A policy, as it is looked up: layers, of which the last that knows a name has the last word.
struct PolicyTable: Sendable {
  /// Why a group of names is harmless.
  struct Group: Sendable {
    var id: String
    var why: String
    var callsArguments: Bool
    var areFunctions: Bool
  }

  private(set) var groups: [Group] = []
  private(set) var rules: [PolicyRule] = []
  private var layers: [PolicyLayer] = []

  /// Adds what files say, as one layer.
  ///
  /// - Parameter isIncluded: Which groups to take.
  mutating func add(_ files: [PolicyFile], isIncluded: (String) -> Bool = { _ in true }) {
    var layer = PolicyLayer()
    for file in files {
      for rule in file.rules {
        layer.add(rule, number: rules.count)
        rules.append(rule.rule)
      }
      for group in file.groups where isIncluded(group.id) {
        layer.add(group, number: groups.count)
        groups.append(
          Group(id: group.id, why: group.why, callsArguments: group.callback, areFunctions: group.functions))
      }
    }
    layers.append(layer)
  }

  /// What is said of a use of a name.
  func word(on name: PickleName, _ use: PickleUse) -> PolicyLayer.Word? {
    for layer in layers.reversed() {
      if let word = layer.word(on: name, use) { return word }
    }
    return nil
  }

  /// The group of a name that is harmless in some use.
  func group(of name: PickleName) -> Group? {
    for layer in layers.reversed() {
      if let number = layer.group(of: name) { return groups[number] }
    }
    return nil
  }

  /// The rule that says that importing a name is dangerous.
  func rule(for name: PickleName) -> PolicyRule? {
    if case .rule(let number)? = word(on: name, .import) { rules[number] } else { nil }
  }

  /// The rule for all names of a module.
  func rule(ofModule module: String) -> PolicyRule? {
    layers.reversed().lazy.compactMap { $0.rule(ofModule: module) }.first.map { rules[$0] }
  }

  /// The rule for a name in any module.
  func rule(anywhere name: String) -> PolicyRule? {
    layers.reversed().lazy.compactMap { $0.rule(anywhere: name) }.first.map { rules[$0] }
  }
}
