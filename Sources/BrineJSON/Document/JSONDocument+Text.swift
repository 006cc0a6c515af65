extension JSONDocument {
  /// The text of a scalar as it stands in the input: the digits of a number, a word, or what is between the quotes
  /// of a string. Empty for containers.
  ///
  /// For a string without escapes (`JSONNode.hasEscapes`) this is its content.
  @_lifetime(borrow self)
  public func text(at index: Int) -> RawSpan {
    let node = self[index]
    return bytes.extracting(node.textOffset..<(node.textOffset &+ node.textCount))
  }

  /// Hands over the content of a string as generalized UTF-8, copied only where there are escapes.
  ///
  /// A lone surrogate, which only an escape can make, is three bytes (ED A0 80 to ED BF BF).
  /// Of other scalars this is the text.
  /// - Parameter joiningSurrogates: Whether two escapes that are a high and a low surrogate make one character of
  ///   four bytes, as RFC 8259 has it. Otherwise they stay two, as in the typed JSON of a string with lone surrogates.
  public func withUTF8<Result, Failure: Error>(
    at index: Int, joiningSurrogates: Bool = true, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard self[index].hasEscapes else { return try body(text(at: index)) }
    let bytes = unescaped(index, joiningSurrogates)
    return try body(bytes.span.bytes)
  }

  /// The content of a string as generalized UTF-8, see `withUTF8(at:joiningSurrogates:_:)`.
  public func utf8(at index: Int, joiningSurrogates: Bool = true) -> [UInt8] {
    guard !self[index].hasEscapes else { return unescaped(index, joiningSurrogates) }
    return text(at: index).withUnsafeBytes { [UInt8]($0) }
  }

  /// The content of a string; `nil` where it has lone surrogates, which a Swift string can't, or is no string.
  public func string(at index: Int) -> String? {
    let node = self[index]
    guard node.kind == .string else { return nil }
    guard !node.hasEscapes else {
      let bytes = unescaped(index, true)
      return Self.hasSurrogates(bytes) ? nil : String(decoding: bytes, as: UTF8.self)
    }
    return text(at: index).withUnsafeBytes {
      String(decoding: $0.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
    }
  }

  /// Whether a node is the string `literal`, however it is written. Nothing is allocated.
  public func isString(at index: Int, equalTo literal: StaticString) -> Bool {
    compare(index, literal) == .equal
  }

  /// Whether a node is a string that starts with `prefix`, however it is written. Nothing is allocated.
  public func isString(at index: Int, startingWith prefix: StaticString) -> Bool {
    compare(index, prefix) != .different
  }

  /// Whether a node is an object whose first key is `literal`. Anything may be asked: empty objects have no key.
  public func hasFirstKey(_ index: Int, equalTo literal: StaticString) -> Bool {
    guard let key = firstKey(of: index) else { return false }
    return isString(at: key, equalTo: literal)
  }

  /// Whether a node is an object whose first key starts with `prefix`.
  public func hasFirstKey(_ index: Int, startingWith prefix: StaticString) -> Bool {
    guard let key = firstKey(of: index) else { return false }
    return isString(at: key, startingWith: prefix)
  }

  /// The first key of an object that is not empty: it comes right after the object.
  private func firstKey(of index: Int) -> Int? {
    self[index].kind == .object && self[index].childCount > 0 ? index &+ 1 : nil
  }

  private enum Comparison { case different, longer, equal }

  /// Compares a string's content with a literal, no further than they are alike.
  private func compare(_ index: Int, _ literal: StaticString) -> Comparison {
    let node = self[index]
    guard node.kind == .string else { return .different }
    let text = text(at: index)
    return literal.withUTF8Buffer { literal in
      var matched = 0
      if node.hasEscapes {
        // No byte takes more than six to write: what is beyond that, in a string however long, decides nothing.
        let start = text.extracting(first: 6 &* (literal.count &+ 1))
        var pieces = JSONEscapes(start, joiningSurrogates: true)
        while let piece = pieces.next() {
          if let found = Self.match(piece, of: start, literal, &matched) { return found }
        }
      } else if let found = text.withUnsafeBytes({ Self.match($0, literal, &matched) }) {
        return found
      }
      return matched == literal.count ? .equal : .different
    }
  }

  private static func match(
    _ piece: JSONEscapes.Piece, of text: RawSpan, _ literal: UnsafeBufferPointer<UInt8>, _ matched: inout Int
  ) -> Comparison? {
    switch piece {
    case .plain(let range):
      return text.extracting(range).withUnsafeBytes { match($0, literal, &matched) }
    case .scalar(let value):
      let (bytes, count) = JSONEscapes.encoded(value)
      return withUnsafeBytes(of: bytes.littleEndian) {
        match(UnsafeRawBufferPointer(rebasing: $0[..<count]), literal, &matched)
      }
    }
  }

  /// Moves `matched` on over bytes that are the same; says how the strings differ where they do.
  @inline(__always)
  private static func match(
    _ bytes: UnsafeRawBufferPointer, _ literal: UnsafeBufferPointer<UInt8>, _ matched: inout Int
  ) -> Comparison? {
    for byte in bytes {
      if matched == literal.count { return .longer }
      if literal[matched] != byte { return .different }
      matched &+= 1
    }
    return nil
  }

  private func unescaped(_ index: Int, _ joiningSurrogates: Bool) -> [UInt8] {
    let text = text(at: index)
    var pieces = JSONEscapes(text, joiningSurrogates: joiningSurrogates)
    var bytes: [UInt8] = []
    // No escape is shorter than what it stands for.
    bytes.reserveCapacity(text.byteCount)
    while let piece = pieces.next() {
      switch piece {
      case .plain(let range): text.extracting(range).withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .scalar(let value):
        let (encoded, count) = JSONEscapes.encoded(value)
        withUnsafeBytes(of: encoded.littleEndian) { bytes.append(contentsOf: $0[..<count]) }
      }
    }
    return bytes
  }

  /// Whether generalized UTF-8 holds a lone surrogate.
  private static func hasSurrogates(_ bytes: [UInt8]) -> Bool {
    // ED is no continuation byte, and what follows it is below A0 in every character.
    zip(bytes, bytes.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
  }
}
