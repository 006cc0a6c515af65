import BrinePickle

/// Changes of objects that are there: BUILD, APPENDS, SETITEMS.
extension PickleScan {
  mutating func scan(effect index: Int) {
    let (offset, target, state) = run.effect(index)
    switch target {
    case .global(let index): changed(globals[index].name, offset)
    case .call(let call):
      let kind = run.kind(ofEffect: index)
      note(kind, of: call, offset)
      if isAlias(call, kind) { changed(name(ofCall: call) ?? Self.dtype, offset) }
      build(call, offset, state)
      if name(ofCall: call) != Self.dtype { lastOtherEffect = offset }
      if let state { scan(state: state, offset) }
    case .persistent:
      report(.outsideObject, .unknown, at: offset, "what a persistent id stands for is changed")
    case .extensionCode(let code):
      report(.extensionCode, .unknown, at: offset, "what extension code \(code) stands for is changed")
    case .data: return
    }
  }

  /// Whether what a call made hands a change on to what it was given.
  private func isAlias(_ call: Int, _ kind: PickleRun.EffectKind) -> Bool {
    guard case .global(let index) = run.callable(ofCall: call) else { return false }
    return globals[index].special == .identity || kind != .state && globals[index].name.name == "ChainMap"
  }

  private mutating func changed(_ name: PickleName, _ offset: Int) {
    report(
      .importedChanged, .unsafe, at: offset, name: name, use: .build,
      "\(name) itself is changed, not an instance of it")
  }

  /// A state or items for what a call made.
  private mutating func build(_ call: Int, _ offset: Int, _ state: PickleValue?) {
    switch results[call] {
    case .name(let name)?: changed(name, offset)
    case .module(let module)?:
      report(.importedChanged, .unsafe, at: offset, use: .build, "the module \(module) is changed")
    case .instance(Self.dtype)?:
      report(.arrayState, .unknown, at: offset, use: .build, "a type of NumPy's is made in an unusual way")
    case .instance(let name)?: build(GlobalDecision(name, name, policy), offset, state)
    case .method?: report(.importedChanged, .unsafe, at: offset, use: .build, "a method is changed")
    case .classByValue?, .functionByValue?:
      report(.ownClass, .containsCode, at: offset, "what the file brings along is given its state")
    case nil:
      guard case .global(let index) = run.callable(ofCall: call) else { return }
      // What can't be made is told of already, but for calls that their arguments decide.
      guard case .allowed = run.isNew(call: call) ? globals[index].new : globals[index].call else {
        if let special = globals[index].special, special != .header { changed(globals[index].name, offset) }
        return
      }
      if globals[index].name == Self.dtype { return buildDType(call, offset) }
      if let state {
        checkNative(globals[index].name, state, offset)
        if emptyArrays.contains(call) { checkArray(state, offset) }
      }
      build(globals[index], offset, state)
    }
  }

  mutating func build(_ global: GlobalDecision, _ offset: Int, _ state: PickleValue?) {
    // The state of a `partial` is its function and arguments.
    if global.callsArguments, global.name.name == "partial", let state, state.kind == .tuple {
      if state.count > PickleRun.mostArguments {
        report(.heldAttribute, .unknown, at: offset, "\(global.name) is given more than is looked at")
      } else {
        scanCallbacks(state.array ?? [], of: global.name, at: offset)
        scanArguments(ofPartial: state.array ?? [], at: offset)
      }
    }
    if ScipyTemplate.isDistribution(global.name), let state {
      if let identity = state.identity, !seenTemplates.insert(identity).inserted { return }
      if state.kind != .dict || !ScipyTemplate.isOwn(run.stateEntries(state)) {
        report(
          .scipyTemplate, .unsafe, at: offset, name: global.name, use: .build,
          OwnRule.scipyTemplate.rule.message)
      }
      return
    }
    report(global.build, global.name, .build, at: offset)
  }

  /// Attributes that take the place of methods that unpicklers call, or of the class.
  mutating func scan(state: PickleValue, _ offset: Int) {
    if isComputed(state) {
      report(
        .computedState, .unknown, at: offset, use: .build,
        "the state that an object is given is the result of a call")
    }
    // One dict may be the state of a million objects, and the slots of others.
    let parts = state.kind == .tuple ? (state.count == 2 ? state.array ?? [] : []) : [state]
    let isNew = parts.enumerated().map { index, part in
      part.identity.map { index == 0 ? seenStates.insert($0).inserted : seenSlots.insert($0).inserted }
        ?? false
    }
    guard isNew.contains(true) else { return }
    for (key, value, isSlot) in run.stateEntries(state) {
      if case .call = run.reference(key) {
        report(
          .computedState, .unknown, at: offset, use: .build,
          "the name of an attribute is the result of a call")
      }
      guard let name = key.string, Self.called.contains(name) || isSlot && PicklePolicy.isInner(name) else {
        continue
      }
      switch run.reference(value) {
      case .data: continue
      default:
        report(
          .methodReplaced, .unsafe, at: offset, use: .build,
          "the attribute \(name), which unpicklers call or Python looks at, is replaced")
      }
    }
  }

  /// Whether a state is, or has for its attributes, a dict that a call makes, so that nobody sees what is in it.
  private func isComputed(_ state: PickleValue) -> Bool {
    let parts = state.kind == .tuple ? (state.count == 2 ? state.array ?? [] : []) : [state]
    return parts.contains { part in
      guard case .call(let maker) = run.reference(part) else { return false }
      guard let name = name(ofCall: maker) else { return true }
      return !Self.plainStates.contains { name.module == $0 || name.module.hasPrefix($0 + ".") }
    }
  }

  /// Where states come from that are values rather than attributes: arrays, tensors, times.
  private static let plainStates = [
    "numpy", "torch", "pandas", "datetime", "decimal", "_codecs", "joblib.numpy_pickle",
  ]

  /// What the unpicklers call on objects that are there: PEP 307, and the opcodes APPENDS, ADDITEMS and BUILD.
  private static let called: Set<String> = [
    "append", "extend", "add", "__setstate__", "__class__", "__getstate__", "__reduce_ex__", "__reduce__",
    "__copy__",
    "__deepcopy__", "__getnewargs__", "__getnewargs_ex__", "_qhull",
  ]
}
