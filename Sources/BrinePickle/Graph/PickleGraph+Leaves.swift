import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What leaves hold, read from the input.
extension PickleGraph {
  /// The leaf behind a string, bytes or number word.
  @_lifetime(borrow self)
  func leaf(_ word: Word) -> Leaf? {
    Leaf(bytes, at: word.leafOffset, isSecondLine: word.has(.string) && word.isASCII)
  }

  // MARK: Text

  /// A string as generalized UTF-8.
  func text(_ word: Word) -> [UInt8] { leaf(word)?.text(options) ?? [] }

  /// Hands the generalized UTF-8 of a string to `body`, without a copy where it is stored like that.
  @inline(__always)
  func withText<R>(_ word: Word, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    if let text = plainASCII(word) { return body(UnsafeRawBufferPointer(text)) }
    guard let leaf = leaf(word) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    if leaf.isPlainText { return leaf.body.withUnsafeBytes(body) }
    return leaf.text(options).withUnsafeBytes(body)
  }

  /// A string, or `nil` when it has lone surrogates, which Swift's strings can't hold.
  @inline(__always)
  func string(_ word: Word) -> String? {
    if let text = plainASCII(word) { return String(ascii: text) }
    return decodedString(word)
  }

  @inline(never)
  private func decodedString(_ word: Word) -> String? {
    withText(word) { GeneralizedUTF8.string($0) }
  }

  /// The memory of an ASCII string in one of the two forms that nearly all strings have.
  @inline(__always)
  func plainASCII(_ word: Word) -> UnsafeBufferPointer<UInt8>? {
    guard word.isASCII, let base = memory.baseAddress else { return nil }
    // The machine has checked the opcode, its length and that the bytes are there.
    let opcode = (base + word.leafOffset).assumingMemoryBound(to: UInt8.self)
    if opcode[0] == PickleOpcode.shortBinUnicode.rawValue {
      return UnsafeBufferPointer(start: opcode + 2, count: Int(opcode[1]))
    }
    guard opcode[0] == PickleOpcode.binUnicode.rawValue else { return nil }
    let count = (base + word.leafOffset + 1).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: opcode + 5, count: Int(UInt32(littleEndian: count)))
  }

  /// A string in which U+FFFD stands for each lone surrogate.
  func lossyString(_ word: Word) -> String {
    withText(word) { String(decoding: $0, as: UTF8.self) }
  }

  /// The name of a global in Python 3's terms.
  func name(_ index: Int) -> PickleName {
    let record = globals[index]
    let name = PickleName(module: lossyString(record.module), name: lossyString(record.name))
    return record.isMapped ? Python2Names.mapped(name) : name
  }

  /// How many bytes a string, bytes or wide number takes in the input; 0 for other words.
  func leafSize(_ word: Word) -> Int {
    guard word.has(.string) || word.has(.bytes) || word.has(.bytearray) || word.has(.number) else { return 0 }
    return leaf(word)?.body.byteCount ?? 0
  }

  // MARK: Bytes

  /// Hands the content of a bytes or bytearray word to `body`.
  func withBytes<R>(_ word: Word, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    guard let leaf = leaf(word) else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    if leaf.opcode == .string { return try leaf.python2Bytes.withUnsafeBytes(body) }
    return try leaf.body.withUnsafeBytes(body)
  }

  /// The content of a bytes or bytearray word; large ones share the input's memory.
  func data(_ word: Word) -> Data {
    guard let leaf = leaf(word) else { return Data() }
    if leaf.opcode == .string { return Data(leaf.python2Bytes) }
    let count = leaf.body.byteCount
    guard count >= 4096, let range = range(of: leaf) else { return withBytes(word) { Data($0) } }
    return (try? source.data(range)) ?? Data()
  }

  /// Where a leaf's body is in the input.
  private func range(of leaf: borrowing Leaf) -> Range<Int>? {
    leaf.body.withUnsafeBytes { body in
      bytes.withUnsafeBytes { whole in
        guard let start = body.baseAddress, let base = whole.baseAddress else { return nil }
        let offset = start - base
        return offset..<(offset + body.count)
      }
    }
  }

  /// Where the content of a bytes or bytearray word is in the input; `nil` when it is stored in another form.
  func byteRange(of word: Word) -> Range<Int>? {
    guard let leaf = leaf(word), leaf.opcode != .string else { return nil }
    return range(of: leaf)
  }

  // MARK: Numbers

  /// What a number word holds: an integer of more than 48 bits, or a NaN with an unusual payload.
  func number(_ word: Word) -> Number {
    guard let leaf = leaf(word) else { return .float(.nan) }
    switch leaf.opcode {
    case .long1, .long4: return .integer(PythonInteger.big(leaf.body))
    case .int: return .integer(PythonInteger(cText: leaf.body)?.value ?? 0)
    case .long: return .integer(PythonInteger(longText: leaf.body)?.value ?? 0)
    case .float: return .float(PythonFloat.parse(leaf.body) ?? .nan)
    default:
      var cursor = ByteCursor(leaf.body)
      return .float(Double(bitPattern: cursor.readBigEndian(UInt64.self) ?? 0))
    }
  }

  enum Number {
    case integer(BigInt)
    case float(Double)
  }

  /// An integer of any size; `nil` for other words. Booleans are not integers here.
  func integer(_ word: Word) -> BigInt? {
    if let int = word.inlineInt { return BigInt(int) }
    guard word.has(.number), case .integer(let value) = number(word) else { return nil }
    return value
  }

  /// An integer that fits 64 bits.
  func int(_ word: Word) -> Int? {
    if let int = word.inlineInt { return int }
    guard word.has(.number), let leaf = leaf(word) else { return nil }
    if leaf.opcode == .long1 || leaf.opcode == .long4 {
      if leaf.body.byteCount <= 8 { return PythonInteger.small(leaf.body) }
      if leaf.body.byteCount > 64 { return nil }
    }
    return integer(word).flatMap { Int(exactly: $0) }
  }

  /// A float.
  func double(_ word: Word) -> Double? {
    if let double = word.double { return double }
    guard word.has(.number), case .float(let value) = number(word) else { return nil }
    return value
  }
}

extension String {
  /// A string of bytes that are known to be ASCII.
  @inline(__always)
  init(ascii bytes: UnsafeBufferPointer<UInt8>) {
    // Up to 15 bytes fit the string itself, and this way of filling them is the shortest.
    if bytes.count <= 15, let source = bytes.baseAddress {
      self.init(unsafeUninitializedCapacity: bytes.count) { target in
        for index in 0..<bytes.count { target[index] = source[index] }
        return bytes.count
      }
    } else {
      self.init(decoding: bytes, as: UTF8.self)
    }
  }
}
