import BrinePickle

/// Functions that are kept or called by what is harmless itself: `partial`, `defaultdict`, and objects that hold functions.
extension PickleScan {
  /// Names that a harmless function calls are called; those that `partial` is given wait for somebody to call them.
  mutating func scanCallbacks(_ values: [PickleValue], of function: PickleName, at offset: Int) {
    if values.count > PickleRun.mostArguments {
      report(
        .heldAttribute, .unknown, at: offset, "\(function) is called with more arguments than are looked at")
    }
    for (index, value) in values.enumerated() {
      switch run.reference(value) {
      case .global(let number):
        let global = globals[number]
        let waits = index == 0 && function.name == "partial"
        report(waits ? global.import : global.call, global.name, waits ? .import : .call, at: offset)
        // A function that calls what it is handed must not be handed to another: nobody would see what it calls.
        if index == 0, global.callsArguments || global.special?.mustBeCalled ?? false {
          report(
            .heldAttribute, .unknown, at: offset, "\(global.name) is handed to \(function), which may call it"
          )
        }
      case .call(let maker) where index < Self.calledArguments(function):
        scanCallback(madeBy: maker, function, at: offset)
      default: continue
      }
    }
  }

  /// How many of its arguments a function may call: those of pandas the first, the others up to two.
  private static func calledArguments(_ function: PickleName) -> Int {
    function.module.hasPrefix("pandas") || function.name == "defaultdict" ? 1 : 2
  }

  /// What a call returned may be anything that can be called.
  private mutating func scanCallback(madeBy maker: Int, _ function: PickleName, at offset: Int) {
    if isByValue(maker) || isBitGenerator(maker) || isPartialOfCallable(maker) { return }
    if case .name(let name)? = results[maker] {
      return report(policy.decision(name, .call), name, .call, at: offset)
    }
    report(
      .heldAttribute, .unknown, at: offset, "what a call returned is handed to a function that may call it")
  }

  /// Whether a call makes one of NumPy's generators of bits, by its name or class.
  private func isBitGenerator(_ call: Int) -> Bool {
    guard let name = name(ofCall: call), name.module.hasPrefix("numpy.random.") else { return false }
    let values = run.arguments(ofCall: call)
    guard name.name.contains("bit_generator_ctor") else { return !name.name.hasPrefix("__") }
    return values.allSatisfy { value in
      switch run.reference(value) {
      case .data: true
      case .global(let index): globals[index].name.module.hasPrefix("numpy.random.")
      default: false
      }
    }
  }

  /// Whether a call is a `partial` of something that anything may call.
  private func isPartialOfCallable(_ call: Int) -> Bool {
    guard let name = name(ofCall: call), name.name == "partial", !run.hasState(call: call),
      !run.hasKeywords(call: call),
      let function = run.arguments(ofCall: call).first, case .global(let index) = run.reference(function),
      case .allowed = globals[index].call
    else { return false }
    return true
  }

  // MARK: Objects that hold functions

  /// Calls and changes of what leads to names that must not be called: the code that runs may come upon them.
  mutating func reportHolders() {
    guard codeCalls.isEmpty else { return }
    let isSought = (0..<run.globalCount).map { index in
      if case .allowed = globals[index].call { return globals[index].special?.mustBeCalled ?? false }
      return true
    }
    let hasGetters = globals.decisions.contains { $0.special == .attributeGetter || $0.special == .getattr }
    guard hasGetters || isSought.contains(true) else { return }
    let holding = run.holding(
      isSought: isSought, isHolder: { results[$0] == .method || name(ofCall: $0)?.name == "attrgetter" },
      takesNames: takesNames)
    for call in 0..<run.callCount where !isPartOfDType(call) && !isMethodOfDistribution(call) {
      let reach = run.reach(ofArguments: call, holding)
      if reach.contains(.holder) || reach.contains(.name) && takesNames(call) && callsItems(call) {
        report(
          .holderUsed, .unknown, at: run.offset(ofCall: call), name: name(ofCall: call), use: .call,
          call: call,
          PolicyRule.holderUsed.message)
      }
    }
    for effect in 0..<run.effectCount {
      guard case .call(let call) = run.effect(effect).target, run.kind(ofEffect: effect) != .entries,
        !run.reach(ofContents: call, holding).isEmpty, name(ofCall: call)?.name != "partial"
      else { continue }
      report(
        .holderUsed, .unknown, at: run.effect(effect).offset, name: name(ofCall: call), use: .build,
        PolicyRule.holderUsed.message)
    }
  }

  /// SciPy's distributions hold their own methods, taken by `getattr` of what holds them.
  private func isMethodOfDistribution(_ call: Int) -> Bool {
    guard results[call] == .method, let object = run.arguments(ofCall: call).first,
      case .call(let maker) = run.reference(object), let type = name(ofCall: maker)
    else { return false }
    return ScipyTemplate.isDistribution(type)
  }

  /// Whether a call keeps names among its direct arguments, rather than to make instances of them.
  private func takesNames(_ call: Int) -> Bool {
    guard case .global(let index) = run.callable(ofCall: call) else { return true }
    switch globals[index].special {
    case .newInstance?, .emptyArray?, .tensorOfType?, .genericAlias?, .union?, .getattr?, .getitem?:
      return false
    default: return globals[index].name != Self.dtype
    }
  }

  /// Whether a call hands on what is inside of its arguments.
  private func callsItems(_ call: Int) -> Bool {
    guard case .global(let index) = run.callable(ofCall: call) else { return false }
    return globals[index].special == .tensorOfType
  }
}
