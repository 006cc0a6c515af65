/// Turning the byte order of elements around, in place.
enum ByteSwap {
  /// Swaps the bytes of whatever in `count` elements has the other byte order than this machine.
  static func swap(_ base: UnsafeMutableRawPointer, count: Int, _ dtype: DType) {
    guard !dtype.isNative else { return }
    switch dtype.kind {
    case .structured(let record):
      for field in record.fields where !field.dtype.isNative {
        for index in 0..<count { swap(base + index * record.itemSize + field.offset, count: 1, field.dtype) }
      }
    case .subarray(let inner, let shape):
      swap(base, count: count * (shape.checkedProduct ?? 0), inner)
    case .str: words(base, UInt32.self, count * dtype.itemSize / 4)
    case .complex64: words(base, UInt32.self, count * 2)
    case .complex128: words(base, UInt64.self, count * 2)
    case .longdouble(let size, _): reverse(base, size: size, count: count)
    case .clongdouble(let size, _): reverse(base, size: size, count: count * 2)
    default:
      switch dtype.itemSize {
      case 2: words(base, UInt16.self, count)
      case 4: words(base, UInt32.self, count)
      case 8: words(base, UInt64.self, count)
      default: break
      }
    }
  }

  private static func words<Word: FixedWidthInteger & BitwiseCopyable>(
    _ base: UnsafeMutableRawPointer, _ type: Word.Type, _ count: Int
  ) {
    for index in 0..<count {
      let place = base + index * MemoryLayout<Word>.size
      place.storeBytes(of: place.loadUnaligned(as: Word.self).byteSwapped, as: Word.self)
    }
  }

  private static func reverse(_ base: UnsafeMutableRawPointer, size: Int, count: Int) {
    for index in 0..<count {
      var bytes = UnsafeMutableRawBufferPointer(start: base + index * size, count: size)
      bytes.reverse()
    }
  }
}
