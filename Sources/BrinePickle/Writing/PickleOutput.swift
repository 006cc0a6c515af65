import BrineCore

/// The bytes of a pickle on their way out, in frames from protocol 4 on.
///
/// Frames begin and end where CPython's C pickler has them: one is closed when a value is begun and it holds 64 KiB
/// or more, and text or bytes of that size stand between frames. Source: PEP 3154, and `_Pickler_Write`,
/// `_Pickler_OpcodeBoundary` and `_Pickler_write_bytes` in `Modules/_pickle.c` for where exactly.
struct PickleOutput: ~Copyable {
  typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  var bytes: Vector<UInt8>
  /// When there are so many bytes, a value must not be begun without looking at frame and room.
  private var limit = 0
  private var frameStart = -1
  private var isFraming = false
  private let sink: Sink?
  private var flushed = 0

  /// How many bytes can be written after `begin` without asking for room.
  static let room = 512
  static let frameTarget = 64 << 10
  private static let frameHeader = 9
  private static let smallestFrame = 4

  init(capacity: Int, sink: Sink?) {
    bytes = Vector(capacity: max(capacity, 4096))
    self.sink = sink
  }

  /// How many bytes were written, flushed ones too.
  var total: Int { flushed &+ bytes.count }

  // MARK: Values begin

  /// To be called before each value: makes room for an opcode with up to 255 bytes, and ends a frame that is full.
  @inline(__always)
  mutating func begin() throws {
    if bytes.count >= limit { try beginSlowly() }
  }

  @inline(never)
  private mutating func beginSlowly() throws {
    if isFraming {
      if bytes.count &- frameStart &- Self.frameHeader >= Self.frameTarget {
        commitFrame()
        try flush()
        openFrame()
      }
    } else if bytes.count >= Self.frameTarget {
      try flush()
    }
    if bytes.capacity &- bytes.count < 2 &* Self.room { bytes.reserve(Self.frameTarget / 2) }
    setLimit()
  }

  private mutating func setLimit() {
    limit = bytes.capacity &- Self.room
    if isFraming {
      limit = min(limit, frameStart &+ Self.frameHeader &+ Self.frameTarget)
    } else if sink != nil {
      limit = min(limit, Self.frameTarget)
    }
  }

  // MARK: Frames

  mutating func startFraming() {
    isFraming = true
    openFrame()
  }

  private mutating func openFrame() {
    frameStart = bytes.count
    for _ in 0..<Self.frameHeader { bytes.append(0) }
    setLimit()
  }

  /// Writes the header of the current frame; very small ones are left without.
  private mutating func commitFrame() {
    let length = bytes.count &- frameStart &- Self.frameHeader
    let start = bytes.base + frameStart
    if length >= Self.smallestFrame {
      start.pointee = PickleOpcode.frame.rawValue
      UnsafeMutableRawPointer(start + 1).storeBytes(of: UInt64(length).littleEndian, as: UInt64.self)
    } else {
      start.update(from: start + Self.frameHeader, count: length)
      bytes.count &-= Self.frameHeader
    }
    frameStart = -1
  }

  private mutating func flush() throws {
    guard let sink, bytes.count > 0 else { return }
    try sink(UnsafeRawBufferPointer(start: bytes.base, count: bytes.count))
    flushed &+= bytes.count
    bytes.count = 0
  }

  /// Ends the last frame and hands on what is left.
  mutating func finish() throws {
    if isFraming { commitFrame() }
    isFraming = false
    try flush()
  }

  // MARK: Writing

  /// Writes one byte for which `begin` made room.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    bytes.base[bytes.count] = byte
    bytes.count &+= 1
  }

  /// Writes an integer, little-endian, for which `begin` made room.
  @inline(__always)
  mutating func put<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    UnsafeMutableRawPointer(bytes.base + bytes.count).storeBytes(of: value.littleEndian, as: T.self)
    bytes.count &+= MemoryLayout<T>.size
  }

  /// Copies up to 257 bytes for which `begin` made room. Sixteen more than that can be read at `source`.
  @inline(__always)
  mutating func putShort(_ source: UnsafeRawPointer, count: Int) {
    let target = UnsafeMutableRawPointer(bytes.base + bytes.count)
    var index = 0
    repeat {
      let chunk = source.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
      target.storeBytes(of: chunk, toByteOffset: index, as: SIMD16<UInt8>.self)
      index &+= 16
    } while index < count
    bytes.count &+= count
  }

  /// A PUT or GET of a key by number: one byte for it where that is enough, else four.
  mutating func write(key: Int, short: PickleOpcode, long: PickleOpcode) {
    reserve(5)
    if key < 256 {
      put(short.rawValue)
      put(UInt8(truncatingIfNeeded: key))
    } else {
      put(long.rawValue)
      put(UInt32(truncatingIfNeeded: key))
    }
  }

  /// Makes room for so many bytes, outside of `begin`.
  @inline(__always)
  mutating func reserve(_ count: Int) {
    if bytes.capacity &- bytes.count < count {
      bytes.reserve(count)
      setLimit()
    }
  }

  /// Writes an opcode at any time.
  @inline(__always)
  mutating func write(_ opcode: PickleOpcode) {
    reserve(1)
    put(opcode.rawValue)
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  }

  mutating func write(_ content: UnsafeRawBufferPointer) {
    reserve(content.count)
    bytes.append(contentsOf: content.assumingMemoryBound(to: UInt8.self))
  }

  /// Writes the opcode and length of text or bytes, then their content: between frames where it is long.
  mutating func write(
    _ opcode: PickleOpcode, length: some FixedWidthInteger & BitwiseCopyable,
    _ content: UnsafeRawBufferPointer
  ) throws {
    let isLong = content.count >= Self.frameTarget
    if isLong, isFraming { commitFrame() }
    reserve(Self.frameHeader)
    put(opcode.rawValue)
    put(length)
    if isLong, let sink {
      // The content goes out from where it is.
      try flush()
      try sink(content)
      flushed &+= content.count
    } else {
      write(content)
    }
    if isLong, isFraming { openFrame() }
  }

  // MARK: Between the opcodes

  /// Writes bytes that are no opcodes, between frames.
  mutating func writeApart(_ content: UnsafeRawBufferPointer) throws {
    if isFraming { commitFrame() }
    try writeThrough(content)
    if isFraming { openFrame() }
  }

  /// Writes the elements of an array between frames; with an `alignment` at a multiple of it: before them there is a byte
  /// that says how many more there are, and those.
  mutating func writeApart(_ array: NDArray, alignment: Int?) throws {
    if isFraming { commitFrame() }
    if let alignment {
      let padding = alignment &- (total &+ 1) % alignment
      reserve(alignment + 1)
      put(UInt8(truncatingIfNeeded: padding))
      for _ in 0..<padding { put(0xFF as UInt8) }
    }
    try array.withElementBlocks { try writeThrough($0) }
    if isFraming { openFrame() }
  }

  /// Large content goes out from where it is.
  private mutating func writeThrough(_ content: UnsafeRawBufferPointer) throws {
    guard content.count >= Self.frameTarget, let sink else { return write(content) }
    try flush()
    try sink(content)
    flushed &+= content.count
  }

  consuming func takeBytes() -> Vector<UInt8> { bytes }
}
