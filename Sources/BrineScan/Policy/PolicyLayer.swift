import BrinePickle

/// What one policy file says of names, or the two that are built in together.
struct PolicyLayer: Sendable {
  /// What is said of a use of a name.
  enum Word: Sendable, Equatable {
    /// Harmless, by the group of this number.
    case allowed(Int)
    /// Dangerous, by the rule of this number.
    case rule(Int)
    /// Listed, but not for this use.
    case unknown
  }

  /// What is harmless: for these uses, by the group of this number.
  private struct Allowance {
    var uses: Set<PickleUse>
    var group: Int
  }

  private var allowed = NameTable<Allowance>()
  private var allowedModules = ModuleTable<Allowance>()
  private var dangerous = NameTable<Int>()
  private var dangerousModules = ModuleTable<Int>()
  /// Names in any module, where nothing else is said of them.
  private var anywhere: [String: Int] = [:]
  private var exceptions = NameTable<Bool>()

  // MARK: Making

  mutating func add(_ group: PolicyFile.Group, number: Int) {
    var uses = group.uses.map { Set($0).union([.import]) } ?? [.import, .call, .build]
    if group.new || uses.contains(.call) { uses.insert(.new) }
    let allowance = Allowance(uses: uses, group: number)
    for (module, names) in group.modules {
      if names == ["*"] {
        allowedModules.add(module, allowance)
      } else {
        allowed.add(module, names, allowance)
      }
    }
  }

  mutating func add(_ rule: PolicyFile.Rule, number: Int) {
    for (module, names) in rule.modules {
      if module == "*" {
        for name in names { anywhere[name] = number }
      } else if names == ["*"] {
        dangerousModules.add(module, number)
      } else {
        dangerous.add(module, names, number)
      }
    }
    for (module, names) in rule.except { exceptions.add(module, names, true) }
  }

  // MARK: Looking up

  /// What is said of a use of a name: by its own entries, by that of what it is an attribute of, or by its module's.
  func word(on name: PickleName, _ use: PickleUse) -> Word? {
    let allowance = allowed[name]
    if let allowance, allowance.uses.contains(use) { return .allowed(allowance.group) }
    if let rule = dangerous[name] ?? outerRule(name) { return .rule(rule) }
    if allowance != nil || exceptions[name] != nil { return .unknown }
    if let rule = dangerousModules[name.module] { return .rule(rule) }
    guard let allowance = allowedModules[name.module] else { return nil }
    return allowance.uses.contains(use) ? .allowed(allowance.group) : .unknown
  }

  /// The group of a name that is harmless in some use.
  func group(of name: PickleName) -> Int? { (allowed[name] ?? allowedModules[name.module])?.group }

  /// The rule for all names of a module.
  func rule(ofModule module: String) -> Int? { dangerousModules[module] }

  /// The rule for a name in any module: modules that others import.
  func rule(anywhere name: String) -> Int? { anywhere[name] }

  /// An attribute of what is dangerous is dangerous.
  private func outerRule(_ name: PickleName) -> Int? {
    for outer in name.name.outerNames {
      if let rule = dangerous[PickleName(module: name.module, name: outer)] { return rule }
    }
    return nil
  }
}

/// What is said of names, by module. A policy has thousands, and most files ask for a few: so they are looked through when
/// they are asked for, rather than hashed when the policy is read.
private struct NameTable<Value: Sendable>: Sendable {
  private var modules: [String: [(names: [String], value: Value)]] = [:]

  mutating func add(_ module: String, _ names: [String], _ value: Value) {
    modules[module, default: []].append((names, value))
  }

  /// What was said last.
  subscript(name: PickleName) -> Value? {
    modules[name.module]?.last { $0.names.contains(name.name) }?.value
  }
}

/// What is said of whole modules and packages.
private struct ModuleTable<Value: Sendable>: Sendable {
  private var modules: [String: Value] = [:]
  /// Packages with all that is below them.
  private var packages: [String: Value] = [:]

  mutating func add(_ module: String, _ value: Value) {
    if module.hasSuffix(".*") {
      packages[String(module.dropLast(2))] = value
    } else {
      modules[module] = value
    }
  }

  subscript(module: String) -> Value? {
    if let value = modules[module] ?? packages[module] { return value }
    for outer in module.outerNames {
      if let value = packages[outer] { return value }
    }
    return nil
  }
}

extension String {
  /// What a dotted name is in, innermost first. No entry of a policy has more than a dozen parts, and a name in a pickle
  /// may have a million.
  fileprivate var outerNames: [String] {
    var dots: [String.Index] = []
    var rest = utf8[...]
    while dots.count < 12, let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
      dots.append(dot)
      rest = rest[utf8.index(after: dot)...]
    }
    return dots.reversed().map { String(self[..<$0]) }
  }
}
