/// The fletcher32 filter: the checksum that follows each chunk.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.l; `H5_checksum_fletcher32` sums big-endian
/// words.
enum Fletcher32 {
  /// How many bytes the checksum takes.
  static let size = 4

  /// Whether the checksum at the end of `input` is that of what precedes it.
  static func isValid(_ input: UnsafeRawBufferPointer) -> Bool {
    guard input.count >= size else { return false }
    let data = UnsafeRawBufferPointer(rebasing: input[..<(input.count - size)])
    let stored = UInt32(littleEndian: input.loadUnaligned(fromByteOffset: data.count, as: UInt32.self))
    let computed = checksum(data)
    // HDF5 before 1.6.3 summed words in the machine's own order: then the bytes of each half are swapped.
    let swapped = (computed & 0x00FF_00FF) << 8 | (computed & 0xFF00_FF00) >> 8
    return Lookup3.isSame(stored, computed) || stored == swapped
  }

  /// The checksum of bytes. An odd last byte counts as the upper half of a word.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var (first, second): (UInt64, UInt64) = (0, 0)
    let words = bytes.count / 2
    var index = 0
    while index < words {
      // The sums of so many words can't overflow.
      let stop = min(words, index + (1 << 15))
      while index < stop {
        let word = bytes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self).bigEndian
        first &+= UInt64(word)
        second &+= first
        index &+= 1
      }
      first = fold(first)
      second = fold(second)
    }
    if bytes.count % 2 == 1 {
      first = fold(first + UInt64(bytes[bytes.count - 1]) << 8)
      second = fold(second + first)
    }
    return UInt32(second) << 16 | UInt32(first)
  }

  /// A sum in ones' complement of 16 bits, which is zero only when all was zero.
  @inline(__always)
  private static func fold(_ sum: UInt64) -> UInt64 {
    var sum = sum
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return sum
  }
}
