import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Calls: what is called, with what, and what comes of it.
extension PickleScan {
  mutating func scan(call: Int) {
    switch run.callable(ofCall: call) {
    case .global(let index):
      let global = globals[index]
      if let special = global.special { return scan(special, call, global) }
      scan(call, of: global)
    case .call(let maker): scan(call, ofResult: maker)
    case .persistent:
      report(
        .outsideObject, .unknown, at: run.offset(ofCall: call), "what a persistent id stands for is called")
    case .extensionCode(let code):
      report(.extensionCode, .unknown, at: run.offset(ofCall: call), "extension code \(code) is called")
    case .data: return
    }
  }

  /// A call of a name, which makes an instance or does what the function does.
  mutating func scan(_ call: Int, of global: GlobalDecision) {
    let decision = run.isNew(call: call) ? global.new : global.call
    guard case .allowed = decision else {
      return report(decision, global.name, .call, at: run.offset(ofCall: call), call: call)
    }
    let offset = run.offset(ofCall: call)
    if global.name.name == "_rebuild_parameter_with_state", let state = run.arguments(ofCall: call).last {
      scan(state: state, offset)
    }
    guard global.callsArguments else { return }
    guard run.hasTupleArguments(call: call) else {
      return report(
        .heldAttribute, .unknown, at: offset, "\(global.name) is called with arguments that a call made")
    }
    let values = run.arguments(ofCall: call)
    scanCallbacks(values, of: global.name, at: offset)
  }

  /// A call of what another call returned.
  private mutating func scan(_ call: Int, ofResult maker: Int) {
    let offset = run.offset(ofCall: call)
    switch result(of: maker, before: call) {
    case .name(let name)?: scan(call, ofName: name)
    case .classByValue?:
      results[call] = .classByValue
      codeCalls.append(call)
      report(
        .ownClass, .containsCode, at: offset, "an instance of a class that the file brings along is made")
    case .functionByValue?:
      report(.ownCodeCalled, .unsafe, at: offset, use: .call, call: call, OwnRule.ownCodeCalled.rule.message)
    default:
      let name = self.name(ofCall: maker)
      report(
        .resultCalled, .unsafe, at: offset, name: name, use: .call, call: call,
        "what \(name?.description ?? "a call") returned is called")
    }
  }

  /// A call of a name that was come by through another object.
  private mutating func scan(_ call: Int, ofName name: PickleName) {
    let global = GlobalDecision(name, name, policy)
    if let special = global.special { return scan(special, call, global) }
    results[call] = .instance(name)
    scan(call, of: global)
  }

  private mutating func scan(_ special: SpecialCall, _ call: Int, _ global: GlobalDecision) {
    let (offset, values) = (run.offset(ofCall: call), run.arguments(ofCall: call))
    guard run.hasTupleArguments(call: call), !run.hasKeywords(call: call) else {
      return unclear(call, global.name)
    }
    switch special {
    case .getattr: getattr(call, values, global.name)
    case .setattr: setattr(call, values, global.name)
    case .encode:
      let encoding = values.count > 1 ? values[1].string : "utf-8"
      if Self.plainEncodings.contains(encoding?.lowercased() ?? "") { return }
      report(
        .codec, .unknown, at: offset, name: global.name, use: .call, call: call,
        "\(global.name) is called with the codec \(encoding ?? "that a call returned")")
    case .newInstance:
      guard let type = values.first else { return unclear(call, global.name) }
      instantiate(type, call, values)
    case .type:
      guard values.count == 1 else { return scan(call, of: global) }
      // Of anything but data the type is a name that nobody has seen.
      if !isSingleton(values[0]) { unclear(call, global.name) }
    case .getitem:
      guard values.count == 2, case .global(let index) = run.reference(values[0]),
        case .allowed = globals[index].import
      else { return unclear(call, global.name) }
    case .iter:
      guard values.count == 1 else { return unclear(call, global.name) }
    case .nestedLoad:
      guard let bytes = values.first.flatMap(Self.bytes) else { return unclear(call, global.name) }
      nested.append((offset, bytes))
    case .emptyArray:
      emptyArray(call, values, global.name)
      emptyArrays.insert(call)
      scan(call, of: global)
    case .identity:
      // What comes back is what went in, under another number.
      if !values.allSatisfy({ run.reference($0) == .data }) { return unclear(call, global.name) }
      scan(call, of: global)
    case .view:
      if values.count > 2 { unclear(call, global.name) }
      scan(call, of: global)
    case .plainValue, .union, .attributeGetter, .genericAlias, .header:
      scanValueCall(special, call, values, global)
    case .tensorOfType: tensor(call, values, global)
    case .module, .typeByName, .classByValue, .functionByValue: scanByValue(special, call, values, global)
    }
  }

  /// Bytes, and those that old protocols write as text that is encoded.
  private static func bytes(_ value: PickleValue) -> [UInt8]? {
    value.kind == .bytes ? value.bytes.map { Array($0) } : nil
  }

  /// What dill and cloudpickle call for what the file brings along.
  private mutating func scanByValue(
    _ special: SpecialCall, _ call: Int, _ values: [PickleValue], _ global: GlobalDecision
  ) {
    report(global.call, global.name, .call, at: run.offset(ofCall: call), call: call)
    switch special {
    case .module:
      guard let name = values.first?.string else { return unclear(call, global.name) }
      results[call] = .module(name)
    case .typeByName:
      guard let name = values.first?.string else { return unclear(call, global.name) }
      results[call] =
        Self.typesOfCode.contains(name) ? .classByValue : .name(PickleName(module: "types", name: name))
    default: results[call] = special == .classByValue ? .classByValue : .functionByValue
    }
  }

  /// `cls.__new__(cls, …)`: a use of the class. `_reconstructor` calls `__init__` too, of a base that is not `object`.
  private mutating func instantiate(_ type: PickleValue, _ call: Int, _ values: [PickleValue]) {
    let offset = run.offset(ofCall: call)
    switch run.reference(type) {
    case .global(let index):
      let global = globals[index]
      results[call] = .instance(global.name)
      // What its arguments decide must be called by itself; `list` and the like may be bases of classes.
      if let special = global.special, special != .plainValue { return unclear(call, global.name) }
      guard values.count < 2 || isBase(values[1], call) else { return unclear(call, global.name) }
      if global.callsArguments {
        // `__newobj_ex__` has the arguments as a tuple, and those with keywords.
        let isNested = name(ofCall: call)?.name == "__newobj_ex__"
        scanCallbacks(
          isNested ? values.dropFirst().first?.array ?? [] : Array(values.dropFirst()), of: global.name,
          at: offset)
      }
      let isPlain = values.count < 2 || values[1].global?.name == "object" || values[1].global == nil
      report(isPlain ? global.new : global.call, global.name, .call, at: offset, call: call)
    case .call(let maker): scan(call, ofResult: maker)
    default:
      report(.outsideObject, .unknown, at: offset, "an instance of what the loading program supplies is made")
    }
  }

  /// Whether a value is data, or one of the builtins that stand for nothing.
  private func isSingleton(_ value: PickleValue) -> Bool {
    switch run.reference(value) {
    case .data: return true
    case .global(let index):
      let name = globals[index].name
      return name.module == "builtins" && (name.name == "Ellipsis" || name.name == "NotImplemented")
    default: return false
    }
  }

  /// Whether the second argument of `_reconstructor` is a class of Python's own; that of `__newobj__` may be anything.
  func isBase(_ value: PickleValue, _ call: Int) -> Bool {
    guard name(ofCall: call)?.name == "_reconstructor" else { return true }
    guard case .global(let index) = run.reference(value), case .allowed = globals[index].call else {
      return false
    }
    return globals[index].name.module == "builtins"
  }

  /// A call that picklers write with plain arguments only.
  mutating func unclear(_ call: Int, _ name: PickleName) {
    report(
      .unclearCall, .unsafe, at: run.offset(ofCall: call), name: name, use: .call, call: call,
      "\(name) is called with arguments that no pickler writes")
  }

  /// The encodings of which none is more than text and bytes.
  private static let plainEncodings: Set<String> = [
    "latin1", "latin-1", "latin_1", "iso-8859-1", "iso8859-1", "utf-8", "utf8", "ascii", "utf-16", "utf-32",
    "raw_unicode_escape", "raw-unicode-escape", "unicode_escape",
  ]

  /// Types by whose calls functions and classes are made, by the names that dill and cloudpickle have for them.
  private static let typesOfCode: Set<String> = [
    "CodeType", "FunctionType", "LambdaType", "MethodType", "CellType", "ModuleType", "PartialType",
    "MappingProxyType",
    "SimpleNamespace", "property", "classmethod", "staticmethod", "GenericAlias", "GetSetDescriptorType",
    "TypeType",
  ]

  // MARK: What calls are

  /// What is known of a call's result. In a pickle that leads to itself an argument may be a later call.
  func result(of call: Int, before later: Int) -> CallResult? { call < later ? results[call] : nil }

  /// The name that was called.
  func name(ofCall call: Int) -> PickleName? {
    if case .global(let index) = run.callable(ofCall: call) { globals[index].name } else { nil }
  }

  /// The arguments of a call in a few words.
  func arguments(_ call: Int) -> String {
    if !run.hasTupleArguments(call: call) { return "(*…)" }
    return ArgumentText.text(run.arguments(ofCall: call))
  }
}
