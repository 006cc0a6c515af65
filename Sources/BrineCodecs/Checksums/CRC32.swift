#if LibDeflate
  import CLibDeflate
#else
  import CZlib
#endif

/// The checksum of gzip and zip: CRC-32 with the polynomial of IEEE 802.3.
public struct CRC32: Sendable {
  /// The checksum of what was added so far.
  public private(set) var value: UInt32 = 0

  /// The checksum of nothing.
  public init() {}

  /// The checksum of `bytes`.
  public static func of(_ bytes: RawSpan) -> UInt32 {
    var checksum = CRC32()
    checksum.add(bytes)
    return checksum.value
  }

  /// Adds bytes at the end.
  public mutating func add(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { add($0) }
  }

  /// Adds bytes at the end.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    #if LibDeflate
      value = libdeflate_crc32(value, start, bytes.count)
    #else
      value = UInt32(
        truncatingIfNeeded: crc32_z(UInt(value), start.assumingMemoryBound(to: UInt8.self), bytes.count))
    #endif
  }
}
