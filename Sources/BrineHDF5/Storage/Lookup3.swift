/// Bob Jenkins' `lookup3` hash, the checksum of HDF5's newer structures.
///
/// Source: HDF5 File Format Specification 3.0, "Checksum" of each structure; <http://burtleburtle.net/bob/hash/doobs.html>.
enum Lookup3 {
  /// The hash of all bytes, beginning with zero.
  static func hash(_ bytes: UnsafeRawBufferPointer, initial: UInt32 = 0) -> UInt32 {
    let seed = 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: bytes.count) &+ initial
    var (a, b, c) = (seed, seed, seed)
    var position = 0
    while bytes.count - position > 12 {
      a &+= word(bytes, position)
      b &+= word(bytes, position + 4)
      c &+= word(bytes, position + 8)
      mix(&a, &b, &c)
      position += 12
    }
    guard position < bytes.count else { return c }
    a &+= partialWord(bytes, position)
    b &+= partialWord(bytes, position + 4)
    c &+= partialWord(bytes, position + 8)
    finish(&a, &b, &c)
    return c
  }

  /// The hash of all bytes, those in `zeroed` taken as zeros, as where a checksum itself is stored.
  static func hash(_ bytes: UnsafeRawBufferPointer, zeroed: Range<Int>) -> UInt32 {
    var copy = [UInt8](bytes)
    for index in zeroed.clamped(to: 0..<copy.count) { copy[index] = 0 }
    return copy.withUnsafeBytes { hash($0) }
  }

  /// Whether a stored checksum is the computed one. The fuzz target is built with `BRINE_FUZZING` and takes every
  /// checksum, so that mutations reach what is behind it.
  @inline(__always)
  static func isSame(_ stored: UInt32, _ computed: UInt32) -> Bool {
    #if BRINE_FUZZING
      true
    #else
      stored == computed
    #endif
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// The bytes that there are of a word; those beyond the end are zero.
  private static func partialWord(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<4 where position + index < bytes.count {
      value |= UInt32(bytes[position + index]) << UInt32(index * 8)
    }
    return value
  }

  @inline(__always)
  private static func rotate(_ value: UInt32, _ bits: UInt32) -> UInt32 {
    value &<< bits | value &>> (32 &- bits)
  }

  @inline(__always)
  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    a = (a &- c) ^ rotate(c, 4)
    c &+= b
    b = (b &- a) ^ rotate(a, 6)
    a &+= c
    c = (c &- b) ^ rotate(b, 8)
    b &+= a
    a = (a &- c) ^ rotate(c, 16)
    c &+= b
    b = (b &- a) ^ rotate(a, 19)
    a &+= c
    c = (c &- b) ^ rotate(b, 4)
    b &+= a
  }

  @inline(__always)
  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c = (c ^ b) &- rotate(b, 14)
    a = (a ^ c) &- rotate(c, 11)
    b = (b ^ a) &- rotate(a, 25)
    c = (c ^ b) &- rotate(b, 16)
    a = (a ^ c) &- rotate(c, 4)
    b = (b ^ a) &- rotate(a, 14)
    c = (c ^ b) &- rotate(b, 24)
  }
}
