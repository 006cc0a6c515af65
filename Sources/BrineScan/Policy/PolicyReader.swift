import BrineJSON

/// Takes the parts of a policy out of its JSON.
struct PolicyReader {
  let document: JSONDocument

  func group(_ index: Int) throws(PolicyError) -> PolicyFile.Group {
    var (id, why, uses, new, callback, functions) = (String?.none, "", [PickleUse]?.none, false, false, false)
    var modules: PolicyFile.Modules = []
    for (key, value) in try members(index, "a group") {
      switch key {
      case "id": id = try text(value, key)
      case "why": why = try text(value, key)
      case "uses": uses = try elements(value, key).map(use)
      case "new": new = try flag(value, key)
      case "callback": callback = try flag(value, key)
      case "functions": functions = try flag(value, key)
      case "modules": modules = try self.modules(value)
      default: throw error(value, "a group has no \"\(key)\"")
      }
    }
    guard let id else { throw error(index, "a group needs an \"id\"") }
    try checkWildcards(modules, index, anywhere: false)
    return PolicyFile.Group(
      id: id, why: why, uses: uses, new: new, callback: callback, functions: functions,
      modules: modules)
  }

  func rule(_ index: Int) throws(PolicyError) -> PolicyFile.Rule {
    var (texts, severity) = ([String: String](), ScanSeverity.high)
    var references: [String] = []
    var (modules, except): (PolicyFile.Modules, PolicyFile.Modules) = ([], [])
    for (key, value) in try members(index, "a rule") {
      switch key {
      case "id", "kind", "message": texts[key] = try text(value, key)
      case "severity":
        let name = try text(value, key)
        guard let found = ScanSeverity(rawValue: name) else { throw error(value, "\(name) is no severity") }
        severity = found
      case "references":
        references = try elements(value, key).map { (node) throws(PolicyError) in try text(node, key) }
      case "modules": modules = try self.modules(value)
      case "except": except = try self.modules(value)
      default: throw error(value, "a rule has no \"\(key)\"")
      }
    }
    guard let id = texts["id"], let kind = texts["kind"], let message = texts["message"] else {
      throw error(index, "a rule needs \"id\", \"kind\" and \"message\"")
    }
    try checkWildcards(modules + except, index, anywhere: true)
    let rule = PolicyRule(id: id, severity: severity, kind: kind, message: message, references: references)
    return PolicyFile.Rule(rule: rule, modules: modules, except: except)
  }

  // MARK: Parts

  private func modules(_ index: Int) throws(PolicyError) -> PolicyFile.Modules {
    try members(index, "modules").map { (key, value) throws(PolicyError) in
      (key, try elements(value, key).map { (node) throws(PolicyError) in try text(node, key) })
    }
  }

  private func use(_ index: Int) throws(PolicyError) -> PickleUse {
    let name = try text(index, "uses")
    guard let use = PickleUse(rawValue: name) else { throw error(index, "\(name) is no use of a name") }
    return use
  }

  /// A `*` stands for all names of a module, `pkg.*` for a package, and `*` in a rule for any module; nowhere else.
  private func checkWildcards(_ modules: PolicyFile.Modules, _ index: Int, anywhere: Bool) throws(PolicyError)
  {
    for (module, names) in modules {
      let plain = module.hasSuffix(".*") ? String(module.dropLast(2)) : module
      if plain.isEmpty || plain.hasStar && !(anywhere && module == "*") {
        throw error(index, "\"\(module)\" is no module: * may stand at the end of a package alone")
      }
      if names == ["*"], module != "*" { continue }
      for name in names where name.isEmpty || name.hasStar {
        throw error(index, "\"\(name)\" is no name of \(module): * stands alone, for all names of a module")
      }
    }
  }

  func members(_ index: Int, _ what: String) throws(PolicyError) -> [(String, Int)] {
    guard document[index].kind == .object else { throw error(index, "\(what) must be an object") }
    var members: [(String, Int)] = []
    for (key, value) in document.members(of: index) {
      guard let name = document.string(at: key) else { throw error(key, "a key is no text") }
      members.append((name, value))
    }
    return members
  }

  func elements(_ index: Int, _ what: String) throws(PolicyError) -> [Int] {
    guard document[index].kind == .array else { throw error(index, "\"\(what)\" must be an array") }
    return Array(document.elements(of: index))
  }

  private func text(_ index: Int, _ what: String) throws(PolicyError) -> String {
    guard let text = document.string(at: index) else { throw error(index, "\"\(what)\" must be text") }
    return text
  }

  private func flag(_ index: Int, _ what: String) throws(PolicyError) -> Bool {
    switch document[index].kind {
    case .true: return true
    case .false: return false
    default: throw error(index, "\"\(what)\" must be true or false")
    }
  }

  func error(_ index: Int, _ detail: String) -> PolicyError {
    PolicyError(detail: detail, location: document.location(ofOffset: document[index].offset))
  }
}

extension String {
  fileprivate var hasStar: Bool { utf8.contains(UInt8(ascii: "*")) }
}
