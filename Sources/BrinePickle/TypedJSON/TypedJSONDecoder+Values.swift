import BigInt
import BrineCore
import BrineJSON

/// Values that JSON has a form of its own for.
extension TypedJSONDecoder {
  /// Reads a scalar, or begins to read a container.
  mutating func read(at node: Int) throws(TypedJSONError) {
    next = node + 1
    switch document[node].kind {
    case .null: values.append(.none)
    case .false: values.append(.false)
    case .true: values.append(.true)
    case .integer: values.append(try integer(at: node))
    case .float: values.append(try float(at: node))
    case .string: values.append(string(at: node))
    case .array: openItems(.list, of: node, after: document.end(of: node))
    case .object:
      if document.hasFirstKey(node, startingWith: "$") {
        try readTagged(node)
      } else {
        open(.members, builder.container(.dict), of: node, after: document.end(of: node))
      }
    }
  }

  // MARK: Numbers

  /// An integer of up to 4300 digits, as many as Python reads: more would take time that grows with their square.
  private mutating func integer(at node: Int) throws(TypedJSONError) -> Word {
    if let small = document.int(at: node) { return builder.int(small) }
    let text = document.text(at: node).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    guard text.utf8.count <= 4301, let value = BigInt(text) else {
      throw fail(.badValue, "an integer of so many digits is written in hexadecimal, as an $int", node)
    }
    return builder.integer(value)
  }

  private mutating func float(at node: Int) throws(TypedJSONError) -> Word {
    builder.double(try double(at: node))
  }

  /// A number that is a float, or that may be written as an integer where a float is expected.
  func double(at node: Int) throws(TypedJSONError) -> Double {
    guard let value = document.double(at: node) else { throw fail(.wrongShape, "expected a number", node) }
    guard value.isFinite else {
      throw fail(.badValue, "the number is too large for a float; infinity is {\"$float\":\"inf\"}", node)
    }
    return value
  }

  // MARK: Strings

  /// A string; `joiningSurrogates` is whether two escapes make one character.
  mutating func string(at node: Int, joiningSurrogates: Bool = true) -> Word {
    // The text is borrowed from the document, not from all of this.
    let document = document
    guard document[node].hasEscapes else {
      return document.text(at: node).withUnsafeBytes { builder.string(utf8: $0) }
    }
    let text = document.utf8(at: node, joiningSurrogates: joiningSurrogates)
    return text.withUnsafeBytes { builder.string(utf8: $0) }
  }

  /// The key of a plain object. Equal ones are mostly one string, as Python interns the names of attributes.
  mutating func key(at node: Int) throws(TypedJSONError) -> Word {
    guard !document[node].hasEscapes else {
      try checkPlain(node)
      return string(at: node)
    }
    let slot = document.text(at: node).withUnsafeBytes { KeyCache.hash($0) }
    if let known = keys[slot], isSameText(known.node, node) { return known.word }
    try checkPlain(node)
    let word = string(at: node)
    keys[slot] = KeyCache.Entry(node: node, word: word)
    return word
  }

  private func checkPlain(_ node: Int) throws(TypedJSONError) {
    guard document.isString(at: node, startingWith: "$") else { return }
    throw fail(
      .misplacedTag,
      "a key that starts with $ stands after others; a dict with such keys is written as a $dict", node)
  }

  private func isSameText(_ first: Int, _ second: Int) -> Bool {
    guard document[first].textCount == document[second].textCount else { return false }
    return document.text(at: first).withUnsafeBytes { first in
      document.text(at: second).withUnsafeBytes { second in first.elementsEqual(second) }
    }
  }
}

/// The keys that came last, by their hash.
struct KeyCache {
  /// A key without escapes, and where it stands.
  struct Entry {
    let node: Int
    let word: Word
  }

  private var entries: [Entry?]

  /// Room for a few keys, or for many.
  init(isSmall: Bool) { entries = Array(repeating: nil, count: isSmall ? 16 : 1024) }

  subscript(hash: Int) -> Entry? {
    get { entries[hash & (entries.count &- 1)] }
    set { entries[hash & (entries.count &- 1)] = newValue }
  }

  /// A hash of a text (FNV-1a over its first bytes).
  static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: text.count)
    for byte in text.prefix(48) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ hash &>> 32)
  }
}
