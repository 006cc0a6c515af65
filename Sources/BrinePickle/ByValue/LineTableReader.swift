import BrineCore

/// The three forms of line tables. Numbers that overflow end the reading.
enum LineTableReader {
  typealias Body = (_ offset: Int, _ length: Int, _ line: Int?) -> Void

  /// Pairs of bytes: how far to go in the bytecode, and then, signed, in the source.
  static func lnotab(_ bytes: [UInt8], firstLine: Int, codeSize: Int, _ body: Body) {
    var (start, offset, line) = (0, 0, firstLine)
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let step = Int(bytes[index])
      // Several pairs that do not move in the bytecode are one long way in the source.
      if step > 0 {
        offset += step
        body(start, offset - start, line)
        start = offset
      }
      guard let next = line.adding(Int(Int8(bitPattern: bytes[index + 1]))) else { return }
      line = next
    }
    if start < codeSize { body(start, codeSize - start, line) }
  }

  /// Pairs of bytes: how long a range is, and how far its line is from the one before; -128 is no line.
  static func linetable(_ bytes: [UInt8], firstLine: Int, _ body: Body) {
    var (offset, line) = (0, firstLine)
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (length, delta) = (Int(bytes[index]), Int(Int8(bitPattern: bytes[index + 1])))
      if delta != -128 {
        guard let next = line.adding(delta) else { return }
        line = next
      }
      if length > 0 { body(offset, length, delta == -128 ? nil : line) }
      offset += length
    }
  }

  /// Entries that begin with a byte of 128 or more: a kind in bits 3 to 6, a length in code units in bits 0 to 2.
  static func locations(_ bytes: [UInt8], firstLine: Int, _ body: Body) {
    var (offset, line, index) = (0, firstLine, 0)
    while index < bytes.count {
      let (kind, length) = (bytes[index] >> 3 & 15, (Int(bytes[index] & 7) + 1) * 2)
      var next = index + 1
      while next < bytes.count, bytes[next] < 128 { next += 1 }
      switch kind {
      case 15: body(offset, length, nil)
      case 13, 14, 10...12:
        let delta = kind < 13 ? Int(kind) - 10 : signed(bytes[(index + 1)..<next])
        guard let delta, let moved = line.adding(delta) else { return }
        line = moved
        body(offset, length, line)
      default: body(offset, length, line)
      }
      offset += length
      index = next
    }
  }

  /// A variable-length integer: six bits a byte, the lowest first, bit 6 set where more follow; its own bit 0 is the sign.
  private static func signed(_ bytes: ArraySlice<UInt8>) -> Int? {
    var (value, shift) = (0, 0)
    for byte in bytes {
      guard shift < 36 else { return nil }
      value |= Int(byte & 63) << shift
      if byte & 64 == 0 { return value & 1 == 1 ? -(value >> 1) : value >> 1 }
      shift += 6
    }
    return nil
  }
}
