import BrinePickle

/// Names that lead through other objects: `os.system` in a module that imports `os`, `__globals__` of a function.
extension PicklePolicy {
  /// A danger that a name's parts show, where the name itself is in no list.
  func hidden(in name: PickleName) -> PolicyRule? {
    let parts = name.name.split(separator: ".", maxSplits: 12, omittingEmptySubsequences: false).map(
      String.init)
    // No honest name is so deep, and looking at all parts of one would take forever.
    if parts.count > 12 || parts.contains(where: Self.isInner) { return OwnRule.innerAttribute.rule }
    if let rule = submodule(name.module, parts) { return rule }
    for start in parts.indices {
      for end in (start + 1)...parts.count {
        if let rule = rule(parts[start..<end].joined(separator: "."), parts[end...].joined(separator: ".")) {
          return rule
        }
      }
    }
    return nil
  }

  /// The rule for what is in a module below the one that is named: `f2py.crackfortran` in `numpy`.
  private func submodule(_ module: String, _ parts: [String]) -> PolicyRule? {
    for end in 1...parts.count {
      let inner = module + "." + parts[..<end].joined(separator: ".")
      let rest = parts[end...].joined(separator: ".")
      let rule =
        rest.isEmpty ? table.rule(ofModule: inner) : table.rule(for: PickleName(module: inner, name: rest))
      if let rule { return rule }
    }
    return nil
  }

  /// The rule for a module that another imports, or for a name in there.
  private func rule(_ module: String, _ name: String) -> PolicyRule? {
    table.rule(anywhere: module) ?? table.rule(for: PickleName(module: module, name: name))
  }

  /// Whether an attribute leads to what Python keeps inside of objects.
  static func isInner(_ attribute: String) -> Bool {
    attribute.hasPrefix("__") && attribute.hasSuffix("__") && attribute.utf8.count > 4
      && !harmlessInner.contains(attribute)
  }

  private static let harmlessInner: Set<String> = [
    "__name__", "__doc__", "__version__", "__qualname__", "__new__",
  ]
}
