/// The bitshuffle filter (32008): in each block the first bits of all elements first, then all second bits,
/// and so on; blocks may be packed by LZ4 or Zstandard.
///
/// Source: <https://github.com/kiyo-masui/bitshuffle>.
enum Bitshuffle {
  /// How many elements a block has where the file does not say.
  static func defaultBlock(elementSize: Int) -> Int { max(8192 / elementSize / 8 * 8, 128) }

  /// Puts the bits of elements together again.
  ///
  /// - Parameters:
  ///   - count: How many elements there are: a multiple of eight.
  ///   - scratch: Twice as many bytes as the elements have.
  static func decode(
    _ source: UnsafeRawPointer, into target: UnsafeMutableRawPointer, count: Int, elementSize: Int,
    scratch: UnsafeMutableRawPointer
  ) {
    let groups = count / 8
    let size = count * elementSize
    for byte in 0..<elementSize {
      // Eight bits of each group of eight elements become eight bytes.
      let from = UnsafeRawBufferPointer(start: source + byte * count, count: count)
      let words = UnsafeMutableRawBufferPointer(start: scratch + byte * count, count: count)
      Shuffle.decode(from, into: words, elementSize: 8)
    }
    transpose(scratch, groups * elementSize)
    Shuffle.decode(
      UnsafeRawBufferPointer(start: scratch, count: size),
      into: UnsafeMutableRawBufferPointer(start: target, count: size), elementSize: elementSize)
  }

  /// Swaps rows and columns of `count` squares of eight by eight bits.
  private static func transpose(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    for index in 0..<count {
      let place = memory + index &* 8
      var bits = UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
      var change = (bits ^ bits &>> 7) & 0x00AA_00AA_00AA_00AA
      bits ^= change ^ change &<< 7
      change = (bits ^ bits &>> 14) & 0x0000_CCCC_0000_CCCC
      bits ^= change ^ change &<< 14
      change = (bits ^ bits &>> 28) & 0x0000_0000_F0F0_F0F0
      bits ^= change ^ change &<< 28
      place.storeBytes(of: bits.littleEndian, as: UInt64.self)
    }
  }
}
