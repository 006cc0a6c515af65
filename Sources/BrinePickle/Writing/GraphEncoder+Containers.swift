import BrineCore

/// Lists, dicts, sets and tuples.
extension GraphEncoder {
  // MARK: Beginning

  /// A container that is not an empty tuple.
  mutating func startContainer(_ word: Word) throws -> Bool {
    let slot = memo[container: word.payload]
    if let key = slot.key {
      writeGet(key)
      return false
    }
    switch word.tag {
    case .list: return startList(word)
    case .dict: return startDict(word)
    case .set where version >= 4: return startSet(word)
    default:
      // These are stored only when their items are there.
      memo[container: word.payload] = try begun(slot, word)
      if word.has(.tuple) { return startTuple(word) }
      guard version >= 4 else { return startSetCall(word) }
      output.write(.mark)
      pushPlain(.frozenset, word, graph.items(word))
      return true
    }
  }

  private mutating func startList(_ word: Word) -> Bool {
    writeEmpty(.emptyList, old: .list)
    storeContainer(word)
    return pushItems(.list, word, graph.items(word))
  }

  /// A dict that was not written yet.
  mutating func startDict(_ word: Word) -> Bool {
    writeEmpty(.emptyDict, old: .dict)
    storeContainer(word)
    return pushEntries(.dict, word)
  }

  private mutating func startSet(_ word: Word) -> Bool {
    output.write(.emptySet)
    storeContainer(word)
    return pushItems(.set, word, graph.items(word))
  }

  private mutating func startTuple(_ word: Word) -> Bool {
    let items = graph.items(word)
    if items.count > 3 || version < 2 { output.write(.mark) }
    pushPlain(.tuple, word, items)
    return true
  }

  /// An empty list or dict: in protocol 0 one that ends at a MARK right before.
  @inline(__always)
  mutating func writeEmpty(_ opcode: PickleOpcode, old: PickleOpcode) {
    output.reserve(2)
    if version > 0 {
      output.put(opcode.rawValue)
    } else {
      output.put(PickleOpcode.mark.rawValue)
      output.put(old.rawValue)
    }
  }

  @inline(__always)
  private mutating func storeContainer(_ word: Word) {
    let key = memo.next()
    memo[container: word.payload] = .key(key)
    writePut(key)
  }

  // MARK: What is to be written

  /// Items that are added in batches.
  mutating func pushItems(_ kind: Step.Kind, _ word: Word, _ items: UnsafeBufferPointer<Word>) -> Bool {
    guard items.count > 0 else { return false }
    pushPlain(kind, word, items)
    return true
  }

  mutating func pushPlain(_ kind: Step.Kind, _ word: Word, _ items: UnsafeBufferPointer<Word>) {
    var step = Step(kind, word)
    step.items = items.baseAddress
    step.count = items.count
    push(step)
  }

  /// The entries of a dict, as they are stored: a key may come more than once.
  mutating func pushEntries(_ kind: Step.Kind, _ word: Word) -> Bool {
    let entries = graph.rawEntries(word)
    guard entries.count > 0 else { return false }
    var step = Step(kind, word)
    step.keys = entries.keys
    step.items = entries.values
    step.stride = UInt8(truncatingIfNeeded: entries.stride)
    // Keys and values are counted in turn.
    step.count = 2 &* entries.count
    push(step)
    return true
  }

  private mutating func drop() { _ = steps.removeLast() }

  // MARK: Batches of items

  mutating func continueItems() throws {
    var step = steps[steps.count &- 1]
    guard let items = step.items else { return drop() }
    while true {
      while step.next < step.end {
        let word = items[step.next]
        step.next &+= 1
        try output.begin()
        if try writeAtom(word) { continue }
        update(step)
        if try start(word) { return }
      }
      if step.end > 0 { endBatch(step) }
      guard step.next < step.count else { break }
      beginBatch(&step, size: 1)
    }
    if step.kind == .set, step.count % Self.batch == 0 {
      // CPython looks for a next item only when it has opened the next batch.
      output.write(.mark)
      output.write(.addItems)
    }
    _ = steps.removeLast()
  }

  /// Begins a batch; the only item of one needs no MARK.
  private mutating func beginBatch(_ step: inout Step, size: Int) {
    let rest = step.count &- step.next
    let most = version == 0 ? size : Self.batch &* size
    step.end = step.next &+ min(rest, most)
    if let first = firstEntries(of: step) {
      if step.next == 0, version > 0 { step.end = min(step.end, first &* size) }
      step.isSingle = step.end &- step.next == size
      if !step.isSingle { output.write(.mark) }
      return
    }
    switch step.kind {
    case .set: step.isSingle = false
    case .items, .entries: step.isSingle = version == 0 || rest == size
    default: step.isSingle = version == 0 || step.count == size
    }
    if !step.isSingle { output.write(.mark) }
  }

  /// How many entries a dict that was filled in steps is to have first.
  @inline(__always)
  private func firstEntries(of step: Step) -> Int? {
    guard step.kind == .dict, !graph.firstEntries.isEmpty else { return nil }
    return graph.firstEntries[step.word.payload]
  }

  private mutating func endBatch(_ step: Step) {
    switch step.kind {
    case .set: output.write(.addItems)
    case .dict, .entries: output.write(step.isSingle ? .setItem : .setItems)
    default: output.write(step.isSingle ? .append : .appends)
    }
  }

  // MARK: Batches of entries

  mutating func continueEntries() throws {
    var step = steps[steps.count &- 1]
    guard let keys = step.keys, let values = step.items else { return drop() }
    let stride = Int(step.stride)
    while true {
      while step.next < step.end {
        let index = (step.next &>> 1) &* stride
        let word = step.next & 1 == 0 ? keys[index] : values[index]
        step.next &+= 1
        try output.begin()
        if try writeAtom(word) { continue }
        update(step)
        if try start(word) { return }
      }
      if step.end > 0 { endBatch(step) }
      guard step.next < step.count else { break }
      beginBatch(&step, size: 2)
    }
    if step.kind == .dict, version > 0, step.count % (2 &* Self.batch) == 0, firstEntries(of: step) == nil {
      output.write(.mark)
      output.write(.setItems)
    }
    _ = steps.removeLast()
  }

  // MARK: Tuples

  mutating func continueTuple() throws {
    var step = steps[steps.count &- 1]
    guard let items = step.items else { return drop() }
    while step.next < step.count {
      let word = items[step.next]
      step.next &+= 1
      try output.begin()
      if try writeAtom(word) { continue }
      update(step)
      if try start(word) { return }
    }
    _ = steps.removeLast()
    guard step.kind != .plainItems else { return }
    if let key = memo[container: step.word.payload].key {
      dropItems(step)
      writeGet(key)
    } else {
      writeTuple(step.kind, count: step.count)
      storeContainer(step.word)
    }
  }

  /// A tuple that holds itself, by way of a list or the like, was written and stored while its items were written.
  private mutating func dropItems(_ step: Step) {
    if step.kind == .frozenset || (version == 1 || step.count > 3) && version > 0 {
      output.write(.popMark)
    } else {
      for _ in 0..<(version == 0 ? step.count &+ 1 : step.count) { output.write(.pop) }
    }
  }

  private mutating func writeTuple(_ kind: Step.Kind, count: Int) {
    if kind == .frozenset { return output.write(.frozenSet) }
    guard version >= 2, count <= 3 else { return output.write(.tuple) }
    output.write(count == 1 ? .tuple1 : count == 2 ? .tuple2 : .tuple3)
  }
}
