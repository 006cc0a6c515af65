import BrineCore

/// Whether frames hold whole opcodes, as PEP 3154 ("Framing") has it.
///
/// The Python unpickler refuses a frame that ends inside an opcode or inside which another begins, the C unpickler never
/// looks. So a pickle that one of them takes for damaged may do its work in the other.
enum FrameCheck {
  /// What is wrong with frames.
  struct Result {
    /// The first opcode that reaches over the end of its frame.
    var straddle: (offset: Int, cut: Range<Int>)?
    /// Where the frame ends in which STOP is, when that is not right behind STOP.
    var rest: Int?
  }

  /// Follows the frames of a pickle.
  ///
  /// The `cut` of a straddle is what the C unpickler drops when it reads from a file object that can't be peeked into:
  /// it reads the argument anew, from the frame's end.
  static func check(_ bytes: RawSpan, _ range: Range<Int>) -> Result {
    bytes.withUnsafeBytes { bytes in
      var (position, frameEnd) = (range.lowerBound, 0)
      while position < range.upperBound {
        let opcode = bytes[position]
        guard let next = end(of: opcode, at: position, in: bytes) else { break }
        if position < frameEnd {
          let isFrame = opcode == PickleOpcode.frame.rawValue
          let last = isFrame ? frame(at: position, in: bytes, next) : next
          if last > frameEnd {
            let start = isFrame ? next : argument(of: opcode, at: position, frameEnd)
            return Result(straddle: (position, min(start, frameEnd)..<frameEnd))
          }
          // A frame in a frame: only the Python unpickler minds.
          if isFrame { return Result(straddle: (position, frameEnd..<frameEnd)) }
        }
        if opcode == PickleOpcode.frame.rawValue { frameEnd = frame(at: position, in: bytes, next) }
        position = next
      }
      return Result(
        rest: frameEnd > position && position == range.upperBound ? min(frameEnd, bytes.count) : nil)
    }
  }

  /// Where the read begins that goes over the frame's end: at the argument, or at what follows its length.
  private static func argument(of opcode: UInt8, at position: Int, _ frameEnd: Int) -> Int {
    let shape = shapes[Int(opcode)]
    let body = position + 1 + Int(shape.length)
    return shape.length > 0 && body <= frameEnd ? body : position + 1
  }

  private static func frame(at position: Int, in bytes: UnsafeRawBufferPointer, _ next: Int) -> Int {
    next.adding(number(bytes, position + 1, 8) ?? 0) ?? .max
  }

  /// Where the opcode after this one is; `nil` at the end of what can be followed.
  private static func end(of opcode: UInt8, at position: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    let shape = shapes[Int(opcode)]
    var next = position + 1 + Int(shape.fixed)
    for _ in 0..<shape.lines {
      guard next <= bytes.count, let newline = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) else {
        return nil
      }
      next = newline + 1
    }
    if shape.length > 0 {
      guard let count = number(bytes, position + 1, Int(shape.length)), let end = next.adding(count) else {
        return nil
      }
      next = end
    }
    return next <= bytes.count ? next : nil
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(bytes[start + index]) }
    return Int(exactly: value)
  }

  /// What follows an opcode: so many bytes, of which the first `length` may count the bytes after them, or lines.
  private struct Shape {
    var fixed: UInt8 = 0
    var length: UInt8 = 0
    var lines = 0
  }

  private static let shapes: [Shape] = (0...255).map { byte in
    guard let opcode = PickleOpcode(rawValue: UInt8(byte)) else { return Shape() }
    return switch opcode {
    case .int, .long, .float, .string, .unicode, .persID, .put, .get: Shape(lines: 1)
    case .global, .inst: Shape(lines: 2)
    case .binInt1, .binPut, .binGet, .ext1, .proto: Shape(fixed: 1)
    case .binInt2, .ext2: Shape(fixed: 2)
    case .binInt, .longBinPut, .longBinGet, .ext4: Shape(fixed: 4)
    case .binFloat, .frame: Shape(fixed: 8)
    case .shortBinString, .shortBinUnicode, .shortBinBytes, .long1: Shape(fixed: 1, length: 1)
    case .binString, .binUnicode, .binBytes, .long4: Shape(fixed: 4, length: 4)
    case .binUnicode8, .binBytes8, .byteArray8: Shape(fixed: 8, length: 8)
    default: Shape()
    }
  }
}
