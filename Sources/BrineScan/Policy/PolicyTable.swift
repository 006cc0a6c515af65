import BrinePickle

/// A policy, as it is looked up.
struct PolicyTable: Sendable {
  /// What is said of a name.
  enum Entry: Sendable {
    case allowed(uses: Set<PickleUse>, group: Int)
    case rule(Int)
  }

  /// Why a group of names is harmless.
  struct Group: Sendable {
    var id: String
    var why: String
    var callsArguments: Bool
  }

  private(set) var groups: [Group] = []
  private(set) var rules: [PolicyRule] = []
  private var names: [PickleName: Entry] = [:]
  /// Whole modules, but for the names of `exceptions`.
  private var modules: [String: Entry] = [:]
  /// Packages with all that is below them.
  private var packages: [String: Entry] = [:]
  /// Names in any module, where nothing else is said of them.
  private var anywhere: [String: Entry] = [:]
  private var exceptions: Set<PickleName> = []

  /// Adds what a file says; it has the last word on names that were known.
  ///
  /// - Parameter isIncluded: Which groups to take.
  mutating func add(_ file: PolicyFile, isIncluded: (String) -> Bool = { _ in true }) {
    names.reserveCapacity(names.count + file.nameCount)
    for rule in file.rules {
      rules.append(rule.rule)
      add(rule.modules, .rule(rules.count - 1))
      for (module, names) in rule.except {
        for name in names { exceptions.insert(PickleName(module: module, name: name)) }
      }
    }
    for group in file.groups where isIncluded(group.id) {
      groups.append(Group(id: group.id, why: group.why, callsArguments: group.callback))
      var uses = group.uses.map { Set($0).union([.import]) } ?? [.import, .call, .build]
      if group.new || uses.contains(.call) { uses.insert(.new) }
      add(group.modules, .allowed(uses: uses, group: groups.count - 1))
    }
  }

  private mutating func add(_ modules: PolicyFile.Modules, _ entry: Entry) {
    for (module, names) in modules {
      for name in names {
        if module == "*" {
          anywhere[name] = entry
        } else if name != "*" {
          self.names[PickleName(module: module, name: name)] = entry
        } else if module.hasSuffix(".*") {
          packages[String(module.dropLast(2))] = entry
        } else {
          self.modules[module] = entry
        }
      }
    }
  }

  // MARK: Looking up

  /// Whether a name is left out of the rule for its module.
  func isException(_ name: PickleName) -> Bool { exceptions.contains(name) }

  /// What is said of a name: its own entry, that of a name that it is an attribute of, or of its module.
  func entry(_ name: PickleName) -> Entry? {
    if let entry = names[name] { return entry }
    if let outer = outerRule(name) { return outer }
    guard !exceptions.contains(name) else { return nil }
    return moduleEntry(name.module)
  }

  /// What is said of all names of a module.
  func moduleEntry(_ module: String) -> Entry? {
    if let entry = modules[module] ?? packages[module] { return entry }
    for outer in Self.outer(of: module) {
      if let entry = packages[outer] { return entry }
    }
    return nil
  }

  /// What a dotted name is in, innermost first. No entry has more than a dozen parts, and a name may have a million.
  private static func outer(of name: String) -> [String] {
    var dots: [String.Index] = []
    var rest = name.utf8[...]
    while dots.count < 12, let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
      dots.append(dot)
      rest = rest[name.utf8.index(after: dot)...]
    }
    return dots.reversed().map { String(name[..<$0]) }
  }

  /// An attribute of what is dangerous is dangerous.
  private func outerRule(_ name: PickleName) -> Entry? {
    for outer in Self.outer(of: name.name) {
      if case .rule(let rule)? = names[PickleName(module: name.module, name: outer)] { return .rule(rule) }
    }
    return nil
  }

  /// What is said of a name in any module: modules that others import.
  func entry(anywhere name: String) -> Entry? { anywhere[name] }
}
