import BrineCore

/// Names, persistent ids, extension codes and buffers: what a pickle expects its reader to have.
extension Machine {
  /// GLOBAL: two lines, the module and the name.
  mutating func global(_ cursor: inout ByteCursor) throws(PickleError) {
    push(try readGlobal(&cursor, isASCII: false))
  }

  mutating func readGlobal(_ cursor: inout ByteCursor, isASCII: Bool) throws(PickleError) -> Word {
    let module = try nameLine(&cursor, isASCII: isASCII)
    let name = try nameLine(&cursor, isASCII: isASCII)
    return try addGlobal(
      PickleName(module: module, name: name), .string(at: offset, isASCII: false),
      .string(at: offset, isASCII: true))
  }

  private mutating func nameLine(_ cursor: inout ByteCursor, isASCII: Bool) throws(PickleError) -> String {
    let line = try line(&cursor, atLeast: 1)
    guard line.byteCount <= Self.longestName else { throw tooLongName() }
    guard let text = line.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }),
      !isASCII || text.utf8.allSatisfy({ $0 < 0x80 })
    else { throw fail(.badUnicode, "the name of a global is not \(isASCII ? "ASCII" : "UTF-8")") }
    return text
  }

  /// STACK_GLOBAL: two strings.
  mutating func stackGlobal(_ cursor: ByteCursor) throws(PickleError) {
    let name = try pop()
    let module = try pop()
    guard module.has(.string), name.has(.string) else {
      if scans, module.mayBeText, name.mayBeText { return try pushComputedGlobal(module, name) }
      throw fail(.badGlobal, "STACK_GLOBAL needs two strings, not \(describe(module)) and \(describe(name))")
    }
    push(try addGlobal(self.name(module, name, in: cursor.whole), module, name))
  }

  /// Names longer than any that a system could import are refused: looking at them for each use would take forever.
  private static let longestName = 4096

  /// A name from two strings; `nil` when Swift can't hold it.
  private mutating func name(_ module: Word, _ name: Word, in bytes: RawSpan) throws(PickleError)
    -> PickleName?
  {
    guard let module = try text(module, in: bytes), let name = try text(name, in: bytes) else { return nil }
    return PickleName(module: module, name: name)
  }

  private mutating func text(_ word: Word, in bytes: RawSpan) throws(PickleError) -> String? {
    // No more is looked at than a name may take.
    let end = min(word.leafOffset &+ Self.longestName &+ 16, bytes.byteCount)
    guard let leaf = Leaf(bytes.extracting(word.leafOffset..<end), at: 0) else { throw tooLongName() }
    return String(validating: leaf.text(options), as: UTF8.self)
  }

  @inline(never)
  private mutating func tooLongName() -> PickleError {
    fail(.limitExceeded, "the name of a global is longer than \(Self.longestName) bytes")
  }

  private mutating func addGlobal(
    _ name: PickleName?, _ moduleWord: Word, _ nameWord: Word
  ) throws(PickleError) -> Word {
    guard pool.hasRoom(0) else { throw full() }
    let isMapped = protocolVersion < 3 && options.fixImports
    var record = GlobalRecord(
      module: moduleWord, name: nameWord, state: .absent, isMapped: isMapped, known: .unknown)
    if let name {
      record.known = KnownGlobal.of(isMapped ? Python2Names.mapped(name) : name)
    }
    globals.append(record)
    log?.globals.append(offset)
    return Word(.global, globals.count &- 1)
  }

  // MARK: Persistent ids and extension codes

  /// PERSID: a line of ASCII.
  mutating func persID(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 0)
    guard isASCII(line) else { throw fail(.badUnicode, "a persistent id of protocol 0 is not ASCII") }
    pushSpecial(.persistent, .string(at: offset, isASCII: false))
  }

  /// BINPERSID: any value.
  mutating func binPersID() throws(PickleError) { pushSpecial(.persistent, try pop()) }

  /// EXT1, EXT2, EXT4.
  mutating func `extension`(_ code: Int) throws(PickleError) {
    guard code > 0 else { throw fail(.badExtensionCode, "extension code \(code) is not positive") }
    pushSpecial(.extension, Word(.int, code))
  }

  /// NEXT_BUFFER.
  mutating func bufferFromCaller() throws(PickleError) {
    // What the caller of the loader hands in is nothing that the pickle could have run.
    if scans { return pushSpecial(.persistent, Word(.int, nextBuffer)) }
    guard nextBuffer < options.buffers.count else {
      throw fail(
        .buffersMissing,
        "the pickle needs more than the \(options.buffers.count) out-of-band buffers that were given")
    }
    pushSpecial(.buffer, Word(.int, nextBuffer))
    nextBuffer += 1
  }

  /// READONLY_BUFFER.
  mutating func readOnlyBuffer() throws(PickleError) {
    let word = try top()
    switch word.tag {
    case .bytes: return
    case .bytearray, .object: break
    case .special where specials[word.payload].kind != .extension:
      let record = specials[word.payload]
      if record.kind == .readOnly { return }
      if record.kind == .buffer, let index = record.value.inlineInt, options.buffers[index].isReadOnly {
        return
      }
    default: throw fail(.notABuffer, "\(describe(word)) is not a buffer")
    }
    stack.count &-= 1
    pushSpecial(.readOnly, word)
  }

  private mutating func pushSpecial(_ kind: SpecialRecord.Kind, _ value: Word) {
    specials.append(SpecialRecord(kind: kind, value: value))
    push(Word(.special, specials.count &- 1))
  }
}

extension KnownGlobal {
  static func of(_ name: PickleName) -> KnownGlobal {
    guard name.module.utf8.count + name.name.utf8.count < 64 else { return .unknown }
    let module = name.module == "pathlib._local" ? "pathlib" : name.module
    return named(module + "." + name.name)
  }
}
