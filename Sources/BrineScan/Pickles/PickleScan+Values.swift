import BrinePickle

/// Calls that are harmless with the arguments that picklers write, and not with others.
extension PickleScan {
  mutating func scanValueCall(
    _ special: SpecialCall, _ call: Int, _ values: [PickleValue], _ global: GlobalDecision
  ) {
    switch special {
    case .plainValue:
      scan(call, of: global)
      plainValue(call, values, global.name)
    case .union:
      guard values.count == 2, case .global(let index) = run.reference(values[0]),
        globals[index].name.name == "or_", globals[index].name.module.hasSuffix("operator"),
        values[1].kind == .tuple || values[1].kind == .list, (values[1].array ?? []).allSatisfy(isType)
      else { return report(global.call, global.name, .call, at: run.offset(ofCall: call), call: call) }
    case .genericAlias:
      guard values.count == 2, isType(values[0]) else { return unclear(call, global.name) }
      scan(call, of: global)
    case .header:
      guard values.count == 3, let bases = values[1].array, values[1].kind == .tuple, !bases.isEmpty,
        bases.allSatisfy({ isName($0, of: global.name.module) }), values[2].string != nil
      else { return unclear(call, global.name) }
    case .attributeGetter:
      let isPlain = values.allSatisfy { value in
        value.string.map { !$0.split(separator: ".").contains { PicklePolicy.isInner(String($0)) } } ?? false
      }
      if !isPlain { report(global.call, global.name, .call, at: run.offset(ofCall: call), call: call) }
    default: return
    }
  }

  private func isName(_ value: PickleValue, of module: String) -> Bool {
    guard case .global(let index) = run.reference(value), case .allowed = globals[index].import else {
      return false
    }
    return globals[index].name.module == module
  }

  /// A class that may be imported, `None`, or a type with parameters.
  private func isType(_ value: PickleValue) -> Bool {
    switch run.reference(value) {
    case .global(let index):
      if case .allowed = globals[index].import { return !(globals[index].special?.mustBeCalled ?? false) }
      return false
    case .call(let maker):
      guard let name = name(ofCall: maker) else { return false }
      return name.name == "GenericAlias" || name.module == "typing" || name.name == "getitem"
        || name.name == "type"
    case .data: return value.isNone
    default: return false
    }
  }

  /// Of what a call made, asking for its items or its text may run what it holds.
  private mutating func plainValue(_ call: Int, _ values: [PickleValue], _ function: PickleName) {
    for value in values {
      guard case .call(let maker) = run.reference(value) else { continue }
      if name(ofCall: maker) == PickleName(module: "_codecs", name: "encode") { continue }
      return report(
        .holderUsed, .unknown, at: run.offset(ofCall: call), name: function, use: .call, call: call,
        "\(function) is called with what another call made, which it iterates over or asks for its text")
    }
    guard function.name.hasPrefix("str") || function.name.hasPrefix("byte"), values.count > 1 else { return }
    guard values.count == 2, let encoding = values[1].string?.lowercased(),
      Self.textEncodings.contains(encoding)
    else {
      return report(
        .codec, .unknown, at: run.offset(ofCall: call), name: function, use: .call, call: call,
        "\(function) is called with a codec that may be more than text and bytes")
    }
  }

  private static let textEncodings: Set<String> = [
    "latin1", "latin-1", "latin_1", "iso-8859-1", "iso8859-1", "utf-8", "utf8", "ascii",
  ]

  /// `_rebuild_from_type_v2` calls a function, makes its result another type, and gives it a state.
  mutating func tensor(_ call: Int, _ values: [PickleValue], _ global: GlobalDecision) {
    let offset = run.offset(ofCall: call)
    guard values.count == 4, case .global(let function) = run.reference(values[0]),
      globals[function].name.module == "torch._utils", globals[function].name.name.hasPrefix("_rebuild"),
      case .global(let type) = run.reference(values[1])
    else { return unclear(call, global.name) }
    scan(call, of: global)
    results[call] = .instance(globals[type].name)
    report(globals[function].call, globals[function].name, .call, at: offset)
    report(globals[type].new, globals[type].name, .call, at: offset, call: call)
    build(globals[type], offset, values[3])
    scan(state: values[3], offset)
  }
}
