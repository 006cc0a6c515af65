/// A block of elements in memory: how many along each axis, and how far apart in bytes in source and target.
///
/// The memory for the axes is taken once and used for one copy after the other.
struct StridedBox: ~Copyable {
  private let memory: UnsafeMutablePointer<Int>
  private let capacity: Int
  /// How many axes there are.
  private(set) var axes = 0

  init(axes capacity: Int) {
    self.capacity = max(capacity, 1)
    memory = .allocate(capacity: 4 * self.capacity)
  }

  deinit { memory.deallocate() }

  private var counts: UnsafeMutablePointer<Int> { memory }
  private var sources: UnsafeMutablePointer<Int> { memory + capacity }
  private var targets: UnsafeMutablePointer<Int> { memory + 2 * capacity }
  private var indexes: UnsafeMutablePointer<Int> { memory + 3 * capacity }

  /// Begins a new block.
  mutating func clear() { axes = 0 }

  /// Adds an axis, further in than those before. Axes that continue each other become one.
  mutating func add(count: Int, source: Int, target: Int) {
    if count == 1 { return }
    if axes > 0, sources[axes - 1] == source &* count, targets[axes - 1] == target &* count {
      counts[axes - 1] *= count
      sources[axes - 1] = source
      targets[axes - 1] = target
      return
    }
    counts[axes] = count
    sources[axes] = source
    targets[axes] = target
    axes += 1
  }

  /// Whether the target is one piece, whose elements are in the order of the source's, without gaps in
  /// either.
  func isDense(size: Int) -> Bool {
    axes == 0 || axes == 1 && sources[0] == size && targets[0] == size
  }

  /// Whether the target is one piece.
  func isContiguousTarget(size: Int) -> Bool { axes == 0 || axes == 1 && targets[0] == size }

  /// How many elements there are.
  var count: Int {
    var count = 1
    for axis in 0..<axes { count *= counts[axis] }
    return count
  }

  /// Copies elements of `size` bytes. Source and target must have all of the block.
  mutating func copy(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, size: Int) {
    guard axes > 0 else { return target.copyMemory(from: source, byteCount: size) }
    guard axes > 1 else { return run(source, target, size) }
    for axis in 0..<axes { indexes[axis] = 0 }
    let last = axes - 2
    var (from, to) = (source, target)
    while true {
      rows(from, to, size)
      var axis = last - 1
      while axis >= 0 {
        indexes[axis] += 1
        from += sources[axis]
        to += targets[axis]
        if indexes[axis] < counts[axis] { break }
        from -= sources[axis] &* counts[axis]
        to -= targets[axis] &* counts[axis]
        indexes[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// The two innermost axes.
  @inline(__always)
  private func rows(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ size: Int) {
    let outer = axes - 2
    for index in 0..<counts[outer] {
      run(source + index &* sources[outer], target + index &* targets[outer], size)
    }
  }

  /// The innermost axis.
  @inline(__always)
  private func run(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ size: Int) {
    let inner = axes - 1
    let (count, from, to) = (counts[inner], sources[inner], targets[inner])
    if from == size, to == size { return target.copyMemory(from: source, byteCount: count &* size) }
    switch size {
    case 1: elements(UInt8.self, source, from, target, to, count)
    case 2: elements(UInt16.self, source, from, target, to, count)
    case 4: elements(UInt32.self, source, from, target, to, count)
    case 8: elements(UInt64.self, source, from, target, to, count)
    case 16: elements(SIMD2<UInt64>.self, source, from, target, to, count)
    default:
      for index in 0..<count {
        (target + index &* to).copyMemory(from: source + index &* from, byteCount: size)
      }
    }
  }

  @inline(__always)
  private func elements<Element: BitwiseCopyable>(
    _ type: Element.Type, _ source: UnsafeRawPointer, _ from: Int, _ target: UnsafeMutableRawPointer,
    _ to: Int, _ count: Int
  ) {
    if to == MemoryLayout<Element>.size {
      for index in 0..<count {
        let element = (source + index &* from).loadUnaligned(as: Element.self)
        (target + index &* MemoryLayout<Element>.size).storeBytes(of: element, as: Element.self)
      }
    } else {
      for index in 0..<count {
        let element = (source + index &* from).loadUnaligned(as: Element.self)
        (target + index &* to).storeBytes(of: element, as: Element.self)
      }
    }
  }
}
