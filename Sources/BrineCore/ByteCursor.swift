/// A place in a span of bytes, moved by reading.
///
/// `position` counts from the start of the whole input, also in a part that was taken from it,
/// so that errors can always name the absolute offset.
/// Every read is checked and answers `nil`, moving nothing, when there are not enough bytes:
/// what that means is for the format to say.
@frozen public struct ByteCursor: ~Escapable {
  @usableFromInline let span: RawSpan
  @usableFromInline let base: Int
  @usableFromInline var index: Int

  /// A cursor at the start of `span`, whose first byte is at `base` in the whole input.
  @inlinable @_lifetime(copy span)
  public init(_ span: RawSpan, base: Int = 0) {
    self.span = span
    self.base = base
    index = 0
  }

  /// All bytes that the cursor can move over.
  @inlinable public var whole: RawSpan {
    @_lifetime(copy self) get { span }
  }

  /// The offset of the next byte in the whole input.
  @inlinable public var position: Int { base &+ index }

  /// How many bytes are left.
  @inlinable public var remaining: Int { span.byteCount &- index }

  /// Reads an integer in little-endian order.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  public mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T? {
    guard remaining >= MemoryLayout<T>.size else { return nil }
    let value = unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: T.self)
    index &+= MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// Reads an integer in big-endian order.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  public mutating func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T? {
    read(type)?.byteSwapped
  }

  /// The next byte, without moving.
  @inlinable @inline(__always)
  public func peek() -> UInt8? {
    remaining > 0 ? unsafe span.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self) : nil
  }

  /// Moves over the next byte if it is `byte`; `false`, without moving, when it is not.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  public mutating func skip(over byte: UInt8) -> Bool {
    guard remaining > 0, unsafe span.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self) == byte
    else { return false }
    index &+= 1
    return true
  }

  /// Moves over `count` bytes; `false`, without moving, when there are fewer or `count` is negative.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  public mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, count <= remaining else { return false }
    index &+= count
    return true
  }

  /// Takes the next `count` bytes.
  @inlinable @inline(__always) @_lifetime(self: copy self) @_lifetime(copy self)
  public mutating func take(_ count: Int) -> RawSpan? {
    guard count >= 0, count <= remaining else { return nil }
    let taken = unsafe span.extracting(unchecked: index..<(index &+ count))
    index &+= count
    return taken
  }

  /// Takes the bytes up to the next newline, and moves past it. `nil` when there is no newline.
  @inlinable @_lifetime(self: copy self) @_lifetime(copy self)
  public mutating func takeLine() -> RawSpan? {
    var end = index
    while end < span.byteCount {
      if unsafe span.unsafeLoad(fromUncheckedByteOffset: end, as: UInt8.self) == 0x0A {
        let line = unsafe span.extracting(unchecked: index..<end)
        index = end &+ 1
        return line
      }
      end &+= 1
    }
    return nil
  }

  /// Moves to an absolute position; `false`, without moving, when that is outside.
  @inlinable @_lifetime(self: copy self)
  public mutating func seek(to position: Int) -> Bool {
    let (target, overflow) = position.subtractingReportingOverflow(base)
    guard !overflow, target >= 0, target <= span.byteCount else { return false }
    index = target
    return true
  }
}
