extension JSONParser {
  /// An error at an offset.
  @inline(never) @_lifetime(self: copy self)
  mutating func fail(_ code: JSONError.Code, _ detail: String, at offset: Int) -> JSONError {
    JSONError(code, detail, location: JSONLocator.location(ofOffset: offset, in: span))
  }

  /// A character, or the end, that can't stand at `offset`.
  @inline(never) @_lifetime(self: copy self)
  mutating func unexpected(_ expected: String, at offset: Int) -> JSONError {
    fail(
      offset < span.byteCount ? .unexpectedCharacter : .unexpectedEnd,
      "\(expected), found \(describe(offset))",
      at: offset)
  }

  /// What can't stand where a value is expected.
  @inline(never) @_lifetime(self: copy self)
  mutating func unexpectedValue() -> JSONError {
    let isNumber = byte(index) == 0x2B || byte(index) == 0x2E
    return isNumber || isNameOfNumber(index) ? badNumber(index) : unexpected("expected a value", at: index)
  }

  /// A word that differs from the one that begins like it.
  @inline(never) @_lifetime(self: copy self)
  mutating func badWord(_ word: StaticString, at position: Int) -> JSONError {
    isNameOfNumber(index) ? badNumber(index) : unexpected("expected \(word)", at: index &+ position)
  }

  /// A number that is none in JSON.
  @inline(never) @_lifetime(self: copy self)
  mutating func badNumber(_ start: Int) -> JSONError {
    var end = start
    while Self.isPartOfNumber(byte(end)), end &- start < 24 { end &+= 1 }
    let text = span.extracting(start..<end).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    let isWhole = !Self.isPartOfNumber(byte(end))
    return fail(.badNumber, "'\(text)\(isWhole ? "" : "…")' is no JSON number", at: start)
  }

  /// An escape that is none in JSON, right in its first `length` bytes.
  @inline(never) @_lifetime(self: copy self)
  mutating func badEscape(length: Int) -> JSONError {
    let end = index &+ length
    guard end < span.byteCount else { return unexpected("expected the rest of an escape", at: end) }
    let detail =
      length == 1
      ? "a backslash and \(describe(end)) are no escape"
      : "expected four hexadecimal digits after \\u, found \(describe(end))"
    return fail(.badEscape, detail, at: index)
  }

  /// A control character in a string, or the end of the text.
  @inline(never) @_lifetime(self: copy self)
  mutating func badCharacter() -> JSONError {
    guard index < span.byteCount else { return unexpected("expected '\"'", at: index) }
    return fail(.controlCharacter, "\(describe(index)) must be escaped in a string", at: index)
  }

  /// A string that is not UTF-8; where the text ends inside a character, its end.
  @inline(never) @_lifetime(self: copy self)
  mutating func badUTF8() -> JSONError {
    let first = byte(index)
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var end = index &+ 1
    while Self.isContinuation(byte(end)), end < index &+ length { end &+= 1 }
    if end == span.byteCount, end < index &+ length, first >= 0xC2, first <= 0xF4 {
      return unexpected("expected the rest of a character", at: end)
    }
    return fail(.invalidUTF8, "\(describe(index)) is not UTF-8 here", at: index)
  }

  /// More nodes than allowed.
  @inline(never) @_lifetime(self: copy self)
  mutating func tooManyNodes(at offset: Int) -> JSONError {
    fail(.tooManyNodes, "more values than are allowed", at: offset)
  }

  /// What is at `offset`, such as `'x'`, `U+000A`, `byte 0xFF`, `the end`: always printable.
  @_lifetime(self: copy self)
  mutating func describe(_ offset: Int) -> String {
    guard offset < span.byteCount else { return "the end" }
    let byte = byte(offset)
    if byte >= 0x20, byte < 0x7F { return "'\(Unicode.Scalar(byte))'" }
    let isASCII = byte < 0x80
    let digits = String(byte, radix: 16, uppercase: true)
    let padding = String(repeating: "0", count: (isASCII ? 4 : 2) - digits.utf8.count)
    return (isASCII ? "U+" : "byte 0x") + padding + digits
  }

  /// Whether a name that other languages have for NaN or infinity is at `offset`.
  @_lifetime(self: copy self)
  private mutating func isNameOfNumber(_ offset: Int) -> Bool {
    let rest = span.extracting(min(offset, span.byteCount)...)
    return rest.withUnsafeBytes { bytes in
      ["NaN", "nan", "Infinity", "inf"].contains { bytes.starts(with: $0.utf8) }
    }
  }
}
