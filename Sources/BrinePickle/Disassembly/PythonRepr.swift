import BrineCore

/// Values as Python 3.11's `repr` writes them.
package enum PythonRepr {
  /// A float: its shortest digits, with an exponent below 1e-4 and from 1e16 on.
  package static func float(_ value: Double) -> String {
    TextBuffer.collect { $0.writeRepr(value) }
  }

  /// A string.
  package static func string(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      TextBuffer.collect { $0.writeRepr(UnsafeRawBufferPointer(bytes), .utf8) }
    }
  }

  /// A string in UTF-8 that may hold surrogates; it must be well-formed apart from them.
  package static func string(utf8: RawSpan) -> String {
    utf8.withUnsafeBytes { bytes in TextBuffer.collect { $0.writeRepr(bytes, .utf8) } }
  }

  /// Bytes, with the `b`.
  package static func bytes(_ bytes: RawSpan) -> String {
    bytes.withUnsafeBytes { bytes in TextBuffer.collect { $0.writeRepr(bytes: bytes) } }
  }
}

extension TextBuffer {
  // MARK: Floats

  mutating func writeRepr(_ value: Double) {
    guard value.isFinite else {
      return write(literal: value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
    }
    // Swift writes what Python writes, but changes over to an exponent at 2^53 or 2^54 and Python at 1e16.
    var text = value.description
    let magnitude = value.magnitude
    if magnitude < 0x1p53 || magnitude > 0x1p54 {
      text.withUTF8 { write(ascii: UnsafeRawBufferPointer($0)) }
    } else {
      if value < 0 { write(UInt8(ascii: "-")) }
      writeChangeover(Array(text.utf8.prefix { $0 != UInt8(ascii: "e") }), exponent: magnitude >= 1e16)
    }
  }

  /// Writes a float with sixteen digits before the point, or the next larger ones with `exponent`.
  private mutating func writeChangeover(_ text: [UInt8], exponent: Bool) {
    var digits = text.filter { (0x30...0x39).contains($0) }
    while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
    for (index, digit) in digits.enumerated() {
      if exponent, index == 1 { write(UInt8(ascii: ".")) }
      write(digit)
    }
    if exponent {
      write(literal: "e+16")
    } else {
      for _ in digits.count..<max(digits.count, 16) { write(0x30) }
      write(literal: ".0")
    }
  }

  // MARK: Bytes

  mutating func writeRepr(bytes: UnsafeRawBufferPointer) {
    write(UInt8(ascii: "b"))
    if !writePlain(bytes) { writeEscaped(bytes) }
  }

  mutating func writeRepr(byteArray bytes: UnsafeRawBufferPointer) {
    write(literal: "bytearray(b")
    // Python escapes the single quotes of a bytearray even between double ones.
    if !writePlain(bytes) { writeEscaped(bytes, escaping: 0x27) }
    write(UInt8(ascii: ")"))
  }

  /// Writes bytes in the quotes that suit them, with a backslash before `escaping` or else before those quotes.
  private mutating func writeEscaped(_ bytes: UnsafeRawBufferPointer, escaping: UInt8? = nil) {
    let quote = Self.quote(bytes, .latin1)
    write(quote)
    for byte in bytes where !writeASCII(UInt32(byte), escaping: escaping ?? quote) {
      writeEscape(byte)
    }
    write(quote)
  }

  // MARK: Strings

  mutating func writeRepr(_ bytes: UnsafeRawBufferPointer, _ encoding: PickleTextEncoding) {
    if encoding != .escapedPair, writePlain(bytes) { return }
    let quote = Self.quote(bytes, encoding)
    write(quote)
    var scalars = ScalarReader(bytes, encoding)
    while let value = scalars.next() {
      if !writeASCII(value, escaping: quote) { writeBeyondASCII(value) }
    }
    write(quote)
  }

  /// Python takes double quotes only for text that has single ones and no double ones.
  private static func quote(_ bytes: UnsafeRawBufferPointer, _ encoding: PickleTextEncoding) -> UInt8 {
    var (single, double) = (false, false)
    switch encoding {
    case .latin1, .utf8:
      (single, double) = (bytes.contains(0x27), bytes.contains(0x22))
    case .escaped, .escapedPair, .rawUnicodeEscape:
      var scalars = ScalarReader(bytes, encoding)
      while let value = scalars.next() {
        single = single || value == 0x27
        double = double || value == 0x22
      }
    }
    return single && !double ? 0x22 : 0x27
  }

  /// Writes what means itself, in quotes. `false`, with nothing written, when there is anything else.
  private mutating func writePlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var special = false
    for byte in bytes {
      special = special || byte &- 0x20 > 0x5E || byte == 0x27 || byte == UInt8(ascii: "\\")
    }
    guard !special else { return false }
    write(0x27)
    write(ascii: bytes)
    write(0x27)
    return true
  }

  /// Writes a printable character of ASCII or a short escape; `false` for anything else.
  @inline(__always)
  private mutating func writeASCII(_ value: UInt32, escaping quote: UInt8) -> Bool {
    guard let byte = UInt8(exactly: value), byte < 0x7F else { return false }
    if byte >= 0x20 {
      if byte == quote || byte == UInt8(ascii: "\\") { write(UInt8(ascii: "\\")) }
      write(byte)
      return true
    }
    switch byte {
    case 9: write(literal: "\\t")
    case 10: write(literal: "\\n")
    case 13: write(literal: "\\r")
    default: return false
    }
    return true
  }

  private mutating func writeBeyondASCII(_ value: UInt32) {
    if let scalar = Unicode.Scalar(value), scalar.isPrintableInPython {
      write(scalar: scalar)
    } else if value < 0x100 {
      writeEscape(UInt8(value))
    } else if value < 0x10000 {
      write(literal: "\\u")
      writeHex(value, digits: 4)
    } else {
      write(literal: "\\U")
      writeHex(value, digits: 8)
    }
  }
}
