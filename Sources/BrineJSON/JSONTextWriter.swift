/// Writes JSON text, piece by piece, to a sink, in blocks.
///
/// It keeps no more than a block in memory, and leaves the grammar (commas, brackets) to its user.
public struct JSONTextWriter {
  /// Takes a finished block of UTF-8.
  public typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  private var buffer: [UInt8] = []
  private let sink: Sink
  private static let blockSize = 64 << 10

  /// A writer that hands its text to `sink`.
  public init(_ sink: @escaping Sink) {
    self.sink = sink
    buffer.reserveCapacity(Self.blockSize + 256)
  }

  /// Writes text as it is.
  public mutating func write(_ text: StaticString) throws {
    text.withUTF8Buffer { buffer.append(contentsOf: $0) }
    try flushIfFull()
  }

  /// Writes ASCII or UTF-8 text as it is.
  public mutating func write(text: String) throws {
    buffer.append(contentsOf: text.utf8)
    try flushIfFull()
  }

  /// Writes a string in quotes. `utf8` is UTF-8 in which lone surrogates may stand, each written as `\uXXXX`.
  public mutating func write(string utf8: UnsafeRawBufferPointer) throws {
    buffer.append(UInt8(ascii: "\""))
    var start = 0
    for index in 0..<utf8.count {
      let byte = utf8[index]
      let isSurrogate = byte == 0xED && index + 2 < utf8.count && utf8[index + 1] >= 0xA0
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C || isSurrogate else { continue }
      guard index >= start else { continue }
      buffer.append(contentsOf: utf8[start..<index])
      if isSurrogate {
        let value = 0xD000 | UInt16(utf8[index + 1] & 0x3F) << 6 | UInt16(utf8[index + 2] & 0x3F)
        writeEscape(value)
        start = index + 3
      } else {
        writeEscaped(byte)
        start = index + 1
      }
      try flushIfFull()
    }
    if start < utf8.count { buffer.append(contentsOf: utf8[start...]) }
    buffer.append(UInt8(ascii: "\""))
    try flushIfFull()
  }

  /// Writes a string in quotes.
  public mutating func write(string: String) throws {
    var string = string
    try string.withUTF8 { try write(string: UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes as Base64 in quotes.
  public mutating func write(base64 bytes: UnsafeRawBufferPointer) throws {
    buffer.append(UInt8(ascii: "\""))
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let first = UInt32(bytes[index]) << 16
      let second = left > 1 ? UInt32(bytes[index + 1]) << 8 : 0
      let group = first | second | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      for digit in 0..<4 {
        let isPadding = digit > left
        buffer.append(isPadding ? UInt8(ascii: "=") : Self.base64[Int(group >> UInt32(18 - 6 * digit) & 63)])
      }
      index += 3
      if buffer.count >= Self.blockSize { try flush() }
    }
    buffer.append(UInt8(ascii: "\""))
    try flushIfFull()
  }

  /// Hands over what is left.
  public mutating func flush() throws {
    try buffer.withUnsafeBytes(sink)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func flushIfFull() throws {
    if buffer.count >= Self.blockSize { try flush() }
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    let short: [UInt8: Character] = [
      0x22: "\"", 0x5C: "\\", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0C: "f", 0x0D: "r",
    ]
    if let letter = short[byte]?.asciiValue {
      buffer.append(UInt8(ascii: "\\"))
      buffer.append(letter)
    } else {
      writeEscape(UInt16(byte))
    }
  }

  private mutating func writeEscape(_ value: UInt16) {
    let digits = String(value, radix: 16)
    buffer.append(contentsOf: "\\u".utf8)
    buffer.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
    buffer.append(contentsOf: digits.utf8)
  }

  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
