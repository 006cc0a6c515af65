#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Copies of elements in C order, as fast as memory allows.
extension NDArray {
  /// The first element's address. Valid as long as `storage` is.
  var start: UnsafeRawPointer? {
    storage.bytes.withUnsafeBytes { $0.baseAddress }.map { $0 + offset }
  }

  /// Copies all elements in C order, in the byte order they have; on all cores where there are many.
  ///
  /// - Precondition: `target` has room for ``byteCount`` bytes.
  func copyElements(to target: UnsafeMutableRawPointer) {
    let parts = Parallel.parts(of: shape.first ?? 1, bytes: byteCount)
    guard parts.count > 1 else { return copyElementsAlone(to: target) }
    let rowSize = byteCount / shape[0]
    Parallel.forEach(parts.count) { number in
      let rows = parts[number]
      let part = view(
        shape: [rows.count] + shape.dropFirst(), strides: strides,
        offset: offset + rows.lowerBound * strides[0])
      part.copyElementsAlone(to: target + rows.lowerBound * rowSize)
    }
  }

  private func copyElementsAlone(to target: UnsafeMutableRawPointer) {
    guard count > 0, let start else { return }
    let runs = StridedRuns(self)
    let size = dtype.itemSize
    var target = target
    withExtendedLifetime(storage) {
      if runs.stride == size {
        runs.forEach { offset in
          target.copyMemory(from: start + offset, byteCount: runs.count * size)
          target += runs.count * size
        }
      } else if let plane = TransposedPlane(runs, size: size) {
        plane.copy(runs, from: start, to: target)
      } else {
        runs.forEach { offset in
          StridedCopy.gather(
            from: start + offset, stride: runs.stride, to: target, count: runs.count, size: size)
          target += runs.count * size
        }
      }
    }
  }

  /// The elements in C order, in this machine's byte order: this array itself if it is so already.
  public func contiguous() throws(ArrayError) -> NDArray {
    if isContiguous && dtype.isNative { return self }
    return try copied()
  }

  /// A copy of the elements in C order and this machine's byte order, which shares no memory with this array.
  ///
  /// - Throws: `ArrayError.tooLarge` when the copy would be larger than memory: views with strides of zero can be.
  public func copied() throws(ArrayError) -> NDArray {
    let dtype = dtype.native
    guard let size = count.multiplied(dtype.itemSize), NDArray.fits(size),
      let strides = NDArray.strides(of: shape, itemSize: dtype.itemSize)
    else { throw ArrayError(.tooLarge, "a copy of \(count) elements would be larger than memory") }
    let storage = MemorySource(byteCount: size, isZeroed: false) { target in
      guard let base = target.baseAddress else { return }
      copyElements(to: base)
      if !self.dtype.isNative { ByteSwap.swap(base, count: count, self.dtype) }
    }
    return NDArray(
      unchecked: dtype, shape: shape, strides: strides, count: count, storage: storage, offset: 0,
      objects: objects)
  }

  /// More than any memory there is; only views that repeat their elements can be larger.
  static let largestCopy = 1 << 42

  /// Whether there can be a copy of so many bytes. Large ones are tried first: to run out of memory ends a program.
  static func fits(_ byteCount: Int) -> Bool {
    guard byteCount > 1 << 30 else { return byteCount >= 0 }
    guard byteCount <= largestCopy, let trial = malloc(byteCount) else { return false }
    free(trial)
    return true
  }

  /// The elements' bytes in C order, in the byte order they have.
  ///
  /// - Throws: `ArrayError.tooLarge`.
  public func elementBytes() throws(ArrayError) -> [UInt8] {
    guard let size = count.multiplied(dtype.itemSize), NDArray.fits(size) else {
      throw ArrayError(.tooLarge, "a copy of \(count) elements would be larger than memory")
    }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
      if let base = buffer.baseAddress { copyElements(to: UnsafeMutableRawPointer(base)) }
      used = size
    }
  }

  /// Calls `body` with the elements in C order as one piece of memory, in the byte order they have. It is copied only if it must be.
  ///
  /// - Throws: `ArrayError.tooLarge`, or what `body` throws.
  public func withElementBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    if isContiguous {
      return try storage.bytes.withUnsafeBytes { all in
        try body(UnsafeRawBufferPointer(rebasing: all[offset..<offset + byteCount]))
      }
    }
    return try elementBytes().withUnsafeBytes(body)
  }
}

extension NDArray {
  /// Calls `body` with the elements' bytes in C order, block by block: all at once where they lie so, else gathered.
  ///
  /// - Throws: What `body` throws.
  public func withElementBlocks(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if isContiguous { return try withElementBytes(body) }
    let rows = shape.first ?? 1
    let rowSize = Swift.max(1, rows == 0 ? 0 : byteCount / rows)
    let step = Swift.max(1, (4 << 20) / rowSize)
    for first in Swift.stride(from: 0, to: rows, by: step) {
      let part = view(
        shape: [Swift.min(step, rows - first)] + shape.dropFirst(), strides: strides,
        offset: offset + first * strides[0])
      try part.withElementBytes(body)
    }
  }
}

/// Elements at a constant distance, copied one after the other.
enum StridedCopy {
  @inline(__always)
  static func gather(
    from source: UnsafeRawPointer, stride: Int, to target: UnsafeMutableRawPointer, count: Int, size: Int
  ) {
    switch size {
    case 1: gather(UInt8.self, source, stride, target, count)
    case 2: gather(UInt16.self, source, stride, target, count)
    case 4: gather(UInt32.self, source, stride, target, count)
    case 8: gather(UInt64.self, source, stride, target, count)
    case 16: gather(SIMD2<UInt64>.self, source, stride, target, count)
    default:
      for index in 0..<count {
        (target + index * size).copyMemory(from: source + index * stride, byteCount: size)
      }
    }
  }

  @inline(__always)
  private static func gather<Element: BitwiseCopyable>(
    _ type: Element.Type, _ source: UnsafeRawPointer, _ stride: Int, _ target: UnsafeMutableRawPointer,
    _ count: Int
  ) {
    let size = MemoryLayout<Element>.size
    // Of distances that it knows the compiler makes vector code.
    switch stride {
    case -size: steps(type, source, -size, target, count)
    case 2 * size: steps(type, source, 2 * size, target, count)
    default: unrolled(type, source, stride, target, count)
    }
  }

  @inline(__always)
  private static func steps<Element: BitwiseCopyable>(
    _ type: Element.Type, _ source: UnsafeRawPointer, _ stride: Int, _ target: UnsafeMutableRawPointer,
    _ count: Int
  ) {
    for index in 0..<count {
      let element = (source + index &* stride).loadUnaligned(as: Element.self)
      (target + index &* MemoryLayout<Element>.size).storeBytes(of: element, as: Element.self)
    }
  }

  @inline(__always)
  private static func unrolled<Element: BitwiseCopyable>(
    _ type: Element.Type, _ source: UnsafeRawPointer, _ stride: Int, _ target: UnsafeMutableRawPointer,
    _ count: Int
  ) {
    let size = MemoryLayout<Element>.size
    var from = source
    var to = target
    for _ in 0..<count / 4 {
      let first = from.loadUnaligned(as: Element.self)
      let second = (from + stride).loadUnaligned(as: Element.self)
      let third = (from + 2 &* stride).loadUnaligned(as: Element.self)
      let fourth = (from + 3 &* stride).loadUnaligned(as: Element.self)
      to.storeBytes(of: first, as: Element.self)
      (to + size).storeBytes(of: second, as: Element.self)
      (to + 2 &* size).storeBytes(of: third, as: Element.self)
      (to + 3 &* size).storeBytes(of: fourth, as: Element.self)
      from += 4 &* stride
      to += 4 &* size
    }
    for _ in 0..<count % 4 {
      to.storeBytes(of: from.loadUnaligned(as: Element.self), as: Element.self)
      from += stride
      to += size
    }
  }
}

/// The last two axes of a view whose inner one takes large steps and whose outer one small ones, as in a transposed
/// matrix. Copied in tiles, each cache line is read once.
struct TransposedPlane {
  private let rows: Int
  private let rowStride: Int
  private let size: Int

  init?(_ runs: StridedRuns, size: Int) {
    guard let rowStride = runs.outerStrides.last, let rows = runs.outerShape.last, rows >= 8, runs.count >= 8,
      [1, 2, 4, 8, 16].contains(size), abs(rowStride) < abs(runs.stride), abs(runs.stride) >= 64
    else { return nil }
    (self.rows, self.rowStride, self.size) = (rows, rowStride, size)
  }

  func copy(_ runs: StridedRuns, from start: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    let tile = 32
    var index = 0
    runs.forEach { offset in
      // One call for each row; a whole plane is copied at the first.
      defer { index += 1 }
      guard index % rows == 0 else { return }
      let plane = target + index * runs.count * size
      for column in stride(from: 0, to: runs.count, by: tile) {
        let width = min(tile, runs.count - column)
        for row in 0..<rows {
          StridedCopy.gather(
            from: start + offset + row * rowStride + column * runs.stride, stride: runs.stride,
            to: plane + (row * runs.count + column) * size, count: width, size: size)
        }
      }
    }
  }
}
