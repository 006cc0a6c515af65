import BrineCore

/// Makes whole integers of the bits that count.
struct IntegerConversion: Sendable {
  let type: Datatype.Integer
  /// How many bytes it has in the file: 16 at most.
  let size: Int
  /// How many bytes it gets: 1, 2, 4 or 8. They are in the file's order.
  let targetSize: Int

  /// The number of an element. Bits beyond 64 are dropped.
  @inline(__always)
  func value(_ source: UnsafeRawPointer) -> UInt64 {
    var bits: UInt128 = 0
    if type.byteOrder == .little {
      for index in 0..<size {
        bits |= UInt128(source.load(fromByteOffset: index, as: UInt8.self)) << UInt128(index * 8)
      }
    } else {
      for index in 0..<size { bits = bits << 8 | UInt128(source.load(fromByteOffset: index, as: UInt8.self)) }
    }
    return extended(UInt64(truncatingIfNeeded: bits >> UInt128(type.bitOffset)))
  }

  /// Sets the bits above those that count: to zero, or to the sign.
  @inline(__always)
  private func extended(_ bits: UInt64) -> UInt64 {
    guard type.precision < 64 else { return bits }
    let shift = UInt64(64 - type.precision)
    return type.isSigned
      ? UInt64(bitPattern: Int64(bitPattern: bits &<< shift) &>> Int64(shift)) : (bits &<< shift) &>> shift
  }

  func convert(_ run: ConversionRun) {
    switch (size, targetSize) {
    case (1, 1): words(run, UInt8.self)
    case (2, 2): words(run, UInt16.self)
    case (4, 4): words(run, UInt32.self)
    case (8, 8): words(run, UInt64.self)
    default:
      for index in 0..<run.count {
        store(value(run.source + index * run.sourceStride), run.target + index * run.targetStride)
      }
    }
  }

  /// The same size on both sides.
  @inline(__always)
  private func words<Word: FixedWidthInteger & BitwiseCopyable>(_ run: ConversionRun, _ type: Word.Type) {
    let isSwapped = self.type.byteOrder != .native
    let offset = UInt64(self.type.bitOffset)
    for index in 0..<run.count {
      let word = (run.source + index &* run.sourceStride).loadUnaligned(as: Word.self)
      let bits = UInt64(truncatingIfNeeded: isSwapped ? word.byteSwapped : word)
      let result = Word(truncatingIfNeeded: extended(bits &>> offset))
      (run.target + index &* run.targetStride).storeBytes(
        of: isSwapped ? result.byteSwapped : result, as: Word.self)
    }
  }

  private func store(_ value: UInt64, _ target: UnsafeMutableRawPointer) {
    for index in 0..<targetSize {
      let place = type.byteOrder == .little ? index : targetSize - 1 - index
      target.storeBytes(
        of: UInt8(truncatingIfNeeded: value >> UInt64(index * 8)), toByteOffset: place, as: UInt8.self)
    }
  }

  /// `FALSE` and `TRUE`: what is neither becomes 255, as in libhdf5.
  func convertTruth(_ run: ConversionRun) {
    for index in 0..<run.count {
      let value = value(run.source + index * run.sourceStride)
      (run.target + index * run.targetStride).storeBytes(of: value < 2 ? UInt8(value) : 255, as: UInt8.self)
    }
  }
}

/// Makes text as NumPy has it: the rest is zeros.
enum TextConversion {
  /// How many bytes of an element are text.
  @inline(__always)
  static func length(_ source: UnsafeRawPointer, size: Int, _ padding: Datatype.TextLayout.Padding) -> Int {
    let bytes = UnsafeRawBufferPointer(start: source, count: size)
    switch padding {
    case .nullPadded: return size
    case .nullTerminated: return bytes.firstIndex(of: 0) ?? size
    case .spacePadded: return (bytes.lastIndex { $0 != 0x20 } ?? -1) + 1
    }
  }

  static func convert(_ run: ConversionRun, size: Int, _ padding: Datatype.TextLayout.Padding) {
    for index in 0..<run.count {
      let source = run.source + index * run.sourceStride
      let target = run.target + index * run.targetStride
      let used = length(source, size: size, padding)
      target.copyMemory(from: source, byteCount: used)
      (target + used).initializeMemory(as: UInt8.self, repeating: 0, count: size - used)
    }
  }

  /// Whether all elements are as NumPy has them already.
  static func isClean(
    _ source: UnsafeRawPointer, stride: Int, count: Int, size: Int, _ padding: Datatype.TextLayout.Padding
  ) -> Bool {
    for index in 0..<count {
      let element = source + index * stride
      let used = length(element, size: size, padding)
      for place in used..<max(used, size) where element.load(fromByteOffset: place, as: UInt8.self) != 0 {
        return false
      }
    }
    return true
  }
}
