import BrineCore

/// The opcodes outside the hot loop.
extension Machine {
  /// Runs one opcode.
  ///
  /// - Returns: the position after it.
  @inline(never)
  mutating func runRare(_ byte: UInt8, _ start: ByteCursor) throws(PickleError) -> Int {
    guard let opcode = PickleOpcode(rawValue: byte) else { throw unknown(byte) }
    var cursor = start
    try runRare(opcode, &cursor)
    return cursor.position
  }

  private mutating func runRare(_ opcode: PickleOpcode, _ cursor: inout ByteCursor) throws(PickleError) {
    switch opcode {
    case .int: try int(&cursor)
    case .long: try long(&cursor)
    case .long1: try countedLong(&cursor, count: Int(try read(UInt8.self, &cursor)))
    case .long4: try countedLong(&cursor, count: Int(try read(Int32.self, &cursor)))
    case .float: try float(&cursor)
    case .string: try string(&cursor)
    case .binString: try binString(&cursor, count: Int(try read(UInt32.self, &cursor)))
    case .shortBinString: try binString(&cursor, count: Int(try read(UInt8.self, &cursor)))
    case .unicode: try textUnicode(&cursor)
    case .binUnicode8: try unicode(&cursor, count: try size(&cursor))
    case .shortBinBytes: try bytes(&cursor, .bytes, count: Int(try read(UInt8.self, &cursor)))
    case .binBytes: try bytes(&cursor, .bytes, count: Int(try read(UInt32.self, &cursor)))
    case .binBytes8: try bytes(&cursor, .bytes, count: try size(&cursor))
    case .byteArray8: try bytes(&cursor, .bytearray, count: try size(&cursor))
    case .list: try list()
    case .dict: try dict()
    case .emptySet: try pushEmpty(.set)
    case .addItems: try addItems()
    case .frozenSet: try frozenSet()
    default: try runRarest(opcode, &cursor)
    }
  }

  private mutating func runRarest(_ opcode: PickleOpcode, _ cursor: inout ByteCursor) throws(PickleError) {
    switch opcode {
    case .global: try global(&cursor)
    case .stackGlobal: try stackGlobal(cursor)
    case .newObjEx: try newObjectEx()
    case .obj: try obj()
    case .inst: try inst(&cursor)
    case .persID: try persID(&cursor)
    case .binPersID: try binPersID()
    case .ext1: try `extension`(Int(try read(UInt8.self, &cursor)))
    case .ext2: try `extension`(Int(try read(UInt16.self, &cursor)))
    case .ext4: try `extension`(Int(try read(Int32.self, &cursor)))
    case .nextBuffer: try bufferFromCaller()
    case .readonlyBuffer: try readOnlyBuffer()
    case .pop: try popOrUnmark(cursor)
    case .popMark: stack.count = try popMark()
    case .dup: push(try noteShared(top()))
    case .put: try put(&cursor)
    case .longBinPut: memo.put(noteShared(try top()), at: Int(try read(UInt32.self, &cursor)))
    case .get: try textGet(&cursor)
    case .proto: try proto(&cursor)
    case .frame: try frame(&cursor)
    default: throw fail(.unknownOpcode, "opcode \(opcode) has no meaning here")
    }
  }

  // MARK: The stack and the memo

  /// POP takes a MARK away where one is on top.
  private mutating func popOrUnmark(_ next: ByteCursor) throws(PickleError) {
    if marks.count > 0, marks[marks.count &- 1] == stack.count {
      _ = try popMark()
    } else {
      let word = try pop()
      if !noteDiscarded(word, next) { try noteSetter(word) }
    }
  }

  /// `setter(object, state)`, dropped while the object stays on the stack, is how `save_reduce` writes the sixth part of
  /// what `__reduce__` gave: it counts as a state of the object. Other calls that are dropped are kept there too: dill
  /// writes them for what it sets late, such as the contents of cells.
  private mutating func noteSetter(_ call: Word) throws(PickleError) {
    // With anything in between, such as a PUT, the result was kept and is dropped with all of a tuple that holds itself.
    guard call.has(.object), reduceOffset == offset &- 1, stack.count > fence else { return }
    let target = stack[stack.count &- 1]
    let arguments = objects[call.objectIndex].arguments
    guard target.has(.object), target != call else { return }
    var isSetter = false
    if arguments.has(.tuple) {
      let tuple = pool.containers[arguments.payload]
      isSetter = tuple.count == 2 && pool.words[Int(tuple.start)] == target
    }
    try addState(.object(call.objectIndex, isSetter ? .setter : .effect), to: target.objectIndex)
  }

  /// Persistent ids and the like are not stored in the memo by CPython: those that are may be shared.
  private mutating func noteShared(_ word: Word) -> Word {
    if word.has(.special) { specials[word.payload].isMemoized = true }
    return word
  }

  private mutating func put(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 1)
    let word = try top()
    guard let key = PythonInteger(line, base: 10)?.int else {
      if skipsPut() { return }
      throw fail(.badInteger, "the memo key is not an integer that fits 64 bits")
    }
    guard key >= 0 else { throw fail(.negativeMemoIndex, "memo key \(key) is negative") }
    memo.put(noteShared(word), at: key)
  }

  private mutating func textGet(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 1)
    guard let key = PythonInteger(line, base: 10)?.int else {
      if skipsGet() { return }
      throw fail(.badInteger, "the memo key is not an integer that fits 64 bits")
    }
    try get(key)
  }

  // MARK: Framing

  private mutating func proto(_ cursor: inout ByteCursor) throws(PickleError) {
    let version = Int(try read(UInt8.self, &cursor))
    guard version <= 5 else { throw fail(.unsupportedProtocol, "protocol \(version) is newer than 5") }
    protocolVersion = version
    highestProtocol = max(highestProtocol, version)
  }

  /// FRAME only promises that so many bytes follow; like the C unpickler, opcodes may straddle its end.
  private mutating func frame(_ cursor: inout ByteCursor) throws(PickleError) {
    let count = try size(&cursor)
    log?.hasFrames = true
    if scans, count > cursor.remaining { return noteDifference(.frameTooLong) }
    guard count <= cursor.remaining else {
      throw fail(.truncated, "a frame of \(count) bytes is announced, but \(cursor.remaining) are left")
    }
  }

  /// An eight-byte length.
  mutating func size(_ cursor: inout ByteCursor) throws(PickleError) -> Int {
    let count = try read(UInt64.self, &cursor)
    guard let count = Int(exactly: count) else { throw fail(.negativeSize, "a length of \(count) bytes") }
    return count
  }

  /// A line without its newline, of at least so many bytes.
  @_lifetime(copy cursor)
  mutating func line(_ cursor: inout ByteCursor, atLeast least: Int) throws(PickleError) -> RawSpan {
    guard let line = cursor.takeLine(), line.byteCount >= least else { throw truncated() }
    return line
  }
}
