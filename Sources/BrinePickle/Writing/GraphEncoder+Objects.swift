import BrineCore

/// Instances and calls.
///
/// A step of an object goes through numbered stages: 0 its callable, 1 its arguments, 2 its keyword arguments,
/// 3 the opcode that makes it, 4 its items, 5 its entries, and then its states.
extension GraphEncoder {
  mutating func startObject(_ word: Word) throws -> Bool {
    if options.hasInlineArrays, let isPushed = try startInlineArray(word) { return isPushed }
    let slot = memo[object: word.objectIndex]
    if let key = slot.key {
      writeGet(key)
      return false
    }
    if word.construction == .newObj, try startPlainInstance(word) { return true }
    if !isVerbatim, let isPushed = try startPlainForm(word) { return isPushed }
    memo[object: word.objectIndex] = try begun(slot, word)
    var step = Step(.object, word)
    step.count = graph.discarded.isEmpty ? word.objectIndex : call(of: word)
    push(step)
    return true
  }

  /// Begins what nearly all instances are: NEWOBJ without arguments of a class that was written before, and a dict that
  /// was not as its state. That needs no stages.
  @inline(__always)
  private mutating func startPlainInstance(_ word: Word) throws -> Bool {
    let record = graph.objects[word.objectIndex]
    guard version >= 2, record.arguments == .emptyTuple, record.items == .absent, record.state.has(.dict),
      record.callable.has(.global), let type = memo[global: record.callable.payload].key,
      memo[container: record.state.payload].key == nil
    else { return false }
    writeGet(type)
    try output.begin()
    output.reserve(3)
    output.put(PickleOpcode.emptyTuple.rawValue)
    output.put(PickleOpcode.newObj.rawValue)
    store(object: word)
    push(Step(.build, word))
    try output.begin()
    _ = startDict(record.state)
    return true
  }

  @inline(__always)
  mutating func finishBuild() {
    _ = steps.removeLast()
    output.write(.build)
  }

  /// The call by which an object is to be made this time: outside of itself perhaps one that is dropped in the end.
  private mutating func call(of word: Word) -> Int {
    guard let discarded = graph.discarded[word.objectIndex] else { return word.objectIndex }
    let number = beginnings[word.objectIndex, default: 0]
    beginnings[word.objectIndex] = number &+ 1
    return number < discarded.count ? discarded[discarded.count &- 1 &- number].objectIndex : word.objectIndex
  }

  mutating func continueObject() throws {
    let top = steps.count &- 1
    let word = steps[top].word
    let record = graph.objects[word.objectIndex]
    let call = graph.objects[steps[top].count]
    while true {
      let stage = steps[top].next
      steps[top].next = stage &+ 1
      switch stage {
      case 0: if try saveCallable(word, call) { return }
      case 1: if try saveArguments(word, call) { return }
      case 2: if word.construction == .newObjEx, try saveKeywords(call) { return }
      case 3: if try make(word, call) { return }
      case 4: if let list = part(record.items, .list), pushItems(.items, list, graph.items(list)) { return }
      case 5: if let dict = part(record.items, .dict), pushEntries(.entries, dict) { return }
      default:
        _ = steps.removeLast()
        if record.state != .absent { pushState(word) }
        return
      }
    }
  }

  /// The list or the dict of what was added to an object.
  private func part(_ items: Word, _ tag: Word.Tag) -> Word? {
    if items.has(tag) { return items }
    return items.has(.parts) ? graph.items(items)[tag == .list ? 0 : 1] : nil
  }

  // MARK: Making it

  private mutating func saveCallable(_ word: Word, _ record: ObjectRecord) throws -> Bool {
    switch word.construction {
    case .inst:
      output.write(.mark)
      return false
    case .obj: output.write(.mark)
    case .newObj where version < 2: try save(global: PickleName(module: "copyreg", name: "__newobj__"))
    case .newObjEx where version < 4: try save(global: PickleName(module: "copyreg", name: "__newobj_ex__"))
    default: break
    }
    // Where the callable became an argument of another one, a tuple begins with it.
    if version < 2, word.construction == .newObj || word.construction == .newObjEx { output.write(.mark) }
    return try save(record.callable)
  }

  private mutating func saveArguments(_ word: Word, _ record: ObjectRecord) throws -> Bool {
    let isSpread = word.construction == .inst || word.construction == .obj
    if isSpread || word.construction == .newObj && version < 2 {
      guard record.arguments != .emptyTuple else { return false }
      pushPlain(.plainItems, record.arguments, graph.items(record.arguments))
      return true
    }
    let arguments = word.construction == .newObjEx ? graph.items(record.arguments)[0] : record.arguments
    try output.begin()
    guard arguments.has(.tuple) else {
      writeEmptyTuple()
      return false
    }
    return try startContainer(arguments)
  }

  private mutating func saveKeywords(_ record: ObjectRecord) throws -> Bool {
    try save(graph.items(record.arguments)[1])
  }

  /// Writes the opcode that makes the object, and stores it.
  ///
  /// - Returns: whether that ended the step, because the object was made and stored while its arguments were written.
  private mutating func make(_ word: Word, _ record: ObjectRecord) throws -> Bool {
    switch word.construction {
    case .reduce, .setter, .effect: output.write(.reduce)
    case .newObj:
      if version < 2 { output.write(.tuple) }
      output.write(version < 2 ? .reduce : .newObj)
    case .newObjEx:
      guard version < 4 else {
        output.write(.newObjEx)
        break
      }
      output.write(version < 2 ? .tuple : .tuple3)
      output.write(.reduce)
    case .obj: output.write(.obj)
    case .inst: try writeInst(record)
    }
    if let key = memo[object: word.objectIndex].key {
      // The inner writing had everything.
      output.write(.pop)
      writeGet(key)
      _ = steps.removeLast()
      return true
    }
    store(object: word)
    return false
  }

  mutating func store(object word: Word) {
    let key = memo.next()
    memo[object: word.objectIndex] = .key(key)
    writePut(key)
  }

  /// INST, with the names of its class in the same opcode.
  private mutating func writeInst(_ record: ObjectRecord) throws {
    let name = isVerbatim ? rawName(record.callable) : oldName(graph.name(record.callable.payload))
    guard (name.module + name.name).utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0A }) else {
      throw failure(record.callable, "INST takes names in ASCII only")
    }
    output.write(.inst)
    output.write(name.module + "\n" + name.name + "\n")
  }

  // MARK: Its state

  /// A step that writes what BUILD gets, or the call of a state setter.
  mutating func pushState(_ word: Word) { push(Step(.state, word)) }

  /// Each state has three stages: 0 the setter and the object, or nothing; 1 the state; 2 the opcodes.
  mutating func continueState() throws {
    let top = steps.count &- 1
    let word = steps[top].word
    let state = word.has(.global) ? graph.globals[word.payload].state : graph.objects[word.objectIndex].state
    let count = state.has(.parts) ? graph.items(state).count : 1
    while steps[top].next < 3 &* count {
      let stage = steps[top].next
      steps[top].next = stage &+ 1
      let current = state.has(.parts) ? graph.items(state)[stage / 3] : state
      if try graph.effectCall(current).map({ try continueEffect($0, stage % 3) })
        ?? continueState(current, of: word, stage % 3)
      {
        return
      }
    }
    _ = steps.removeLast()
  }

  private mutating func continueState(_ state: Word, of word: Word, _ stage: Int) throws -> Bool {
    let setter = graph.setterCall(state)
    switch stage {
    case 0: return try setter.map { try save($0.function) } ?? false
    case 1:
      // The object was stored just before, so this is a GET.
      if setter != nil { _ = try save(word) }
      return try save(setter?.state ?? state)
    default:
      finishState(isSet: setter != nil)
      return false
    }
  }

  /// A call whose result is dropped.
  private mutating func continueEffect(_ call: Word, _ stage: Int) throws -> Bool {
    let record = graph.objects[call.objectIndex]
    switch stage {
    case 0: return try save(record.callable)
    case 1: return try saveArguments(call, record)
    default:
      output.write(.reduce)
      output.write(.pop)
      return false
    }
  }

  private mutating func finishState(isSet: Bool) {
    guard isSet else { return output.write(.build) }
    // CPython writes TUPLE2 here in every protocol.
    output.write(.tuple2)
    output.write(.reduce)
    output.write(.pop)
  }
}
