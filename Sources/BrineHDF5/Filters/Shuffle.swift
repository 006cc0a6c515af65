/// The shuffle filter: first bytes of all elements first, then all second bytes, and so on; bytes that are no
/// whole element stay at the end.
enum Shuffle {
  /// Puts the bytes of elements together again. `output` is as large as `input`.
  static func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, elementSize size: Int
  ) {
    guard let source = input.baseAddress, let target = output.baseAddress else { return }
    let count = size > 0 ? input.count / size : 0
    guard size > 1, count > 1 else { return target.copyMemory(from: source, byteCount: input.count) }
    switch size {
    case 2: pairs(source, target, count)
    case 4: fours(source, target, count)
    case 8: eights(source, target, count, distance: 8)
    default:
      // Eight bytes of each element at a time.
      var first = 0
      while first + 8 <= size {
        eights(source + first * count, target + first, count, distance: size)
        first += 8
      }
      if first < size { bytes(source, target, count, from: 0, planes: first..<size, size: size) }
    }
    let whole = count * size
    (target + whole).copyMemory(from: source + whole, byteCount: input.count - whole)
  }

  /// Byte by byte, for elements from `start` on.
  private static func bytes(
    _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, from start: Int,
    planes: Range<Int>, size: Int
  ) {
    let input = source.assumingMemoryBound(to: UInt8.self)
    let output = target.assumingMemoryBound(to: UInt8.self)
    for plane in planes {
      var place = start &* size &+ plane
      for index in start..<count {
        output[place] = input[plane &* count &+ index]
        place &+= size
      }
    }
  }

  @inline(__always)
  private static func load(_ source: UnsafeRawPointer) -> SIMD16<UInt8> {
    source.loadUnaligned(as: SIMD16<UInt8>.self)
  }

  @inline(__always)
  private static func zip(_ even: SIMD16<UInt8>, _ odd: SIMD16<UInt8>) -> SIMD16<UInt16> {
    var both = SIMD32<UInt8>()
    both.evenHalf = even
    both.oddHalf = odd
    return unsafeBitCast(both, to: SIMD16<UInt16>.self)
  }

  @inline(__always)
  private static func zip(_ even: SIMD16<UInt16>, _ odd: SIMD16<UInt16>) -> SIMD16<UInt32> {
    var both = SIMD32<UInt16>()
    both.evenHalf = even
    both.oddHalf = odd
    return unsafeBitCast(both, to: SIMD16<UInt32>.self)
  }

  @inline(__always)
  private static func zip(_ even: SIMD16<UInt32>, _ odd: SIMD16<UInt32>) -> SIMD16<UInt64> {
    var both = SIMD32<UInt32>()
    both.evenHalf = even
    both.oddHalf = odd
    return unsafeBitCast(both, to: SIMD16<UInt64>.self)
  }

  private static func pairs(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    var index = 0
    while index &+ 16 <= count {
      let words = zip(load(source + index), load(source + (count &+ index)))
      (target + index &* 2).storeBytes(of: words, as: SIMD16<UInt16>.self)
      index &+= 16
    }
    bytes(source, target, count, from: index, planes: 0..<2, size: 2)
  }

  private static func fours(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    var index = 0
    while index &+ 16 <= count {
      let from = source + index
      let low = zip(load(from), load(from + count))
      let high = zip(load(from + count &* 2), load(from + count &* 3))
      (target + index &* 4).storeBytes(of: zip(low, high), as: SIMD16<UInt32>.self)
      index &+= 16
    }
    bytes(source, target, count, from: index, planes: 0..<4, size: 4)
  }

  /// Eight planes, whose elements are `distance` bytes apart in the output.
  private static func eights(
    _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, distance: Int
  ) {
    var index = 0
    while index &+ 16 <= count {
      let from = source + index
      let first = zip(load(from), load(from + count))
      let second = zip(load(from + count &* 2), load(from + count &* 3))
      let third = zip(load(from + count &* 4), load(from + count &* 5))
      let fourth = zip(load(from + count &* 6), load(from + count &* 7))
      let words = zip(zip(first, second), zip(third, fourth))
      let to = target + index &* distance
      if distance == 8 {
        to.storeBytes(of: words, as: SIMD16<UInt64>.self)
      } else {
        for lane in 0..<16 { (to + lane &* distance).storeBytes(of: words[lane], as: UInt64.self) }
      }
      index &+= 16
    }
    bytes(source, target, count, from: index, planes: 0..<8, size: distance)
  }
}
