import BrineCore

/// Values that a protocol has no opcodes for, as calls; and calls that a newer protocol has opcodes for.
extension GraphEncoder {
  // MARK: Sets

  /// `set([…])` or `frozenset([…])`.
  mutating func startSetCall(_ word: Word) -> Bool {
    push(Step(.setCall, word))
    return true
  }

  mutating func continueSetCall() throws {
    let top = steps.count &- 1
    let step = steps[top]
    steps[top].next = 1
    if step.next == 0 {
      try save(global: PickleName(module: "builtins", name: step.word.has(.set) ? "set" : "frozenset"))
      if version < 2 { output.write(.mark) }
      writeEmpty(.emptyList, old: .list)
      if pushItems(.list, step.word, graph.items(step.word)) { return }
    }
    output.write(version < 2 ? .tuple : .tuple1)
    output.write(.reduce)
    _ = steps.removeLast()
    if let key = memo[container: step.word.payload].key {
      output.write(.pop)
      return writeGet(key)
    }
    let key = memo.next()
    memo[container: step.word.payload] = .key(key)
    writePut(key)
  }

  // MARK: Bytes

  /// Bytes before protocol 3: the Latin-1 encoding of a string.
  mutating func writeOld(bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count > 0 else {
      try save(global: PickleName(module: "builtins", name: "bytes"))
      writeEmptyTuple()
      return output.write(.reduce)
    }
    try save(global: PickleName(module: "_codecs", name: "encode"))
    if version < 2 { output.write(.mark) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for byte in bytes { GeneralizedUTF8.append(UInt32(byte), to: &text) }
    try text.withUnsafeBytes { try write(text: $0) }
    try save(text: "latin1")
    output.write(version < 2 ? .tuple : .tuple2)
    output.write(.reduce)
  }

  /// A bytearray before protocol 5: made of bytes.
  mutating func writeOld(bytearray content: UnsafeRawBufferPointer) throws {
    try save(global: PickleName(module: "builtins", name: "bytearray"))
    if content.count == 0 {
      writeEmptyTuple()
    } else {
      if version < 2 { output.write(.mark) }
      if version >= 3 { try write(content: content, nil) } else { try writeOld(bytes: content) }
      output.write(version < 2 ? .tuple : .tuple1)
    }
    output.write(.reduce)
  }

  // MARK: Newer forms

  /// Begins an object that is but the old form of a plain value, in the form that this protocol has for it.
  ///
  /// - Returns: `nil` when it is none; else whether something was pushed.
  mutating func startPlainForm(_ word: Word) throws -> Bool? {
    guard word.construction == .reduce, graph.known(graph.objects[word.objectIndex].callable).isOldForm else {
      return nil
    }
    switch graph.objectMeaning(word) {
    case .set(let items) where version >= 4:
      output.write(.emptySet)
      store(object: word)
      return pushItems(.set, items, graph.items(items))
    case .bytes(let bytes) where version >= 3:
      try spend(bytes.size(in: graph), word)
      try graph.content(bytes).withUnsafeBytes { try write(content: $0, nil) }
    case .bytearray(let bytes) where version >= 5:
      try spend(bytes.size(in: graph), word)
      try graph.content(bytes).withUnsafeBytes { try write(bytearrayContent: $0) }
    default: return nil
    }
    store(object: word)
    return false
  }
}

extension KnownGlobal {
  /// Whether its calls are what old protocols write for plain values.
  fileprivate var isOldForm: Bool {
    switch self {
    case .set, .bytes, .bytearray, .encode: true
    default: false
    }
  }
}
