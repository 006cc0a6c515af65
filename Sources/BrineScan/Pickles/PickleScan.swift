import BrineCore
import BrinePickle

/// Looks at everything that one pickle would do.
///
/// Names are decided once each; calls and changes are then a look at a table, so that the time is linear in the pickle.
struct PickleScan {
  let run: PickleRun
  let policy: PicklePolicy
  private(set) var findings: [ScanFinding] = []
  /// By number of a global: its name and what is said of it.
  let globals: ImportedNames
  /// What calls result in, where that is more than an instance: by number of the call.
  var results: [Int: CallResult] = [:]
  /// Pickles in bytes that are loaded in turn.
  var nested: [(offset: Int, bytes: [UInt8])] = []
  /// The dicts of states that were looked at.
  var seenStates: Set<PickleIdentity> = []
  var seenSlots: Set<PickleIdentity> = []
  var seenTemplates: Set<PickleIdentity> = []
  /// The calls that may make code objects.
  var codeCalls: [Int] = []
  /// The calls that are not allowed, or that make what is then changed in a way that is not.
  private(set) var flaggedCalls: Set<Int> = []
  /// The calls that are no part of NumPy's types, in order; left empty where a pickle has no such types.
  private(set) var otherCalls: [Int] = []
  /// The calls that make empty arrays.
  var emptyArrays: Set<Int> = []
  /// The offset of the last change of something that is no type of NumPy's.
  var lastOtherEffect = -1
  /// By call, what was done to what it made: `PickleRun.EffectKind`s.
  private var changes: [UInt8]
  /// How often something was found to report.
  private var reports = 0
  /// Which finding stands for all of its kind.
  private var known: [Key: Int] = [:]

  struct Key: Hashable {
    let rule: String
    let name: PickleName?
    let use: PickleUse?
  }

  /// There is no need to tell more of one kind.
  static let mostFindings = 1000

  init(_ run: PickleRun, _ policy: PicklePolicy) {
    (self.run, self.policy) = (run, policy)
    globals = ImportedNames(run, policy)
    changes = Array(repeating: 0, count: run.callCount)
    let hasDTypes = globals.decisions.contains { $0.name == Self.dtype }
    for call in 0..<run.callCount {
      let before = reports
      scan(call: call)
      if reports > before { flaggedCalls.insert(call) }
      if hasDTypes, !isPartOfDType(call) { otherCalls.append(call) }
    }
    for effect in 0..<run.effectCount {
      let before = reports
      scan(effect: effect)
      if reports > before, case .call(let call) = run.effect(effect).target { flaggedCalls.insert(call) }
    }
    reportHolders()
    reportArrayWrappers()
    reportImports()
    reportCode()
    reportDifferences()
    findings.sort { ($0.offset ?? 0) < ($1.offset ?? 0) }
  }

  /// Notes a change of what a call made. Picklers write items of one kind, then the state, once.
  mutating func note(_ kind: PickleRun.EffectKind, of call: Int, _ offset: Int) {
    let before = changes[call]
    if before & PickleRun.EffectKind.state.rawValue != 0
      || kind != .state && before & ~kind.rawValue != 0
    {
      report(.builtTwice, .unknown, at: offset, use: .build, OwnRule.builtTwice.rule.message)
    }
    changes[call] = before | kind.rawValue
  }

  // MARK: Findings

  /// Adds a finding, or counts it to the one that there is of its kind.
  ///
  /// - Parameter call: The call whose arguments are to be shown.
  mutating func report(
    _ rule: OwnRule, _ verdict: ScanVerdict, at offset: Int, name: PickleName? = nil,
    use: PickleUse? = nil,
    call: Int? = nil, _ message: String
  ) {
    report(rule.rule, verdict, at: offset, name: name, use: use, call: call, message)
  }

  private mutating func report(
    _ rule: PolicyRule, _ verdict: ScanVerdict, at offset: Int, name: PickleName?, use: PickleUse?,
    call: Int?,
    _ message: String
  ) {
    reports += 1
    guard !counts(Key(rule: rule.id, name: name, use: use), verdict) else { return }
    findings.append(
      ScanFinding(
        rule, verdict, message, offset: offset, opcode: run.opcode(at: offset), global: name, use: use,
        arguments: call.map(arguments)))
  }

  /// Counts a finding to the one that there is of its kind; `false` when it is to be added.
  private mutating func counts(_ key: Key, _ verdict: ScanVerdict) -> Bool {
    if let index = known[key] {
      findings[index].count += 1
      return true
    }
    // What is worse must not drown in what is not so bad.
    let most = verdict == .unsafe || verdict == .unreadable ? 2 * Self.mostFindings : Self.mostFindings
    guard findings.count < most else { return true }
    known[key] = findings.count
    return false
  }

  /// What a decision makes of a use.
  mutating func report(
    _ decision: PicklePolicy.Decision, _ name: PickleName, _ use: PickleUse, at offset: Int, call: Int? = nil
  ) {
    switch decision {
    case .allowed: return
    case .unknown:
      let message = "\(name) is \(use.participle), which the policy \"\(policy.name)\" does not know"
      report(.unknownName, .unknown, at: offset, name: name, use: use, call: call, message)
    case .dangerous(let rule):
      if rule.id == PolicyRule.codeByValue, let call { codeCalls.append(call) }
      let verdict: ScanVerdict = rule.id == PolicyRule.codeByValue ? .containsCode : .unsafe
      let message = "\(name) is \(use.participle): it \(rule.message)"
      report(rule, verdict, at: offset, name: name, use: use, call: call, message)
    }
  }

  /// Whether a name is not to be imported; those that depend on their calls may stay where those do.
  func isFlagged(global index: Int) -> Bool {
    if let special = globals[index].special, special.mustBeCalled { return false }
    if case .allowed = globals[index].import { return false }
    return true
  }

  // MARK: Names

  /// Names that are only imported; those that are used are told of by their use.
  private mutating func reportImports() {
    let held = globals.decisions.contains { $0.special?.mustNotBeHeld ?? false } ? run.heldGlobals : []
    for index in 0..<run.globalCount {
      let global = globals[index]
      if let special = global.special, special.mustNotBeHeld {
        if held.contains(index) { reportHeld(global, at: run.offset(ofGlobal: index)) }
        continue
      }
      let isTold = [PickleUse.call, .build].contains { use in
        [global.callRule, OwnRule.unknownName.rawValue].contains { rule in
          known[Key(rule: rule, name: global.name, use: use)] != nil
        }
      }
      if global.name == Self.dillModule, codeCalls.isEmpty {
        report(.unknown, global.name, .import, at: run.offset(ofGlobal: index))
      }
      if !isTold { report(global.import, global.name, .import, at: run.offset(ofGlobal: index)) }
    }
    if let index = globals.firstLeftOut {
      report(
        .limit, .unreadable, at: run.offset(ofGlobal: index),
        "more names are imported than are looked at: this one stands for all that follow")
    }
    for code in run.extensionCodes {
      report(
        .extensionCode, .unknown, at: run.end,
        "extension code \(code) stands for a name that the loading program registered")
    }
  }

  /// A module, which only code that the file brings along has a use for.
  private static let dillModule = PickleName(module: "dill", name: "_dill")

  /// A function that is harmless by its arguments, which nobody sees where it is kept for later.
  private mutating func reportHeld(_ global: GlobalDecision, at offset: Int) {
    // dill has it as the default of its own.
    let isDill =
      global.special == .setattr
      && globals.decisions.contains { $0.name.module == "dill" && $0.name.name == "_dill" }
    report(
      .heldAttribute, isDill ? .containsCode : .unsafe, at: offset, name: global.name, use: .import,
      "\(global.name) is kept as a value, for something else to call")
  }

  /// What the code that the file brings along uses, by the names in it.
  private mutating func reportCode() {
    guard !codeCalls.isEmpty else { return }
    var (names, seen, functions) = ([String](), Set<String>(), [String]())
    for call in codeCalls.prefix(Self.mostFindings) {
      guard let code = run.value(ofCall: call).code else { continue }
      functions.append(code.name)
      names += code.names.prefix(200).filter { seen.insert($0).inserted }
    }
    guard let first = codeCalls.first, !functions.isEmpty else { return }
    let uses =
      names.isEmpty ? "no names" : names.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", …" : "")
    report(
      .codeNames, .containsCode, at: run.offset(ofCall: first),
      "the code of \(functions.prefix(8).joined(separator: ", "))\(functions.count > 8 ? ", …" : "") uses \(uses)"
    )
  }

  private mutating func reportDifferences() {
    for (offset, difference) in run.differences {
      switch difference {
      case .computedName: report(.computedName, .unsafe, at: offset, difference.message)
      case .itemReplaced: report(.builtTwice, .unknown, at: offset, difference.message)
      case .attributeName:
        if codeCalls.isEmpty { report(.holderUsed, .unknown, at: offset, difference.message) }
      default: report(.readersDiffer, .unknown, at: offset, difference.message)
      }
    }
  }
}

/// What is said of a name that a pickle imports.
struct GlobalDecision {
  let name: PickleName
  let `import`: PicklePolicy.Decision
  let call: PicklePolicy.Decision
  let new: PicklePolicy.Decision
  let build: PicklePolicy.Decision
  /// What calling it means, where that depends on the arguments.
  let special: SpecialCall?
  /// Whether it calls what it is given.
  let callsArguments: Bool

  init(_ name: PickleName, _ written: PickleName, _ policy: PicklePolicy) {
    // Without `fix_imports`, and in Python 2, the name is taken as it is written.
    if written != name, case .dangerous = policy.decision(written) {
      self.name = written
    } else {
      self.name = name
    }
    special = SpecialCall.named(self.name)
    `import` = policy.decision(self.name, .import)
    call = policy.decision(self.name, .call)
    new = policy.decision(self.name, .new)
    build = policy.decision(self.name, .build)
    callsArguments = policy.callsArguments(self.name)
  }

  var callRule: String {
    if case .dangerous(let rule) = call { rule.id } else { "" }
  }
}

extension PickleUse {
  /// What happens to a name that is used so.
  var participle: String {
    switch self {
    case .import: "imported"
    case .call, .new: "called"
    case .build: "given a state or items"
    case .attribute: "reached through another object"
    }
  }
}

extension PickleRun.Difference {
  /// A sentence.
  var message: String {
    switch self {
    case .argumentsAreNoTuple:
      "a call whose arguments are no tuple: the C unpickler refuses it, the Python one does it"
    case .numberText: "a number that not both of Python's unpicklers can read"
    case .frameTooLong:
      "a frame that is longer than the file: the C unpickler refuses it, the Python one reads on"
    case .frameStraddle:
      "an opcode reaches over the end of its frame: the Python unpickler refuses it, the C one reads on"
    case .frameGoesOn:
      "a frame that goes on behind STOP: what follows is a second pickle to some loaders only"
    case .computedName: "the module or name that is imported is the result of a call"
    case .itemReplaced: "an item of a list is replaced by another, which no pickler does"
    case .attributeName: "the text names an attribute that libraries look for in objects, and act by"
    }
  }
}
