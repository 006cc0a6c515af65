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
    let strides = NDArray.strides(of: shape, itemSize: 1) ?? []
    for place in flat {
      var rest = place
      for axis in lists.indices {
        let (index, remainder) = rest.quotientAndRemainder(dividingBy: strides[axis])
        lists[axis].append(index)
        rest = remainder
      }
    }
    return lists
  }
}

/// Bytes that are true where they are not zero, looked at eight at a time.
enum MaskScan {
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
    for word in 0..<words {
      total &+= flags((base + word &* 8).loadUnaligned(as: UInt64.self)).nonzeroBitCount
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

  /// Copies the elements, one after the other in memory, whose byte is not zero. `total` says how many these are.
  static func compress<Element: BitwiseCopyable>(
    _ type: Element.Type, _ bytes: UnsafeRawBufferPointer, from source: UnsafeRawPointer,
    to target: UnsafeMutableRawPointer, total: Int
  ) {
    guard let base = bytes.baseAddress else { return }
    let size = MemoryLayout<Element>.size
    var next = target
    // Up to here eight elements may be written at once, wanted or not: the next ones overwrite them.
    let safe = target + Swift.max(total - 8, 0) * size
    for word in 0..<bytes.count / 8 {
      let rest = flags(UInt64(littleEndian: (base + word &* 8).loadUnaligned(as: UInt64.self)))
      if rest == 0 { continue }
      let from = source + word &* 8 &* size
      if rest.nonzeroBitCount > 2, next <= safe, total >= 8 {
        next = spread(type, rest, from, next)
      } else {
        var rest = rest
        while rest != 0 {
          let place = from + (rest.trailingZeroBitCount >> 3) &* size
          next.storeBytes(of: place.loadUnaligned(as: Element.self), as: Element.self)
          next += size
          rest &= rest &- 1
        }
      }
    }
    for index in bytes.count / 8 * 8..<bytes.count where bytes[index] != 0 {
      next.storeBytes(of: (source + index * size).loadUnaligned(as: Element.self), as: Element.self)
      next += size
    }
  }

  /// Copies eight elements so that only those whose flag is set stay: there is no branch to mispredict.
  @inline(__always)
  private static func spread<Element: BitwiseCopyable>(
    _ type: Element.Type, _ flags: UInt64, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let size = MemoryLayout<Element>.size
    var next = target
    for index in 0..<8 {
      next.storeBytes(of: (source + index &* size).loadUnaligned(as: Element.self), as: Element.self)
      next += Int(truncatingIfNeeded: flags >> UInt64(index &* 8 &+ 7) & 1) &* size
    }
    return next
  }
}
