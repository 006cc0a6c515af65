import BrineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that decompressed bytes go to: it grows as they come, up to a limit, or is the caller's.
///
/// An array would fill its memory with zeros first, and copy it all to grow; `realloc` moves pages.
public final class OutputBuffer {
  /// How many bytes there are.
  public private(set) var count = 0
  /// How many there may be.
  public let most: Int

  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private let isBorrowed: Bool
  /// What is put out beyond the limit, only to see that there is something.
  private let beyond = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 16)

  init(most: Int) {
    self.most = most
    isBorrowed = false
  }

  init(borrowing memory: UnsafeMutableRawBufferPointer) {
    base = memory.baseAddress
    (most, capacity) = (memory.count, memory.count)
    isBorrowed = true
  }

  deinit {
    if !isBorrowed { free(base) }
    beyond.deallocate()
  }

  /// Makes the room that there is after `count` at least `extra` bytes, as far as the limit and the system allow.
  func reserve(_ extra: Int) {
    let wanted = min(count.adding(extra) ?? .max, most)
    guard !isBorrowed, wanted > capacity, let grown = realloc(base, wanted) else { return }
    base = grown
    capacity = wanted
    Self.useLargePages(grown, wanted)
  }

  /// Asks for pages of 2 MiB: touching a hundred megabytes for the first time takes as long as decompressing a third of
  /// them does, else.
  private static func useLargePages(_ start: UnsafeMutableRawPointer, _ count: Int) {
    #if os(Linux)
      let page = 4096
      let skipped = (page - Int(bitPattern: start) % page) % page
      guard count >= 8 << 20 else { return }
      // It is a hint: without it all works the same.
      _ = madvise(start + skipped, (count - skipped) / page * page, MADV_HUGEPAGE)
    #endif
  }

  /// Memory for what comes next: the rest of what there is, grown when it is used up. At the limit it is a few bytes
  /// that belong to nobody.
  func room() -> UnsafeMutableRawBufferPointer {
    if count == capacity { reserve(max(capacity, 64 << 10)) }
    guard count < capacity, let base else { return beyond }
    // Not all at once, so that one who watches the progress sees some.
    return UnsafeMutableRawBufferPointer(start: base + count, count: min(capacity - count, 8 << 20))
  }

  /// The memory that there is after `count`: as much as was reserved, if the limit and the system allowed it.
  var reserved: UnsafeMutableRawBufferPointer {
    guard let base else { return UnsafeMutableRawBufferPointer(rebasing: beyond[..<0]) }
    return UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
  }

  /// How many bytes may follow.
  var mostRoom: Int { most - count }

  /// Takes note that the first `produced` bytes of `reserved` were written.
  func add(_ produced: Int) { count += min(produced, capacity - count) }

  /// Takes note that the first `produced` bytes of `room` were written. `false` when they exceed the limit.
  func add(_ produced: Int, written room: UnsafeMutableRawBufferPointer) -> Bool {
    guard produced > 0 else { return true }
    if room.baseAddress == beyond.baseAddress { return false }
    count += produced
    return true
  }

  /// Drops all bytes but the first `count`.
  func truncate(to count: Int) { self.count = min(self.count, count) }

  /// Gives the bytes away; the buffer is then empty. Not for borrowed memory.
  func finish() -> MemorySource {
    guard let base, !isBorrowed else { return MemorySource([]) }
    // Room that was never touched costs no memory; what `realloc` would give back is mostly that.
    let kept = capacity - count > 4096 ? realloc(base, max(count, 1)) ?? base : base
    let block = OwnedBlock(kept)
    defer {
      self.base = nil
      (count, capacity) = (0, 0)
    }
    return MemorySource(UnsafeRawBufferPointer(start: kept, count: count), keptBy: block)
  }
}

/// Memory of `malloc`, freed when this object goes.
private final class OwnedBlock: @unchecked Sendable {
  // Sendable: only freed.
  private let address: UnsafeMutableRawPointer
  init(_ address: UnsafeMutableRawPointer) { self.address = address }
  deinit { free(address) }
}
