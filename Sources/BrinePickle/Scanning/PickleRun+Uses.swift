import BrineCore

/// What a run used, by number: names, calls and effects, each in the order of the pickle.
extension PickleRun {
  /// What stands behind a value that is called, built or passed on.
  package enum Reference: Sendable, Equatable {
    /// A name, by its number.
    case global(Int)
    /// The result of a call, by its number.
    case call(Int)
    /// What a persistent id stands for, or a buffer.
    case persistent
    /// A name that only the registry of extension codes knows.
    case extensionCode(Int)
    /// Data.
    case data
  }

  // MARK: Names

  package var globalCount: Int { log.globals.count }

  /// The offset of the opcode that imports a name.
  package func offset(ofGlobal index: Int) -> Int { log.globals[index] }

  /// A name in Python 3's terms, and as it is written.
  package func name(ofGlobal index: Int) -> (mapped: PickleName, written: PickleName) {
    let record = graph.globals[index]
    let module = graph.lossyString(record.module)
    let written = PickleName(module: module, name: graph.lossyString(record.name))
    return (record.isMapped ? Python2Names.mapped(written) : written, written)
  }

  /// Whether two numbers are the same strings of the pickle, so that they name the same.
  package func isSameName(_ left: Int, _ right: Int) -> Bool {
    let (left, right) = (graph.globals[left], graph.globals[right])
    return left.module == right.module && left.name == right.name && left.isMapped == right.isMapped
  }

  // MARK: Calls

  package var callCount: Int { log.calls.count }

  /// The offset of the opcode that calls.
  package func offset(ofCall index: Int) -> Int { log.calls[index] }

  /// What is called.
  package func callable(ofCall index: Int) -> Reference { reference(graph.objects[index].callable) }

  /// How many arguments of a call are handed out and one: more have no meaning, and one tuple may be that of many calls.
  package static var mostArguments: Int { 64 }

  /// The arguments of a call; fewer or none where they are the result of another call.
  package func arguments(ofCall index: Int) -> [PickleValue] {
    var word = graph.objects[index].arguments
    if word.has(.parts) { word = graph.items(word)[0] }
    guard word.has(.tuple) || word.has(.list) else { return [] }
    return graph.items(word).prefix(Self.mostArguments + 1).map { PickleValue(graph, $0) }
  }

  /// Whether the arguments of a call are a tuple, which nothing can change any more.
  package func hasTupleArguments(call index: Int) -> Bool { !log.looseCalls.contains(index) }

  /// The state of what a call made; that of more than one BUILD is none.
  package func state(ofCall index: Int) -> PickleValue? {
    let state = graph.objects[index].state
    return state == .absent ? nil : PickleValue(graph, state)
  }

  /// Whether a call has keyword arguments.
  package func hasKeywords(call index: Int) -> Bool { graph.objects[index].arguments.has(.parts) }

  /// What a call results in.
  package func value(ofCall index: Int) -> PickleValue { PickleValue(graph, .object(index, .reduce)) }

  /// Whether a call only makes an instance, by `cls.__new__`.
  package func isNew(call index: Int) -> Bool {
    switch PickleOpcode(rawValue: graph.memory[log.calls[index]]) {
    case .newObj, .newObjEx: true
    default: false
    }
  }

  /// The names that are more than called or built: that are arguments, items, or part of a state.
  package var heldGlobals: Set<Int> {
    var held: Set<Int> = []
    func visit(_ word: Word) { if word.has(.global) { held.insert(word.payload) } }
    for index in 0..<graph.pool.count { visit(graph.pool[index]) }
    for index in 0..<graph.objects.count {
      visit(graph.objects[index].state)
      visit(graph.objects[index].arguments)
    }
    visit(graph.root)
    return held
  }

  /// The entries of a dict, or of both dicts of a state with slots; those of the second are set one by one.
  package func stateEntries(_ state: PickleValue) -> [(key: PickleValue, value: PickleValue, isSlot: Bool)] {
    var dicts = [(state.word, false)]
    if state.word.has(.tuple) {
      let items = graph.items(state.word)
      guard items.count == 2 else { return [] }
      dicts = [(items[0], false), (items[1], true)]
    }
    return dicts.flatMap { dict, isSlot in
      guard dict.has(.dict) else { return [(PickleValue, PickleValue, Bool)]() }
      let entries = graph.rawEntries(dict)
      return (0..<entries.count).map {
        (PickleValue(graph, entries.key($0)), PickleValue(graph, entries.value($0)), isSlot)
      }
    }.map { (key: $0.0, value: $0.1, isSlot: $0.2) }
  }

  // MARK: Effects

  package var effectCount: Int { log.effects.count }

  /// A BUILD, APPEND(S), ADDITEMS or SETITEM(S): its offset, what is changed, and the state of a BUILD.
  package func effect(_ index: Int) -> (offset: Int, target: Reference, state: PickleValue?) {
    let record = log.effects[index]
    let state = record.value == .absent ? nil : PickleValue(graph, record.value)
    return (record.offset, reference(record.target), state)
  }

  /// What an effect does to its target.
  package enum EffectKind: UInt8, Sendable {
    /// BUILD.
    case state = 1
    /// APPEND, APPENDS.
    case items = 2
    /// ADDITEMS.
    case members = 4
    /// SETITEM, SETITEMS.
    case entries = 8
  }

  package func kind(ofEffect index: Int) -> EffectKind {
    switch PickleOpcode(rawValue: graph.memory[log.effects[index].offset]) {
    case .append, .appends: .items
    case .addItems: .members
    case .setItem, .setItems: .entries
    default: .state
    }
  }

  /// Whether the bytes of an array follow what a call made: joblib's wrappers have them.
  package func hasInlineArray(call index: Int) -> Bool { graph.inlineArrays[index] != nil }

  /// The extension codes that are used.
  package var extensionCodes: [Int] {
    (0..<graph.specials.count).compactMap { index in
      let record = graph.specials[index]
      return record.kind == .extension ? record.value.inlineInt : nil
    }
  }

  // MARK: Values

  /// What stands behind a value.
  package func reference(_ value: PickleValue) -> Reference { reference(value.word) }

  func reference(_ word: Word) -> Reference {
    if word.has(.global) { return .global(word.payload) }
    if word.has(.object) { return .call(word.objectIndex) }
    guard word.has(.special) else { return .data }
    let record = graph.specials[word.payload]
    guard record.kind == .extension else { return persistent(record.value) }
    return .extensionCode(record.value.inlineInt ?? 0)
  }

  /// PyTorch's files of old have classes as persistent ids: `('module', cls, source_file, source)`.
  private func persistent(_ id: Word) -> Reference {
    guard id.has(.tuple) else { return .persistent }
    let items = graph.items(id)
    guard items.count >= 2, items[1].has(.global), graph.shortText(items[0]) == "module" else {
      return .persistent
    }
    return .global(items[1].payload)
  }

  /// Hands all bytes objects to `body`, with the offsets of their opcodes.
  ///
  /// Bytes that some protocols write as text that is encoded are those of a call, and not among them.
  package func forEachBytes(_ body: (_ offset: Int, _ bytes: UnsafeRawBufferPointer) throws -> Void) throws {
    func visit(_ word: Word) throws {
      guard word.has(.bytes) || word.has(.bytearray) else { return }
      try graph.withBytes(word) { try body(word.leafOffset, $0) }
    }
    for index in 0..<graph.pool.count { try visit(graph.pool[index]) }
    for index in 0..<graph.objects.count { try visit(graph.objects[index].state) }
    try visit(graph.root)
  }
}
