/// The elements of an array in the order in which they lie in memory, some thousands at a time, one after the
/// other and in this machine's byte order: for whatever does not depend on their order.
struct ElementBlocks {
  private let array: NDArray
  /// How many times the array repeats what the blocks hold: axes with a stride of zero are gone through once.
  let repeats: Int

  /// As many elements as fit the processor's nearest memory.
  static let length = 2048

  init(_ array: NDArray) {
    var axes: [(length: Int, stride: Int)] = []
    var offset = array.offset
    var repeats = 1
    for (length, stride) in zip(array.shape, array.strides) where length != 1 {
      if stride == 0 {
        repeats *= length
      } else {
        if stride < 0, array.count > 0 { offset += (length - 1) * stride }
        axes.append((length, stride < 0 ? 0 &- stride : stride))
      }
    }
    axes.sort { $0.stride > $1.stride }
    self.repeats = array.count == 0 ? 1 : repeats
    self.array =
      array.count == 0
      ? array : array.view(shape: axes.map(\.length), strides: axes.map(\.stride), offset: offset)
  }

  /// Calls `body` with each block and its number of elements.
  func forEach(_ body: (UnsafeRawPointer, Int) -> Void) {
    guard array.count > 0, let start = array.start else { return }
    let runs = StridedRuns(array)
    let size = array.dtype.itemSize
    withExtendedLifetime(array.storage) {
      if runs.stride == size, array.dtype.isNative, runs.count >= 256 || runs.runs == 1 {
        runs.forEach { offset in
          for first in stride(from: 0, to: runs.count, by: ElementBlocks.length) {
            body(start + offset + first * size, min(ElementBlocks.length, runs.count - first))
          }
        }
      } else {
        gathered(runs, start, size, body)
      }
    }
  }

  private func gathered(
    _ runs: StridedRuns, _ start: UnsafeRawPointer, _ size: Int, _ body: (UnsafeRawPointer, Int) -> Void
  ) {
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: ElementBlocks.length * size + 1, alignment: 64)
    defer { buffer.deallocate() }
    var filled = 0
    func flush() {
      ByteSwap.swap(buffer, count: filled, array.dtype)
      body(UnsafeRawPointer(buffer), filled)
      filled = 0
    }
    runs.forEach { offset in
      var first = 0
      while first < runs.count {
        let count = min(runs.count - first, ElementBlocks.length - filled)
        StridedCopy.gather(
          from: start + offset + first * runs.stride, stride: runs.stride, to: buffer + filled * size,
          count: count,
          size: size)
        filled += count
        first += count
        if filled == ElementBlocks.length { flush() }
      }
    }
    if filled > 0 { flush() }
  }

  /// Calls `body` with the elements of each block as Doubles. They must be real floats or integers.
  func forEachDouble(_ body: (UnsafeBufferPointer<Double>) -> Void) {
    let kind = array.dtype.kind
    if kind == .float64 {
      forEach { start, count in
        // Where the address does not suit, the elements are copied.
        if Int(bitPattern: start) % MemoryLayout<Double>.alignment == 0 {
          body(UnsafeBufferPointer(start: start.assumingMemoryBound(to: Double.self), count: count))
        } else {
          withCopy(start, count, kind, body)
        }
      }
    } else {
      forEach { withCopy($0, $1, kind, body) }
    }
  }

  private func withCopy(
    _ start: UnsafeRawPointer, _ count: Int, _ kind: DType.Kind, _ body: (UnsafeBufferPointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { buffer in
      guard let target = buffer.baseAddress else { return }
      NumberBlock.convert(start, count, kind, to: target)
      body(UnsafeBufferPointer(start: target, count: count))
    }
  }
}

/// Blocks of numbers turned into Doubles.
enum NumberBlock {
  static func convert(
    _ start: UnsafeRawPointer, _ count: Int, _ kind: DType.Kind, to target: UnsafeMutablePointer<Double>
  ) {
    switch kind {
    case .float64: fill(target, start, count, Double.self) { $0 }
    case .float32: fill(target, start, count, Float.self) { Double($0) }
    case .float16: fill(target, start, count, UInt16.self) { Double(HalfFloat.value($0)) }
    case .bfloat16: fill(target, start, count, UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .int8: fill(target, start, count, Int8.self) { Double($0) }
    case .int16: fill(target, start, count, Int16.self) { Double($0) }
    case .int32: fill(target, start, count, Int32.self) { Double($0) }
    case .int64: fill(target, start, count, Int64.self) { Double($0) }
    case .uint8: fill(target, start, count, UInt8.self) { Double($0) }
    case .uint16: fill(target, start, count, UInt16.self) { Double($0) }
    case .uint32: fill(target, start, count, UInt32.self) { Double($0) }
    case .uint64: fill(target, start, count, UInt64.self) { Double($0) }
    case .bool: fill(target, start, count, UInt8.self) { $0 != 0 ? 1 : 0 }
    default:
      let size = kind.checkedSize ?? 0
      for index in 0..<count { target[index] = (start + index * size).float(kind, false) }
    }
  }

  @inline(__always)
  private static func fill<Number: BitwiseCopyable>(
    _ target: UnsafeMutablePointer<Double>, _ start: UnsafeRawPointer, _ count: Int, _ type: Number.Type,
    _ convert: (Number) -> Double
  ) {
    for index in 0..<count {
      target[index] = convert((start + index &* MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
    }
  }
}
