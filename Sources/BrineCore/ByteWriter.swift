/// A growing buffer of bytes to write into.
public struct ByteWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8]

  /// An empty writer.
  ///
  /// - Parameter capacity: how many bytes to make room for at first.
  public init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(min(max(capacity, 0), 1 << 20))
  }

  /// How many bytes were written so far.
  @inlinable public var count: Int { bytes.count }

  /// Writes one byte.
  public mutating func write(_ byte: UInt8) {
    bytes.append(byte)
  }

  /// Writes bytes.
  public mutating func write(contentsOf other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }

  /// Writes text as UTF-8.
  public mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes the bytes of a span.
  public mutating func write(_ span: RawSpan) {
    span.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Writes an integer in little-endian order.
  public mutating func writeInteger<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Gives the bytes away and starts anew, keeping nothing.
  public mutating func finish() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}
