import BrineCore

/// UTF-8 in which lone surrogates may stand too: how pickles store Python strings ("surrogatepass").
package enum GeneralizedUTF8 {
  /// Whether these bytes are a Python string.
  static func isValid(_ bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var index = 0
      while index < buffer.count {
        guard let (_, length) = scalar(buffer, at: index) else { return false }
        index &+= length
      }
      return true
    }
  }

  /// The code point at `index` and the number of its bytes; `nil` where there is no valid one.
  package static func scalar(
    _ bytes: UnsafeRawBufferPointer, at index: Int
  ) -> (value: UInt32, length: Int)? {
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, index &+ length <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F &>> UInt32(length))
    for offset in 1..<length {
      let byte = bytes[index &+ offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value &<< 6 | UInt32(byte & 0x3F)
    }
    // Overlong forms and numbers above U+10FFFF.
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    return value >= smallest && value <= 0x10FFFF ? (value, length) : nil
  }

  /// Adds a code point, which may be a surrogate.
  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    switch value {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value &>> 6))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value &>> 12))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value &>> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value &>> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value &>> 12 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value &>> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }

  /// Whether a string holds lone surrogates, so that Swift's `String` can't.
  static func hasSurrogates(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index &+ 1 < bytes.count {
      if bytes[index] == 0xED && bytes[index &+ 1] >= 0xA0 { return true }
      index &+= 1
    }
    return false
  }

  /// A Swift string of bytes that are known to be valid; `nil` where there are lone surrogates.
  static func string(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard !hasSurrogates(bytes) else { return nil }
    return String(decoding: bytes.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
  }
}
