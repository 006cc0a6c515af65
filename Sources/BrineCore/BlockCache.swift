import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Large blocks of memory that were given back, kept for the next one who needs such a block.
///
/// A fresh page costs about a microsecond, more than decoding what goes onto it. A process that reads one file
/// after the other gets pages here that it already has. No more than 64 MiB are kept.
enum BlockCache {
  struct Block: @unchecked Sendable {
    // Sendable: a block is owned by whoever holds it.
    let address: UnsafeMutableRawPointer
    let byteCount: Int
  }

  /// Smaller blocks are left to `malloc`.
  static let smallest = 64 << 10
  private static let largest = 32 << 20
  private static let mostKept = 64 << 20
  private static let kept = Mutex<[Block]>([])

  /// A block of at least so many bytes, with any content. Ends the process when the system has no memory left,
  /// like every allocation in Swift.
  static func take(_ byteCount: Int) -> Block {
    if byteCount >= smallest, byteCount <= largest, let block = takeKept(byteCount) { return block }
    guard let address = malloc(byteCount) else { fatalError("out of memory") }
    return Block(address: address, byteCount: byteCount)
  }

  /// A block of which at least the first `byteCount` bytes are zero.
  static func takeZeroed(_ byteCount: Int) -> Block {
    if byteCount >= smallest, byteCount <= largest, let block = takeKept(byteCount) {
      memset(block.address, 0, byteCount)
      return block
    }
    // Pages that the system hands out are zero already, and cost nothing until they are touched.
    guard let address = calloc(byteCount, 1) else { fatalError("out of memory") }
    return Block(address: address, byteCount: byteCount)
  }

  private static func takeKept(_ byteCount: Int) -> Block? {
    kept.withLock { blocks in
      var best: Int?
      for index in blocks.indices where blocks[index].byteCount >= byteCount {
        if let current = best, blocks[current].byteCount <= blocks[index].byteCount { continue }
        best = index
      }
      return best.map { blocks.remove(at: $0) }
    }
  }

  /// Takes a block back.
  static func give(_ block: Block) {
    guard block.byteCount >= smallest, block.byteCount <= largest else { return free(block.address) }
    let isKept = kept.withLock { blocks in
      guard blocks.count < 32, blocks.reduce(block.byteCount, { $0 + $1.byteCount }) <= mostKept else {
        return false
      }
      blocks.append(block)
      return true
    }
    if !isKept { free(block.address) }
  }

  /// A larger block with the content of `block`, which is given back.
  static func grow(_ block: Block, to byteCount: Int, used: Int) -> Block {
    if byteCount > largest {
      guard let address = realloc(block.address, byteCount) else { fatalError("out of memory") }
      return Block(address: address, byteCount: byteCount)
    }
    let larger = take(byteCount)
    larger.address.copyMemory(from: block.address, byteCount: used)
    give(block)
    return larger
  }
}
