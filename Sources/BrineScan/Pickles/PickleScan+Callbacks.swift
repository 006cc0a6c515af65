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
        // What `partial` is given waits for somebody to call it: that is no call, but for classes that do more then.
        let waits = index == 0 && function.name == "partial" && policy.isFunction(global.name)
        report(waits ? global.import : global.call, global.name, waits ? .import : .call, at: offset)
        // A function that calls what it is handed must not be handed to another: nobody would see what it calls.
        guard index == 0, global.callsArguments || global.special.map({ $0 != .plainValue }) ?? false else {
          continue
        }
        if global.name.name == "defaultdict", function.name == "partial" { continue }
        report(
          .heldAttribute, .unknown, at: offset, "\(global.name) is handed to \(function), which may call it")
      case .call(let maker) where index < Self.calledArguments(function):
        scanCallback(madeBy: maker, function, at: offset)
      default: continue
      }
    }
  }

  /// What `partial` hands on to its function, which may call it.
  mutating func scanArguments(ofPartial state: [PickleValue], at offset: Int) {
    guard state.count >= 3, state[1].kind == .tuple, state[2].kind == .dict || state[2].isNone else {
      return report(
        .heldAttribute, .unknown, at: offset, "a partial is given arguments that are no tuple and dict")
    }
    let values = (state[1].array ?? []) + (state[2].isNone ? [] : run.stateEntries(state[2]).map(\.value))
    for value in values {
      guard case .global(let number) = run.reference(value) else { continue }
      report(globals[number].call, globals[number].name, .call, at: offset)
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
    guard let name = name(ofCall: call), name.name == "partial", !run.hasKeywords(call: call) else {
      return false
    }
    var parts = run.arguments(ofCall: call)
    if let state = run.state(ofCall: call) {
      // The function, its arguments, those with keywords, attributes.
      guard state.kind == .tuple, let items = state.array, items.count == 4, let arguments = items[1].array,
        items[2].kind == .dict
      else { return false }
      parts += [items[0]] + arguments + run.stateEntries(items[2]).map(\.value)
    }
    return parts.allSatisfy { isCallable($0) || run.reference($0) == .data }
  }

  /// Whether a value is a name that anything may call.
  private func isCallable(_ value: PickleValue) -> Bool {
    guard case .global(let index) = run.reference(value), case .allowed = globals[index].call else {
      return false
    }
    return globals[index].special.map { $0 == .plainValue } ?? true
  }

  // MARK: Objects that hold functions

  /// Calls and changes of what leads to names that must not be called: the code that runs may come upon them.
  mutating func reportHolders() {
    let isSought = (0..<run.globalCount).map { index in
      if case .allowed = globals[index].call { return globals[index].special?.mustBeCalled ?? false }
      return true
    }
    let hasGetters = globals.decisions.contains { $0.special == .attributeGetter || $0.special == .getattr }
    guard hasGetters || isSought.contains(true) else { return }
    let holding = run.holding(
      isSought: isSought, isHolder: { results[$0] == .method || name(ofCall: $0)?.name == "attrgetter" },
      takesNames: takesNames)
    // What dill and cloudpickle put code together with holds functions by its nature.
    for call in 0..<run.callCount where !isMethodOfDistribution(call) && !isByValue(call) {
      let reach = run.reach(ofArguments: call, holding)
      if reach.contains(.holder) || reach.contains(.name) && callsItems(call) {
        reportHolder(call, .call, at: run.offset(ofCall: call))
      }
    }
    for effect in 0..<run.effectCount {
      guard case .call(let call) = run.effect(effect).target, mayCall(effect, call, holding) else { continue }
      reportHolder(call, .build, at: run.effect(effect).offset)
    }
    if run.hashesHolders(holding) {
      report(
        .holderUsed, .unknown, at: run.end, use: .call,
        "an object that holds functions is a key of a dict or in a set, which asks it for its hash")
    }
  }

  private mutating func reportHolder(_ call: Int, _ use: PickleUse, at offset: Int) {
    report(
      .holderUsed, .unknown, at: offset, name: name(ofCall: call), use: use, call: use == .call ? call : nil,
      OwnRule.holderUsed.rule.message)
  }

  /// Whether a change of an object may come upon functions in it.
  private func mayCall(_ effect: Int, _ call: Int, _ holding: Holding) -> Bool {
    guard let name = results[call].flatMap(\.className) ?? name(ofCall: call), name.name != "partial",
      !isByValue(call)
    else {
      return false
    }
    switch run.kind(ofEffect: effect) {
    case .entries:
      return !Self.plainDicts.contains(name.name) && run.reach(ofContents: call, holding).contains(.holder)
    case .state where Self.callsState.contains { name.module.hasPrefix($0) }:
      return run.reach(ofState: call, holding).contains(.holder)
        || !run.reach(ofContents: call, holding).isEmpty
    default: return !run.reach(ofContents: call, holding).isEmpty
    }
  }

  /// Dicts that set entries as `dict` does.
  private static let plainDicts: Set<String> = [
    "OrderedDict", "defaultdict", "Counter", "Bunch", "OptimizeResult", "dict",
  ]

  /// Where classes ask what is in their states for more than its attributes.
  private static let callsState = [
    "torch.optim.", "torch.utils.", "torch.nn.modules.rnn", "torch.nn.utils.", "pandas.", "dateutil.",
    "random",
    "_random", "numpy.random", "numpy.ma", "lightgbm.", "xgboost.", "scipy.interpolate", "scipy.optimize.",
    "sklearn.isotonic", "sklearn.ensemble._hist_gradient_boosting.predictor", "sklearn.tree._",
    "sklearn.neighbors._",
    "sklearn.frozen", "fractions", "decimal", "uuid", "ipaddress", "collections",
  ]

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
    default: return true
    }
  }

  /// Whether a call hands on what is inside of its arguments.
  private func callsItems(_ call: Int) -> Bool {
    guard case .global(let index) = run.callable(ofCall: call) else { return false }
    return globals[index].special == .tensorOfType
  }
}
