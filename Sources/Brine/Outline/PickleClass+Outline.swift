import BrinePickle

extension PickleClassByValue {
  /// The facts about a class, its methods and its other members.
  var outline: [any OutlineNode] {
    var nodes: [any OutlineNode] = []
    if qualname != name { nodes.append(TextOutline("qualname", string: qualname)) }
    if let module { nodes.append(TextOutline("module", string: module)) }
    if let doc { nodes.append(TextOutline("doc", string: doc)) }
    if let metaclass { nodes.append(PickleOutline(metaclass, label: "metaclass")) }
    if let basesValue, hasBasesToOpen { nodes.append(PickleOutline(basesValue, label: "bases")) }
    if let fieldsValue { nodes.append(PickleOutline(fieldsValue, label: "fields")) }
    if let fieldDefaults { nodes.append(PickleOutline(fieldDefaults, label: "defaults")) }
    if let enumMembersValue { nodes.append(PickleOutline(enumMembersValue, label: "enum members")) }
    if let membersValue {
      nodes += group("methods", of: membersValue) { $0.isMethod }
      nodes += group("members", of: membersValue) { !$0.isMethod }
    }
    return nodes
  }

  /// Whether the title does not say all about the bases: some are classes by value, or there are many.
  private var hasBasesToOpen: Bool {
    bases.count > 8
      || bases.contains { $0.byValue.map { if case .global = $0 { false } else { true } } ?? false }
  }

  /// Some of the members as a node. Where there are very many, it is shown before knowing whether it is empty.
  private func group(
    _ label: String, of dict: PickleValue, _ isPart: @escaping @Sendable (PickleOutline) -> Bool
  ) -> [any OutlineNode] {
    let make: @Sendable () -> [any OutlineNode] = {
      members.lazy.filter { !Self.told.contains($0.name) }.map { PickleOutline($0.value, label: $0.name) }
        .filter(isPart)
    }
    let count = dict.count <= 128 ? make().count : nil
    return count == 0 ? [] : [GroupOutline(label, type: "dict", count: count, of: dict, make)]
  }

  /// The members that are shown apart.
  private static let told: Set<String> = ["__module__", "__doc__", "__qualname__"]
}

extension PickleOutline {
  /// Whether this is a function, or one in a property or the like.
  fileprivate var isMethod: Bool {
    switch byValue {
    case .function, .descriptor: true
    default: false
    }
  }
}
