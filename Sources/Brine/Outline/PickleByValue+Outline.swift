import BrinePickle

extension PickleByValue {
  /// What it is, as `show` prints it.
  var typeName: String {
    switch self {
    case .function(let function): function.code.flags.adjective + "function"
    case .code: "code"
    case .classByValue: "class"
    case .namespace(let namespace): namespace.isSession ? "session" : "module"
    case .module: "module"
    case .global: "global"
    case .cell: "cell"
    case .descriptor(let descriptor): descriptor.kind.rawValue
    case .typeVariable: "typing.TypeVar"
    case .representation: "repr"
    case .dictView(let name, _): name
    }
  }

  /// A few words about it.
  var preview: String {
    switch self {
    case .function(let function): function.signature
    case .code(let code): code.signature
    case .classByValue(let type): type.title
    case .namespace(let namespace): namespace.title
    case .module(let name): name
    case .global(let name): name.description
    case .cell(let contents): contents == nil ? "empty" : ""
    case .descriptor(let descriptor): descriptor.parts.first?.value.function?.signature ?? ""
    case .typeVariable(let name), .representation(let name): name
    case .dictView(_, let value): value.array == nil && value.entries == nil ? "" : "(\(value.count))"
    }
  }

  /// What is right below it.
  func children(of value: PickleValue) -> [any OutlineNode] {
    switch self {
    case .function(let function): function.outline
    case .code(let code): code.outline
    case .classByValue(let type): type.outline
    case .namespace(let namespace): namespace.outline
    case .module, .global, .representation: []
    case .cell(let contents): contents.map { [PickleOutline($0, label: "contents")] } ?? []
    case .descriptor(let descriptor):
      descriptor.parts.filter { !$0.value.isNone }.map { PickleOutline($0.value, label: $0.name) }
    case .typeVariable: typeVariableOutline(value)
    case .dictView(_, let shown): PickleOutline(shown).children(limit: .max)
    }
  }
}

extension PickleByValue {
  /// Whether this says all there is, as a plain value does.
  var isPlain: Bool {
    switch self {
    case .module, .global, .representation: true
    default: false
    }
  }

  /// What a type variable has beyond its name.
  private func typeVariableOutline(_ value: PickleValue) -> [any OutlineNode] {
    let labels = ["name", "bound", "constraints", "covariant", "contravariant"]
    return zip(labels, value.instance?.arguments ?? []).dropFirst().compactMap { label, value in
      value.isNone || value.bool == false || value.array?.isEmpty == true
        ? nil : PickleOutline(value, label: label)
    }
  }
}

extension PickleCodeFlags {
  /// What kind of function has these flags, as a word before `function`.
  var adjective: String {
    if contains(.asyncGenerator) { return "async generator " }
    if contains(.coroutine) { return "async " }
    return contains(.generator) ? "generator " : ""
  }
}

extension PickleFunctionByValue {
  fileprivate var outline: [any OutlineNode] {
    var nodes: [any OutlineNode] = []
    if qualname != name { nodes.append(TextOutline("qualname", string: qualname)) }
    if let module { nodes.append(TextOutline("module", string: module)) }
    if let doc { nodes.append(TextOutline("doc", string: doc)) }
    let parts = [
      ("defaults", defaultsValue), ("kwdefaults", kwdefaultsValue), ("annotations", annotationsValue),
      ("attributes", attributesValue),
    ]
    for case (let label, let part?) in parts where part.count > 0 {
      nodes.append(PickleOutline(part, label: label))
    }
    if let closureValue, closureValue.count > 0 {
      nodes.append(
        GroupOutline("closure", type: "tuple", count: closureValue.count, of: closureValue) {
          closure.map(\.outline)
        })
    }
    switch globals {
    case .module(let name): nodes.append(TextOutline("globals", type: "module", name))
    case .values(let dict): if dict.count > 0 { nodes.append(PickleOutline(dict, label: "globals")) }
    }
    nodes.append(PickleOutline(code.value, label: "code"))
    return nodes
  }
}

extension PickleCell {
  fileprivate var outline: any OutlineNode {
    contents.map { PickleOutline($0, label: name) } ?? TextOutline(name, type: "cell", "empty")
  }
}

extension PickleNamespace {
  fileprivate var outline: [any OutlineNode] {
    var nodes: [any OutlineNode] = []
    var others: [any OutlineNode] = []
    for (name, value) in variables {
      let node = PickleOutline(value, label: name)
      if name.hasPrefix("__") { others.append(node) } else { nodes.append(node) }
    }
    for item in imports {
      let text = item.module + (item.attribute.map { "." + $0 } ?? "")
      let node = TextOutline(item.name, type: "imported", text)
      if item.name.hasPrefix("__") { others.append(node) } else { nodes.append(node) }
    }
    if !others.isEmpty {
      let all = others
      nodes.append(
        GroupOutline("module attributes", type: "dict", count: others.count, of: variablesValue) {
          all
        })
    }
    return nodes
  }
}
