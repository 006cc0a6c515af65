import BrineCore

/// Text in UTF-8 on its way to a sink, handed over in blocks, so that output of any size takes little memory.
///
/// Nothing here throws: when the sink fails, its error is kept and all further text is dropped.
struct TextBuffer: ~Copyable {
  /// How many characters the current line has.
  private(set) var column = 0
  /// What the sink threw.
  private(set) var failure: (any Error)?

  private let memory: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var count = 0
  private let sink: (RawSpan) throws -> Void

  init(blockSize: Int = 64 << 10, sink: @escaping (RawSpan) throws -> Void) {
    // No single piece that is written at once is longer than this.
    capacity = max(blockSize, 64)
    memory = .allocate(capacity: capacity)
    self.sink = sink
  }

  deinit { memory.deallocate() }

  /// The text that a function writes.
  static func collect(_ write: (inout TextBuffer) -> Void) -> String {
    var bytes: [UInt8] = []
    var buffer = TextBuffer(blockSize: 256) { part in part.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    write(&buffer)
    buffer.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Hands everything over that was written so far.
  @inline(never)
  mutating func flush() {
    if failure == nil, count > 0 {
      do {
        try sink(RawSpan(_unsafeStart: UnsafeRawPointer(memory), byteCount: count))
      } catch {
        failure = error
      }
    }
    count = 0
  }

  @inline(__always)
  private mutating func reserve(_ needed: Int) {
    if capacity &- count < needed { flush() }
  }

  /// Counts columns from here on.
  mutating func startColumn() {
    column = 0
  }

  // MARK: Pieces

  /// Writes a character of ASCII.
  @inline(__always)
  mutating func write(_ ascii: UInt8) {
    reserve(1)
    memory[count] = ascii
    count &+= 1
    column &+= 1
  }

  mutating func newLine() {
    write(0x0A)
    column = 0
  }

  /// Writes up to sixteen characters of ASCII.
  @inline(__always)
  mutating func write(_ text: ShortText) {
    reserve(16)
    let target = UnsafeMutableRawPointer(memory + count)
    target.storeBytes(of: text.first.littleEndian, as: UInt64.self)
    target.storeBytes(of: text.second.littleEndian, toByteOffset: 8, as: UInt64.self)
    count &+= text.count
    column &+= text.count
  }

  /// Writes text in ASCII.
  mutating func write(ascii bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while rest.count > 0, let start = rest.baseAddress {
      reserve(1)
      let part = min(rest.count, capacity &- count)
      UnsafeMutableRawPointer(memory + count).copyMemory(from: start, byteCount: part)
      count &+= part
      rest = UnsafeRawBufferPointer(start: start + part, count: rest.count &- part)
    }
    column &+= bytes.count
  }

  /// Writes text in ASCII.
  mutating func write(literal text: StaticString) {
    write(ascii: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes text in ASCII.
  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write(ascii: UnsafeRawBufferPointer($0)) }
  }

  mutating func writeSpaces(_ number: Int) {
    var left = number
    while left > 0 {
      reserve(1)
      let part = min(left, capacity &- count)
      (memory + count).update(repeating: 0x20, count: part)
      count &+= part
      left &-= part
      // A file can make this as many as it likes.
      if failure != nil { break }
    }
    column &+= max(number, 0)
  }

  /// Writes an integer, to the right of as many blanks as make it `width` characters wide.
  @inline(__always)
  mutating func write(decimal value: Int, width: Int = 0) {
    // The digits of any `Int`, its sign, and any width in use.
    reserve(32)
    var start = count &+ 32
    var rest = value.magnitude
    repeat {
      start &-= 1
      memory[start] = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 {
      start &-= 1
      memory[start] = UInt8(ascii: "-")
    }
    while count &+ 32 &- start < width {
      start &-= 1
      memory[start] = 0x20
    }
    let length = count &+ 32 &- start
    (memory + count).update(from: memory + start, count: length)
    count &+= length
    column &+= length
  }

  /// Writes the lowest digits of a number in base 16.
  mutating func writeHex(_ value: UInt32, digits: Int) {
    for place in (0..<digits).reversed() {
      write(Self.hexDigit(UInt8(value >> (4 * UInt32(place)) & 15)))
    }
  }

  /// Writes `\x` and two digits.
  @inline(__always)
  mutating func writeEscape(_ byte: UInt8) {
    reserve(4)
    memory[count] = UInt8(ascii: "\\")
    memory[count &+ 1] = UInt8(ascii: "x")
    memory[count &+ 2] = Self.hexDigit(byte >> 4)
    memory[count &+ 3] = Self.hexDigit(byte & 15)
    count &+= 4
    column &+= 4
  }

  @inline(__always)
  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 &+ value : 0x57 &+ value
  }

  /// Writes a character outside ASCII, which must be no surrogate.
  mutating func write(scalar: Unicode.Scalar) {
    reserve(4)
    for unit in scalar.utf8 {
      memory[count] = unit
      count &+= 1
    }
    column &+= 1
  }
}
