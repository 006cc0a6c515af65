import BrinePickle

/// Attributes by name: `getattr` and `setattr`.
extension PickleScan {
  mutating func getattr(_ call: Int, _ values: [PickleValue], _ function: PickleName) {
    let offset = run.offset(ofCall: call)
    guard values.count == 2 || values.count == 3, let attribute = values[1].string else {
      return unclear(call, function)
    }
    guard !PicklePolicy.isInner(attribute) else {
      return report(
        .innerAttribute, .unsafe, at: offset, name: function, use: .call, call: call,
        "\(function) gets \(attribute), which leads to what Python keeps inside of objects")
    }
    guard let base = base(values[0], before: call) else { return method(call, values[0], attribute) }
    let name =
      base.name.isEmpty
      ? PickleName(module: base.module, name: attribute)
      : PickleName(module: base.module, name: base.name + "." + attribute)
    results[call] = .name(name)
    // What a class has is harmless as long as nothing calls it; members of enumerations come so.
    if isMember(name, of: base) { return }
    report(policy.decision(name, .import), name, .attribute, at: offset, call: call)
  }

  /// Whether an attribute is one of a class that is harmless, and no function that could do more than the class.
  private func isMember(_ name: PickleName, of base: PickleName) -> Bool {
    guard !base.name.isEmpty, case .unknown = policy.decision(name, .import),
      case .allowed = policy.decision(base, .import)
    else { return false }
    let member = name.name.dropFirst(base.name.utf8.count + 1)
    return member.utf8.first.map { (0x41...0x5A).contains($0) } ?? false
      || Self.plainMethods.contains(String(member))
  }

  /// An attribute of data, or of an instance.
  private mutating func method(_ call: Int, _ object: PickleValue, _ attribute: String) {
    results[call] = .method
    if case .call(let maker) = run.reference(object), let type = name(ofCall: maker),
      case .allowed = policy.decision(
        PickleName(module: type.module, name: type.name + "." + attribute), .import)
    {
      return
    }
    if case .call(let maker) = run.reference(object), let type = name(ofCall: maker),
      ScipyTemplate.isDistribution(type), ScipyTemplate.methods.contains(attribute)
    {
      return
    }
    let offset = run.offset(ofCall: call)
    switch run.reference(object) {
    case .data: return
    case .call:
      report(
        .heldAttribute, .unknown, at: offset, use: .attribute, call: call,
        "a method of an instance is taken, which whoever has it may call")
    default:
      report(
        .outsideObject, .unknown, at: offset, "an attribute is taken of what the loading program supplies")
    }
  }

  /// Methods of containers and texts that only make values.
  private static let plainMethods: Set<String> = [
    "fromkeys", "fromhex", "maketrans", "fromisoformat", "fromtimestamp", "from_bytes", "from_iterable",
    "count", "index",
    "append", "get", "keys", "values", "items", "join", "upper", "lower", "strip", "encode", "decode",
  ]

  /// The name of what an attribute is taken of: of a module with no name in it. `nil` for data and instances.
  private func base(_ value: PickleValue, before call: Int) -> PickleName? {
    switch run.reference(value) {
    case .global(let index): return globals[index].name
    case .call(let maker):
      switch result(of: maker, before: call) {
      case .name(let name)?: return name
      case .module(let module)?: return PickleName(module: module, name: "")
      default: return nil
      }
    default: return nil
    }
  }

  /// dill sets attributes of functions, cells and classes that it brings along, and of nothing else.
  mutating func setattr(_ call: Int, _ values: [PickleValue], _ function: PickleName) {
    let offset = run.offset(ofCall: call)
    var isOwn = false
    if let target = values.first, case .call(let maker) = run.reference(target) {
      isOwn = isByValue(maker)
    }
    report(
      isOwn ? .ownClass : .importedChanged, isOwn ? .containsCode : .unsafe, at: offset,
      name: isOwn ? nil : function,
      use: .call, call: call,
      isOwn ? "an attribute is set of what the file brings along" : "\(function) changes an object")
  }

  /// Whether a call made something that the file brings along.
  func isByValue(_ call: Int) -> Bool {
    switch results[call] {
    case .classByValue?, .functionByValue?: return true
    default: break
    }
    guard let name = name(ofCall: call), case .dangerous(let rule) = policy.decision(name, .call) else {
      return false
    }
    return rule.id == PolicyRule.codeByValue
  }
}
