import BigInt
import BrineCore
import BrineJSON

/// Tags whose content is a string or numbers.
extension TypedJSONDecoder {
  mutating func leaf(_ tagged: Tagged) throws(TypedJSONError) -> Word {
    let node = tagged.content
    switch tagged.tag {
    case .bytes, .bytearray: return try bytes(node, tagged.tag)
    case .str:
      try requireString(node)
      return string(at: node, joiningSurrogates: false)
    case .int: return try hexadecimal(node)
    case .float: return builder.double(try special(node))
    case .complex: return try complex(node)
    case .date: return try date(node)
    case .timedelta: return try timedelta(node)
    case .decimal: return try decimal(node)
    case .uuid: return try uuid(node)
    case .extension: return try `extension`(node)
    case .scalar: return try scalar(node)
    default: return try callable(node).word
    }
  }

  func requireString(_ node: Int) throws(TypedJSONError) {
    guard document[node].kind == .string else { throw fail(.wrongShape, "expected a string", node) }
  }

  /// The content of a string that is not longer than `most` bytes, without lone surrogates; else an error.
  func text(_ node: Int, most: Int, _ expected: StaticString) throws(TypedJSONError) -> String {
    try requireString(node)
    guard document[node].textCount <= most, let text = document.string(at: node) else {
      throw fail(.badValue, "expected \(expected)", node)
    }
    return text
  }

  /// The elements of an array of so many.
  func elements(_ node: Int, _ count: Int, _ expected: StaticString) throws(TypedJSONError) -> [Int] {
    guard document[node].kind == .array, document[node].childCount == count else {
      throw fail(.wrongShape, "expected \(expected)", node)
    }
    return Array(document.elements(of: node))
  }

  // MARK: Bytes

  private mutating func bytes(_ node: Int, _ tag: Tag) throws(TypedJSONError) -> Word {
    try requireString(node)
    let content = document.withUTF8(at: node) { text in text.withUnsafeBytes { Base64.decoded($0) } }
    guard let content else {
      throw fail(.badValue, "expected Base64 with the standard alphabet and padding", node)
    }
    return content.withUnsafeBytes { tag == .bytes ? builder.bytes($0) : builder.bytearray($0) }
  }

  // MARK: Numbers

  private mutating func hexadecimal(_ node: Int) throws(TypedJSONError) -> Word {
    try requireString(node)
    let value = document.withUTF8(at: node) { text in
      Self.isHexadecimal(text) ? PythonInteger(text, base: 0)?.value : nil
    }
    guard let value else { throw fail(.badValue, "expected an integer as -0x1f", node) }
    return builder.integer(value)
  }

  private static func isHexadecimal(_ text: RawSpan) -> Bool {
    text.withUnsafeBytes { text in
      let digits = text.dropFirst(text.first == UInt8(ascii: "-") ? 1 : 0)
      return digits.starts(with: "0x".utf8) && digits.count > 2
        && digits.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }
  }

  /// A float that JSON has no number for.
  private func special(_ node: Int) throws(TypedJSONError) -> Double {
    try requireString(node)
    if document.isString(at: node, equalTo: "nan") { return .nan }
    if document.isString(at: node, equalTo: "inf") { return .infinity }
    if document.isString(at: node, equalTo: "-inf") { return -.infinity }
    throw fail(.badValue, "expected \"nan\", \"inf\" or \"-inf\"", node)
  }

  private mutating func complex(_ node: Int) throws(TypedJSONError) -> Word {
    let parts = try elements(node, 2, "an array of two numbers")
    return builder.complex(try part(parts[0]), try part(parts[1]))
  }

  /// A number, or a `$float`.
  private func part(_ node: Int) throws(TypedJSONError) -> Double {
    guard document[node].childCount == 1, document.hasFirstKey(node, equalTo: "$float") else {
      return try double(at: node)
    }
    return try special(node + 2)
  }

  private mutating func decimal(_ node: Int) throws(TypedJSONError) -> Word {
    let text = try text(node, most: .max, "a decimal number")
    guard PickleDecimal.isValid(text) else { throw fail(.badValue, "expected a decimal number", node) }
    return builder.decimal(text)
  }

  private mutating func uuid(_ node: Int) throws(TypedJSONError) -> Word {
    let text = Array(try text(node, most: 256, "a UUID").utf8)
    let hyphens = [8, 13, 18, 23]
    let digits = text.indices.filter { !hyphens.contains($0) }.map { text[$0] }
    let isGood =
      text.count == 36 && hyphens.allSatisfy { text[$0] == UInt8(ascii: "-") }
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    guard isGood, let number = BigInt(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw fail(.badValue, "expected a UUID", node)
    }
    return builder.uuid(number)
  }

  private mutating func `extension`(_ node: Int) throws(TypedJSONError) -> Word {
    guard let code = document.int(at: node), (1...Int(Int32.max)).contains(code) else {
      throw fail(.badValue, "expected an extension code, from 1 to 2147483647", node)
    }
    return builder.special(.extension, builder.int(code))
  }

  // MARK: Names

  /// A class or function by name.
  mutating func callable(_ node: Int) throws(TypedJSONError) -> Recipe.Callable {
    let text = try text(node, most: 6 * 8193, "a name")
    if let known = callables[text] { return known }
    guard let name = PickleName(typedJSON: text) else {
      throw fail(.badValue, "expected module.name, or module:Outer.Inner", node)
    }
    guard name.module.utf8.count <= 4096, name.name.utf8.count <= 4096 else {
      throw fail(.limitExceeded, "a name is longer than 4096 bytes", node)
    }
    let callable = Recipe.Callable(name: name, known: .of(name), word: builder.global(name))
    callables[text] = callable
    return callable
  }
}

extension PickleName {
  /// A name as typed JSON has it: `module.name`, or `module:Outer.Inner` where the name itself has dots.
  init?(typedJSON text: String) {
    if let colon = text.firstIndex(of: ":"), text[colon...].utf8.contains(UInt8(ascii: ".")) {
      self.init(module: String(text[..<colon]), name: String(text[text.index(after: colon)...]))
    } else if let dot = text.lastIndex(of: ".") {
      self.init(module: String(text[..<dot]), name: String(text[text.index(after: dot)...]))
    } else {
      return nil
    }
  }
}
