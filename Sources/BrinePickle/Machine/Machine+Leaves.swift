import BrineCore

/// Numbers, strings and bytes.
extension Machine {
  // MARK: Numbers

  /// BINFLOAT, and as many more of them as follow.
  @inline(__always)
  mutating func binFloat(_ cursor: inout ByteCursor) throws(PickleError) {
    repeat {
      guard let bits = cursor.readBigEndian(UInt64.self) else { throw truncated() }
      push(bits < Word.firstTagged ? Word(bits: bits) : Word(.number, offset))
      offset = cursor.position
    } while cursor.skip(over: PickleOpcode.binFloat.rawValue)
  }

  /// INT: decimal, octal or hexadecimal text; `00` and `01` are booleans.
  mutating func int(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 1)
    guard let number = PythonInteger(cText: line) else {
      if skipsNumber() { return }
      throw fail(.badInteger, "the argument of INT is not an integer")
    }
    if line.byteCount == 2, !number.isPythonSyntaxOnly, let value = number.int, value == 0 || value == 1 {
      push(.bool(value == 1))
    } else {
      push(number.int.flatMap(Word.int) ?? Word(.number, offset))
    }
  }

  /// LONG: text, with or without an `L` at its end.
  mutating func long(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 1)
    guard let number = PythonInteger(longText: line) else {
      if skipsNumber() { return }
      throw fail(.badInteger, "the argument of LONG is not an integer")
    }
    push(number.int.flatMap(Word.int) ?? Word(.number, offset))
  }

  /// LONG1 and LONG4: two's complement, little-endian.
  mutating func countedLong(_ cursor: inout ByteCursor, count: Int) throws(PickleError) {
    guard count >= 0 else { throw fail(.negativeSize, "an integer of \(count) bytes") }
    guard let body = cursor.take(count) else { throw truncated() }
    push(PythonInteger.small(body).flatMap(Word.int) ?? Word(.number, offset))
  }

  /// FLOAT: text.
  mutating func float(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 1)
    guard let value = PythonFloat.parse(line) else {
      if skipsNumber() { return }
      throw fail(.badFloat, "the argument of FLOAT is not a float")
    }
    push(value.bitPattern < Word.firstTagged ? Word(bits: value.bitPattern) : Word(.number, offset))
  }

  // MARK: Strings

  /// BINUNICODE and its kin: UTF-8 in which lone surrogates may stand.
  @inline(__always)
  mutating func unicode(_ cursor: inout ByteCursor, count: Int) throws(PickleError) {
    guard let body = cursor.take(count) else { throw truncated() }
    let isASCII = isASCII(body)
    guard isASCII || GeneralizedUTF8.isValid(body) else {
      throw fail(.badUnicode, "a string is not UTF-8")
    }
    if scans { noteText(body) }
    push(.string(at: offset, isASCII: isASCII))
  }

  /// UNICODE: Latin-1 with `\uXXXX`.
  mutating func textUnicode(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 0)
    guard RawUnicodeEscape.isValid(line) else {
      throw fail(.badUnicode, "a \\u escape is cut off or too large")
    }
    if scans { noteText(line) }
    push(.string(at: offset, isASCII: false))
  }

  /// STRING: a quoted literal of Python 2.
  mutating func string(_ cursor: inout ByteCursor) throws(PickleError) {
    let line = try line(&cursor, atLeast: 0)
    guard let quoted = Python2String.unquoted(line), let bytes = Python2String.unescaped(quoted) else {
      throw fail(.badString, "the argument of STRING is not a quoted literal")
    }
    try pushPython2(bytes.span.bytes)
  }

  /// BINSTRING and SHORT_BINSTRING: bytes in a given encoding.
  mutating func binString(_ cursor: inout ByteCursor, count: Int) throws(PickleError) {
    guard let body = cursor.take(count) else { throw truncated() }
    try pushPython2(body)
  }

  private mutating func pushPython2(_ bytes: RawSpan) throws(PickleError) {
    if scans { noteBytes(bytes) }
    guard options.encoding != .bytes else { return push(Word(.bytes, offset)) }
    guard Python2String.canDecode(bytes, options.encoding, options.errors) else {
      throw fail(.badUnicode, "a Python 2 string is not \(options.encoding): choose another encoding")
    }
    push(.string(at: offset, isASCII: false))
  }

  // MARK: Bytes

  mutating func bytes(_ cursor: inout ByteCursor, _ tag: Word.Tag, count: Int) throws(PickleError) {
    guard let body = cursor.take(count) else { throw truncated() }
    if scans { noteBytes(body) }
    push(Word(tag, offset))
  }
}

/// Whether no byte has its top bit set.
@inline(__always)
func isASCII(_ bytes: RawSpan) -> Bool {
  let count = bytes.byteCount
  var index = 0
  var seen: UInt64 = 0
  while index &+ 8 <= count {
    seen |= unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
    index &+= 8
  }
  while index < count {
    seen |= UInt64(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self))
    index &+= 1
  }
  return seen & 0x8080_8080_8080_8080 == 0
}
