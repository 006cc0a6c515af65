import BrineCore

/// The 8-bit strings of Python 2: quoted literals, and bytes in an encoding that the reader must know.
enum Python2String {
  /// The inside of a literal between two equal quotes.
  @_lifetime(copy line)
  static func unquoted(_ line: RawSpan) -> RawSpan? {
    guard line.byteCount >= 2 else { return nil }
    let first = line.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    let last = line.unsafeLoad(fromByteOffset: line.byteCount &- 1, as: UInt8.self)
    guard first == last, first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else { return nil }
    return line.extracting(1..<(line.byteCount &- 1))
  }

  /// The bytes that a literal's escapes stand for; `nil` for a lone backslash at the end or a bad `\x`.
  static func unescaped(_ literal: RawSpan) -> [UInt8]? {
    literal.withUnsafeBytes { text in
      var bytes: [UInt8] = []
      var index = 0
      while index < text.count {
        let byte = text[index]
        index &+= 1
        guard byte == UInt8(ascii: "\\") else {
          bytes.append(byte)
          continue
        }
        guard index < text.count, unescape(text, &index, &bytes) else { return nil }
      }
      return bytes
    }
  }

  private static let simple: [UInt8: UInt8] = [
    0x0A: 0, 0x5C: 0x5C, 0x27: 0x27, 0x22: 0x22, 0x62: 0x08, 0x66: 0x0C, 0x74: 0x09, 0x6E: 0x0A, 0x72: 0x0D,
    0x76: 0x0B, 0x61: 0x07,
  ]

  /// One escape, whose first byte after the backslash is at `index`.
  private static func unescape(_ text: UnsafeRawBufferPointer, _ index: inout Int, _ bytes: inout [UInt8])
    -> Bool
  {
    let kind = text[index]
    index &+= 1
    if kind == UInt8(ascii: "x") {
      guard let value = RawUnicodeEscape.hexadecimal(text, index, 2) else { return false }
      bytes.append(UInt8(truncatingIfNeeded: value))
      index &+= 2
    } else if (0x30...0x37).contains(kind) {
      var value = UInt32(kind) & 7
      var length = 1
      while length < 3, index < text.count, (0x30...0x37).contains(text[index]) {
        value = value &* 8 &+ UInt32(text[index] & 7)
        index &+= 1
        length &+= 1
      }
      bytes.append(UInt8(truncatingIfNeeded: value))
    } else if let plain = simple[kind] {
      if plain != 0 { bytes.append(plain) }
    } else {
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(kind)
    }
    return true
  }

  /// Whether Python would decode these bytes.
  static func canDecode(_ bytes: RawSpan, _ encoding: PickleEncoding, _ errors: PickleEncodingErrors) -> Bool
  {
    switch encoding {
    case .latin1, .bytes: true
    case .ascii: errors != .strict || isASCII(bytes)
    case .utf8: errors != .strict || (GeneralizedUTF8.isValid(bytes) && !hasSurrogates(bytes))
    default: errors != .strict || isDefined(bytes, in: encoding.upperHalf ?? [])
    }
  }

  private static func isDefined(_ bytes: RawSpan, in page: [UInt16]) -> Bool {
    bytes.withUnsafeBytes { bytes in bytes.allSatisfy { $0 < 0x80 || page[Int($0) - 0x80] != 0 } }
  }

  private static func hasSurrogates(_ bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes(GeneralizedUTF8.hasSurrogates)
  }

  /// The text as generalized UTF-8.
  static func decoded(
    _ bytes: RawSpan, _ encoding: PickleEncoding, _ errors: PickleEncodingErrors
  ) -> [UInt8] {
    let page = encoding.upperHalf
    return bytes.withUnsafeBytes { source in
      var text: [UInt8] = []
      text.reserveCapacity(source.count)
      var index = 0
      while index < source.count {
        if encoding == .latin1 {
          GeneralizedUTF8.append(UInt32(source[index]), to: &text)
          index &+= 1
        } else if source[index] < 0x80 {
          text.append(source[index])
          index &+= 1
        } else if encoding == .utf8, let (value, length) = GeneralizedUTF8.scalar(source, at: index),
          !(0xD800..<0xE000).contains(value)
        {
          GeneralizedUTF8.append(value, to: &text)
          index &+= length
        } else if let page, page[Int(source[index]) - 0x80] != 0 {
          GeneralizedUTF8.append(UInt32(page[Int(source[index]) - 0x80]), to: &text)
          index &+= 1
        } else {
          appendUndecodable(source[index], errors, to: &text)
          index &+= 1
        }
      }
      return text
    }
  }

  private static func appendUndecodable(
    _ byte: UInt8, _ errors: PickleEncodingErrors, to text: inout [UInt8]
  ) {
    switch errors {
    case .strict, .ignore: break
    case .replace: GeneralizedUTF8.append(0xFFFD, to: &text)
    case .surrogateescape: GeneralizedUTF8.append(0xDC00 | UInt32(byte), to: &text)
    case .backslashreplace: text.append(contentsOf: "\\x\(String(byte, radix: 16))".utf8)
    }
  }
}
