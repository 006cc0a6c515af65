import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Persistent ids, extension codes and buffers.
extension GraphEncoder {
  mutating func startSpecial(_ word: Word) throws -> Bool {
    if let key = memo[special: word.payload] {
      writeGet(key)
      return false
    }
    let record = graph.specials[word.payload]
    switch record.kind {
    case .extension: try write(extension: record.value.inlineInt ?? 0, word)
    case .buffer: return try write(buffer: record.value.inlineInt ?? 0, word)
    case .persistent:
      if version == 0 {
        try writePersistentLine(record.value, word)
        break
      }
      try begin(special: word)
      return true
    case .readOnly:
      guard version >= 5 else { return try writeReadOnly(record.value, word) }
      try begin(special: word)
      return true
    }
    store(special: word)
    return false
  }

  /// Its content is written by the step that this pushes: ids may nest as deep as anything.
  private mutating func begin(special word: Word) throws {
    if let count = openSpecials[word.payload], count == memo.count {
      throw failure(word, "it contains itself, and pickles can't have that")
    }
    openSpecials[word.payload] = memo.count
    push(Step(.special, word))
  }

  mutating func continueSpecial() throws {
    let top = steps.count &- 1
    let word = steps[top].word
    if steps[top].next == 0 {
      steps[top].next = 1
      if try save(graph.specials[word.payload].value) { return }
    }
    _ = steps.removeLast()
    openSpecials[word.payload] = nil
    output.write(graph.specials[word.payload].kind == .persistent ? .binPersID : .readonlyBuffer)
    store(special: word)
  }

  /// CPython does not store these; one that was stored all the same may be referred to again.
  private mutating func store(special word: Word) {
    guard graph.specials[word.payload].isMemoized else { return }
    let key = memo.next()
    memo[special: word.payload] = key
    writePut(key)
  }

  private mutating func writePersistentLine(_ id: Word, _ word: Word) throws {
    let text = id.has(.string) ? graph.text(id) : Array("".utf8)
    guard id.has(.string), text.allSatisfy({ $0 < 0x80 && $0 != 0x0A }) else {
      throw failure(word, "protocol 0 takes persistent ids only that are ASCII text in one line")
    }
    output.write(.persID)
    text.withUnsafeBytes { output.write($0) }
    output.write("\n")
  }

  private mutating func write(extension code: Int, _ word: Word) throws {
    guard version >= 2 || isVerbatim else {
      guard let name = graph.options.extensions[code] else {
        throw failure(
          word, "extension code \(code) needs protocol 2, or its name in PickleOptions.extensions")
      }
      return try save(global: name)
    }
    output.reserve(5)
    if code < 256 {
      output.put(PickleOpcode.ext1.rawValue)
      output.put(UInt8(truncatingIfNeeded: code))
    } else if code < 65_536 {
      output.put(PickleOpcode.ext2.rawValue)
      output.put(UInt16(truncatingIfNeeded: code))
    } else {
      output.put(PickleOpcode.ext4.rawValue)
      output.put(UInt32(truncatingIfNeeded: code))
    }
  }

  // MARK: Buffers

  private mutating func write(buffer number: Int, _ word: Word) throws -> Bool {
    let buffer = graph.options.buffers[number]
    if version >= 5, let callback = options.bufferCallback, !callback(buffer) {
      output.write(.nextBuffer)
      if buffer.isReadOnly { output.write(.readonlyBuffer) }
      store(special: word)
    } else {
      try write(inBand: buffer, isReadOnly: buffer.isReadOnly)
      let key = memo.next()
      memo[special: word.payload] = key
      writePut(key)
    }
    return false
  }

  private mutating func write(inBand buffer: PickleBuffer, isReadOnly: Bool) throws {
    // A closure can't change this encoder, and `Data` lends its memory to nothing else; a long one has it elsewhere than
    // in itself, so that the address stays good while it is held.
    let content = buffer.data
    guard content.count >= 4096 else {
      return try [UInt8](content).withUnsafeBytes { try write(inBand: $0, isReadOnly: isReadOnly) }
    }
    try write(inBand: content.withUnsafeBytes { $0 }, isReadOnly: isReadOnly)
    withExtendedLifetime(content) {}
  }

  private mutating func write(inBand memory: UnsafeRawBufferPointer, isReadOnly: Bool) throws {
    if !isReadOnly {
      try write(bytearrayContent: memory)
    } else if version >= 3 {
      try write(content: memory, nil)
    } else {
      try writeOld(bytes: memory)
    }
  }

  /// A read-only view in a protocol that has none: as bytes, where nobody can see the difference.
  private mutating func writeReadOnly(_ value: Word, _ word: Word) throws -> Bool {
    guard value.has(.special), graph.specials[value.payload].kind == .buffer,
      let number = graph.specials[value.payload].value.inlineInt
    else { throw failure(word, "a read-only view of a bytearray needs protocol 5") }
    try write(inBand: graph.options.buffers[number], isReadOnly: true)
    let key = memo.next()
    memo[special: word.payload] = key
    writePut(key)
    return false
  }
}
