/// A growing buffer of plain values, never copied, whose elements cost nothing to free.
///
/// It gives hot loops what `Array` cannot: no uniqueness check on a write, and pages that are used again.
/// Indexes are checked in debug builds only: they come from its owner, never from a file.
@frozen public struct Vector<Element: BitwiseCopyable>: ~Copyable {
  /// The first element.
  public private(set) var base: UnsafeMutablePointer<Element>
  /// How many elements there is room for.
  public private(set) var capacity: Int
  /// How many elements there are; may be lowered to drop the last ones.
  public var count: Int

  /// An empty buffer with room for `capacity` elements.
  public init(capacity: Int = 16) {
    let block = BlockCache.take(max(capacity, 1) * MemoryLayout<Element>.stride)
    self.capacity = block.byteCount / MemoryLayout<Element>.stride
    base = block.address.assumingMemoryBound(to: Element.self)
    count = 0
  }

  /// `count` elements whose bytes are all zero.
  public init(zeroed count: Int) {
    let block = BlockCache.takeZeroed(max(count, 1) * MemoryLayout<Element>.stride)
    capacity = block.byteCount / MemoryLayout<Element>.stride
    base = block.address.assumingMemoryBound(to: Element.self)
    self.count = count
  }

  deinit { BlockCache.give(block) }

  /// Gives the memory away, to be handed to `BlockCache.give` in the end.
  consuming func release() -> BlockCache.Block {
    let block = block
    discard self
    return block
  }

  /// Reads or replaces one element.
  @inlinable public subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    @inline(__always) nonmutating _modify {
      assert(index >= 0 && index < count)
      yield &base[index]
    }
  }

  /// Adds an element at the end.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if count == capacity { reserve(1) }
    (base + count).initialize(to: element)
    count &+= 1
  }

  /// Adds `other.count` elements at the end. `other` must not be part of this buffer.
  @inlinable public mutating func append(contentsOf other: UnsafeBufferPointer<Element>) {
    guard let source = other.baseAddress else { return }
    if capacity &- count < other.count { reserve(other.count) }
    (base + count).update(from: source, count: other.count)
    count &+= other.count
  }

  /// Takes the last element away. There must be one.
  @inlinable @inline(__always)
  public mutating func removeLast() -> Element {
    assert(count > 0)
    count &-= 1
    return base[count]
  }

  /// Adds `length` elements at the end by copying the ones from `start` on.
  public mutating func appendCopy(from start: Int, count length: Int) {
    if capacity &- count < length { reserve(length) }
    (base + count).update(from: base + start, count: length)
    count &+= length
  }

  /// Makes room for `extra` more elements: half as much again as there was, or what is asked for if that is more.
  @inline(never)
  public mutating func reserve(_ extra: Int) {
    let wanted = max(count + extra, capacity + capacity / 2) * MemoryLayout<Element>.stride
    let used = count * MemoryLayout<Element>.stride
    use(BlockCache.grow(block, to: wanted, used: used))
  }

  /// Gives back room that would mostly stay empty; where half of it is used, copying would cost more than it saves.
  public mutating func trim() {
    guard capacity > 64, capacity / 4 > count else { return }
    let exact = BlockCache.take(max(count, 1) * MemoryLayout<Element>.stride)
    exact.address.copyMemory(from: base, byteCount: count * MemoryLayout<Element>.stride)
    BlockCache.give(block)
    use(exact)
  }

  private var block: BlockCache.Block {
    BlockCache.Block(address: base, byteCount: capacity * MemoryLayout<Element>.stride)
  }

  private mutating func use(_ block: BlockCache.Block) {
    capacity = block.byteCount / MemoryLayout<Element>.stride
    base = block.address.assumingMemoryBound(to: Element.self)
  }
}
