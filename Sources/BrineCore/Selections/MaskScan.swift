extension Selection.Mask {
  /// How many values are true.
  public var trueCount: Int { withBytes(MaskScan.count) }

  /// The indexes of the true values: a list for each axis.
  var places: [[Int]] {
    guard !shape.isEmpty else { return [] }
    let flat = withBytes(MaskScan.places)
    guard shape.count > 1 else { return [flat] }
    var lists = [[Int]](repeating: [], count: shape.count)
    for axis in lists.indices { lists[axis].reserveCapacity(flat.count) }
    // The row that a place is in moves on now and then only: that needs no division for each.
    let row = shape.last ?? 1
    let outer = Array(shape.dropLast())
    let strides = NDArray.strides(of: outer, itemSize: 1) ?? []
    var (current, start) = (-1, 0)
    var indexes = [Int](repeating: 0, count: outer.count)
    for place in flat {
      if current < 0 || place >= start + row {
        current = place / row
        start = current * row
        var rest = current
        for axis in outer.indices {
          (indexes[axis], rest) = rest.quotientAndRemainder(dividingBy: strides[axis])
        }
      }
      for axis in outer.indices { lists[axis].append(indexes[axis]) }
      lists[outer.count].append(place - start)
    }
    return lists
  }
}

/// Bytes that are true where they are not zero, looked at eight at a time.
struct MaskScan {
  /// The bytes in C order.
  let bytes: UnsafeRawBufferPointer
  /// Where the elements are that the bytes are for.
  let places: StridedRuns
  /// How many bytes are true.
  let total: Int

  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

  /// The highest bit of each byte of a word that is not zero.
  @inline(__always)
  static func flags(_ word: UInt64) -> UInt64 { (((word & lows) &+ lows) | word) & highs }

  /// How many bytes are not zero.
  static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var total = 0
    let words = bytes.count / 8
    // Each byte of a word counts for itself, 255 times at most; then they are added up.
    for first in stride(from: 0, to: words, by: 255) {
      var counts: UInt64 = 0
      for word in first..<Swift.min(first + 255, words) {
        counts &+= flags((base + word &* 8).loadUnaligned(as: UInt64.self)) >> 7
      }
      let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts >> 8 & 0x00FF_00FF_00FF_00FF)
      total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
    }
    for index in words * 8..<bytes.count where bytes[index] != 0 { total += 1 }
    return total
  }

  /// Calls `body` with the index of each byte that is not zero.
  @inline(__always)
  static func forEach(_ bytes: UnsafeRawBufferPointer, _ body: (Int) -> Void) {
    guard let base = bytes.baseAddress else { return }
    let words = bytes.count / 8
    for word in 0..<words {
      var rest = flags(UInt64(littleEndian: (base + word &* 8).loadUnaligned(as: UInt64.self)))
      while rest != 0 {
        body(word &* 8 &+ rest.trailingZeroBitCount >> 3)
        rest &= rest &- 1
      }
    }
    for index in words * 8..<bytes.count where bytes[index] != 0 { body(index) }
  }

  /// The indexes of the bytes that are not zero.
  static func places(_ bytes: UnsafeRawBufferPointer) -> [Int] {
    [Int](unsafeUninitializedCapacity: count(bytes)) { places, used in
      var next = 0
      forEach(bytes) { index in
        places[next] = index
        next &+= 1
      }
      used = next
    }
  }

  /// Copies the elements, or rows of elements without a gap, whose byte is not zero.
  func copy(rowSize: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    switch rowSize {
    case 1: compress(UInt8.self, from: source, to: target)
    case 2: compress(UInt16.self, from: source, to: target)
    case 4: compress(UInt32.self, from: source, to: target)
    case 8: compress(UInt64.self, from: source, to: target)
    case 16: compress(SIMD2<UInt64>.self, from: source, to: target)
    default:
      var next = target
      forEachRow { offset, bytes in
        MaskScan.forEach(bytes) { index in
          next.copyMemory(from: source + offset + index * places.stride, byteCount: rowSize)
          next += rowSize
        }
      }
    }
  }

  /// Calls `body` with each run of places and its bytes.
  @inline(__always)
  private func forEachRow(_ body: (Int, UnsafeRawBufferPointer) -> Void) {
    var first = 0
    places.forEach { offset in
      body(offset, UnsafeRawBufferPointer(rebasing: bytes[first..<first + places.count]))
      first += places.count
    }
  }

  private func compress<Element: BitwiseCopyable>(
    _ type: Element.Type, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer
  ) {
    let size = MemoryLayout<Element>.size
    var next = target
    // Up to here eight elements may be written at once, wanted or not: the next ones overwrite them.
    let safe = total >= 8 ? target + (total - 8) * size : nil
    forEachRow { offset, bytes in
      if places.stride == size {
        // The same with a distance that the compiler knows.
        MaskScan.compress(type, bytes, source + offset, stride: size, &next, safe)
      } else {
        MaskScan.compress(type, bytes, source + offset, stride: places.stride, &next, safe)
      }
    }
  }

  @inline(__always)
  private static func compress<Element: BitwiseCopyable>(
    _ type: Element.Type, _ bytes: UnsafeRawBufferPointer, _ source: UnsafeRawPointer, stride: Int,
    _ next: inout UnsafeMutableRawPointer, _ safe: UnsafeMutableRawPointer?
  ) {
    guard let base = bytes.baseAddress else { return }
    let size = MemoryLayout<Element>.size
    let words = bytes.count / 8
    var word = 0
    while word < words {
      // Long stretches of zeros are passed over in larger steps.
      if word &+ 4 <= words, (base + word &* 8).loadUnaligned(as: SIMD4<UInt64>.self).isZero {
        word &+= 4
        continue
      }
      var rest = flags(UInt64(littleEndian: (base + word &* 8).loadUnaligned(as: UInt64.self)))
      let from = source + word &* 8 &* stride
      word &+= 1
      if rest == 0 { continue }
      let twoLess = (rest & (rest &- 1)) & ((rest & (rest &- 1)) &- 1)
      if twoLess != 0, let safe, next <= safe {
        next = spread(type, rest, from, stride, next)
      } else {
        while rest != 0 {
          let place = from + (rest.trailingZeroBitCount >> 3) &* stride
          next.storeBytes(of: place.loadUnaligned(as: Element.self), as: Element.self)
          next += size
          rest &= rest &- 1
        }
      }
    }
    for index in bytes.count / 8 * 8..<bytes.count where bytes[index] != 0 {
      next.storeBytes(of: (source + index &* stride).loadUnaligned(as: Element.self), as: Element.self)
      next += size
    }
  }

  /// Copies eight elements so that only those whose flag is set stay: there is no branch to mispredict.
  @inline(__always)
  private static func spread<Element: BitwiseCopyable>(
    _ type: Element.Type, _ flags: UInt64, _ source: UnsafeRawPointer, _ stride: Int,
    _ target: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    var next = target
    for index in 0..<8 {
      next.storeBytes(of: (source + index &* stride).loadUnaligned(as: Element.self), as: Element.self)
      next += Int(truncatingIfNeeded: flags >> UInt64(index &* 8 &+ 7) & 1) &* MemoryLayout<Element>.size
    }
    return next
  }
}

extension SIMD4<UInt64> {
  @inline(__always)
  fileprivate var isZero: Bool { self[0] | self[1] | self[2] | self[3] == 0 }
}
