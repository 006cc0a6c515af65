import BigInt
import BrineCore

/// Numbers, constants, strings and bytes.
extension GraphEncoder {
  /// Writes a number, constant or string, for which `output.begin` made room; `false`, with nothing written, for others.
  @inline(__always)
  mutating func writeAtom(_ word: Word) throws -> Bool {
    if word.bits < Word.firstTagged {
      guard version > 0 else { return writeText(double: word) }
      output.put(PickleOpcode.binFloat.rawValue)
      output.put(word.bits.byteSwapped)
      return true
    }
    if word.has(.int) {
      write(int: Int(truncatingIfNeeded: Int64(bitPattern: word.bits &<< 16) &>> 16))
      return true
    }
    if word.has(.string) {
      try write(string: word)
      return true
    }
    guard word.has(.constant) else { return false }
    return try write(constant: word)
  }

  @inline(__always)
  mutating func write(int value: Int) {
    if version >= 2 { output.put(int: value) } else { writeOld(int: value) }
  }

  @inline(never)
  private mutating func writeOld(int value: Int) {
    guard value == Int(Int32(truncatingIfNeeded: value)) else { return output.write("L\(value)L\n") }
    if version == 1 { output.put(int: value) } else { output.write("I\(value)\n") }
  }

  @inline(never)
  private mutating func writeText(double word: Word) -> Bool {
    output.write("F" + PythonRepr.float(word.double ?? .nan) + "\n")
    return true
  }

  private mutating func write(constant word: Word) throws -> Bool {
    switch word {
    case .none: output.put(PickleOpcode.none.rawValue)
    case .emptyTuple: writeEmptyTuple()
    case .true, .false:
      if version >= 2 {
        output.put(word == .true ? PickleOpcode.newTrue.rawValue : PickleOpcode.newFalse.rawValue)
      } else {
        output.write(word == .true ? "I01\n" : "I00\n")
      }
    default: return false
    }
    return true
  }

  mutating func writeEmptyTuple() {
    if version > 0 {
      output.write(.emptyTuple)
    } else {
      output.write(.mark)
      output.write(.tuple)
    }
  }

  /// A wide integer, or a NaN with a payload.
  mutating func write(number word: Word) throws {
    guard let leaf = graph.storedLeaf(word) else { throw failure(word, "its bytes are missing") }
    try spend(leaf.body.count / 8, word)
    if copiesLeaves || (version >= 2 && leaf.opcode == .long1) { return copy(leafAt: word.leafOffset, leaf) }
    switch graph.number(word) {
    case .float(let value):
      if version == 0 { return output.write("F" + PythonRepr.float(value) + "\n") }
      output.put(PickleOpcode.binFloat.rawValue)
      output.put(value.bitPattern.byteSwapped)
    case .integer(let value): write(bigInt: value)
    }
  }

  mutating func write(bigInt value: BigInt) {
    guard version < 2 else {
      let bytes = PythonInteger.littleEndian(value)
      output.write(bytes.count < 256 ? .long1 : .long4)
      output.reserve(4)
      if bytes.count < 256 {
        output.put(UInt8(truncatingIfNeeded: bytes.count))
      } else {
        output.put(UInt32(truncatingIfNeeded: bytes.count))
      }
      return bytes.withUnsafeBytes { output.write($0) }
    }
    // Decimal digits cost the square of their number, and Python reads no more than 4300 of them.
    let isShort = value.magnitude.bitWidth <= 14_000
    let sign = value.sign == .minus ? "-0x" : "0x"
    output.write("L" + (isShort ? value.description : sign + Hexadecimal.text(value.magnitude)) + "L\n")
  }

  // MARK: Strings

  @inline(__always)
  mutating func write(string word: Word) throws {
    let offset = word.leafOffset
    switch memo.find(leaf: offset) {
    case .known(let key): writeGet(key)
    case .new(let cell):
      let leaf = input + offset
      if copiesLeaves, version >= 4, leaf.load(as: UInt8.self) == PickleOpcode.shortBinUnicode.rawValue {
        let count = Int(leaf.load(fromByteOffset: 1, as: UInt8.self)) &+ 2
        if offset &+ count &+ 16 <= inputCount {
          output.putShort(leaf, count: count)
          output.put(PickleOpcode.memoize.rawValue)
          _ = memo.add(leaf: offset, cell: cell)
          return
        }
      }
      try write(newString: word)
      writePut(memo.add(leaf: offset, cell: cell))
    case .newInCrowd:
      try write(newString: word)
      writePut(memo.addToCrowd(leaf: offset))
    }
  }

  @inline(never)
  private mutating func write(newString word: Word) throws {
    guard let leaf = graph.storedLeaf(word) else { throw failure(word, "its bytes are missing") }
    let isStored = leaf.isPlainText || leaf.opcode == .unicode || isVerbatim
    switch leaf.opcode {
    case .shortBinUnicode, .binUnicode, .binUnicode8, .unicode, .string, .binString, .shortBinString:
      if copiesLeaves, isStored {
        guard leaf.body.count >= PickleOutput.frameTarget else { return copy(leafAt: word.leafOffset, leaf) }
      }
    default: break
    }
    if leaf.isPlainText {
      try write(text: leaf.body)
    } else {
      try graph.text(word).withUnsafeBytes { text in try write(text: text) }
    }
  }

  /// Writes text, given as generalized UTF-8.
  mutating func write(text: UnsafeRawBufferPointer) throws {
    if version == 0 {
      output.write(.unicode)
      RawUnicodeEscape.encoded(text).withUnsafeBytes { output.write($0) }
      output.write("\n")
    } else if version >= 4, text.count < 256 {
      try output.write(.shortBinUnicode, length: UInt8(truncatingIfNeeded: text.count), text)
    } else if let count = UInt32(exactly: text.count) {
      try output.write(.binUnicode, length: count, text)
    } else if version >= 4 {
      try output.write(.binUnicode8, length: UInt64(text.count), text)
    } else {
      throw failure(.none, "text of 4 GiB or more needs protocol 4")
    }
  }

  /// Copies opcode, length and content as they are stored.
  mutating func copy(leafAt offset: Int, _ leaf: StoredLeaf) {
    guard var end = leaf.body.baseAddress.map({ $0 + leaf.body.count }) else { return }
    // Text ends with a newline.
    switch leaf.opcode {
    case .int, .long, .float, .string, .unicode: end += 1
    default: break
    }
    output.write(UnsafeRawBufferPointer(start: input + offset, count: end - (input + offset)))
  }

  // MARK: Bytes

  mutating func write(bytes word: Word) throws {
    switch memo.find(leaf: word.leafOffset) {
    case .known(let key): writeGet(key)
    case .new(let cell):
      try write(newBytes: word)
      writePut(memo.add(leaf: word.leafOffset, cell: cell))
    case .newInCrowd:
      try write(newBytes: word)
      writePut(memo.addToCrowd(leaf: word.leafOffset))
    }
  }

  private mutating func write(newBytes word: Word) throws {
    guard let leaf = graph.storedLeaf(word) else { throw failure(word, "its bytes are missing") }
    switch leaf.opcode {
    case .shortBinBytes, .binBytes, .binBytes8:
      if version >= 3 { return try write(content: leaf.body, isVerbatim ? leaf.opcode : nil) }
      try writeOld(bytes: leaf.body)
    default:
      // An 8-bit string of Python 2, read as bytes.
      if isVerbatim { return copy(leafAt: word.leafOffset, leaf) }
      let content = graph.withBytes(word) { [UInt8]($0) }
      try content.withUnsafeBytes { version >= 3 ? try write(content: $0, nil) : try writeOld(bytes: $0) }
    }
  }

  /// Writes bytes by an opcode, which protocols from 3 on have: the shortest, or the one that is given.
  mutating func write(content: UnsafeRawBufferPointer, _ opcode: PickleOpcode?) throws {
    let shortest: PickleOpcode =
      content.count < 256 ? .shortBinBytes : content.count <= UInt32.max ? .binBytes : .binBytes8
    switch opcode ?? shortest {
    case .shortBinBytes:
      try output.write(.shortBinBytes, length: UInt8(truncatingIfNeeded: content.count), content)
    case .binBytes: try output.write(.binBytes, length: UInt32(truncatingIfNeeded: content.count), content)
    default:
      guard version >= 4 || opcode != nil else {
        throw failure(.none, "bytes of 4 GiB or more need protocol 4")
      }
      try output.write(.binBytes8, length: UInt64(content.count), content)
    }
  }

  mutating func write(bytearray word: Word) throws {
    // The opcode holds the content as it is, in memory that the graph keeps.
    switch memo.find(leaf: word.leafOffset) {
    case .known(let key): return writeGet(key)
    case .new(let cell):
      try write(bytearrayContent: graph.withBytes(word) { $0 })
      writePut(memo.add(leaf: word.leafOffset, cell: cell))
    case .newInCrowd:
      try write(bytearrayContent: graph.withBytes(word) { $0 })
      writePut(memo.addToCrowd(leaf: word.leafOffset))
    }
  }

  mutating func write(bytearrayContent content: UnsafeRawBufferPointer) throws {
    guard version < 5 else { return try output.write(.byteArray8, length: UInt64(content.count), content) }
    try writeOld(bytearray: content)
  }
}

/// A leaf by its place in memory, which the graph keeps.
struct StoredLeaf {
  let opcode: PickleOpcode
  let body: UnsafeRawBufferPointer

  /// Whether the body is the string as it is.
  var isPlainText: Bool { opcode.isPlainText }
}

extension PickleGraph {
  func storedLeaf(_ word: Word) -> StoredLeaf? {
    guard let leaf = leaf(word) else { return nil }
    return StoredLeaf(opcode: leaf.opcode, body: leaf.body.withUnsafeBytes { $0 })
  }
}
