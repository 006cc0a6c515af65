/// Reads numbers of any number of bits, the highest bit first.
struct BitReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// Bits that were taken out of `bytes` and not used yet: the lowest `count` ones.
  private var bits: UInt64 = 0
  private var count = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next `width` bits, at most 64; bits beyond the end are zeros.
  @inline(__always)
  mutating func read(_ width: Int) -> UInt64 {
    if width > 32 {
      let high = read(width &- 32)
      return high &<< 32 | read(32)
    }
    while count < width { fill() }
    count &-= width
    return bits &>> UInt64(count) & ((1 &<< UInt64(width)) &- 1)
  }

  @inline(__always)
  private mutating func fill() {
    if position &+ 4 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).bigEndian
      bits = bits &<< 32 | UInt64(word)
      position &+= 4
      count &+= 32
    } else {
      let byte = position < bytes.count ? bytes[position] : 0
      bits = bits &<< 8 | UInt64(byte)
      position &+= 1
      count &+= 8
    }
  }

  /// Whether more was read than there is.
  var isBeyond: Bool { position &- count / 8 > bytes.count }
}
