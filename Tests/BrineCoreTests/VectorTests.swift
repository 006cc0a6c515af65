import Testing

@testable import BrineCore

@Suite struct VectorTests {
  @Test func growsAndKeepsItsElements() {
    var vector = Vector<Int>(capacity: 0)
    for number in 0..<100_000 { vector.append(number) }
    #expect(vector.count == 100_000)
    #expect((0..<100_000).allSatisfy { vector[$0] == $0 })
    #expect(vector.capacity >= vector.count)
    #expect(vector.removeLast() == 99_999)
    vector.count = 2
    vector.append(7)
    #expect([vector[0], vector[1], vector[2]] == [0, 1, 7])
    vector[1] = 9
    #expect(vector[1] == 9)
  }

  @Test func appendsMany() {
    var vector = Vector<UInt16>(capacity: 1)
    let numbers = (0..<1000).map { UInt16($0) }
    numbers.withUnsafeBufferPointer { vector.append(contentsOf: $0) }
    vector.append(contentsOf: UnsafeBufferPointer(start: nil, count: 0))
    vector.appendCopy(from: 10, count: 20)
    #expect(vector.count == 1020)
    #expect((0..<20).allSatisfy { vector[1000 + $0] == UInt16(10 + $0) })
    vector.appendCopy(from: 0, count: 1020)
    #expect(vector.count == 2040)
    #expect(vector[2039] == 29)
  }

  @Test func reservesWhatIsAskedFor() {
    var vector = Vector<Int>(capacity: 4)
    vector.append(5)
    vector.reserve(1 << 20)
    #expect(vector.capacity > 1 << 20)
    #expect(vector[0] == 5)
  }
}

/// Tests run side by side and share the cache, so that nothing here depends on what else it holds.
@Suite struct BlockCacheTests {
  @Test func blocksAreLargeEnough() {
    for size in [1, 100, 64 << 10, 1 << 20, 40 << 20] {
      let block = BlockCache.take(size)
      #expect(block.byteCount >= size)
      block.address.storeBytes(of: 7, toByteOffset: size - 1, as: UInt8.self)
      BlockCache.give(block)
    }
  }

  @Test func largeBlocksAreUsedAgain() {
    // An odd size that nobody else asks for, taken again at once; what was given lately is not thrown out.
    let size = (31 << 20) + 12_345
    let isReused = (0..<100).contains { _ in
      let block = BlockCache.take(size)
      BlockCache.give(block)
      let next = BlockCache.take(size)
      defer { BlockCache.give(next) }
      return next.address == block.address
    }
    #expect(isReused)
  }

  @Test func blocksInUseDiffer() {
    let blocks = (0..<8).map { _ in BlockCache.take(1 << 17) }
    #expect(Set(blocks.map(\.address)).count == 8)
    blocks.forEach(BlockCache.give)
  }

  @Test func growingKeepsWhatWasUsed() {
    var block = BlockCache.take(64 << 10)
    for index in 0..<1000 {
      block.address.storeBytes(of: UInt8(index % 251), toByteOffset: index, as: UInt8.self)
    }
    for size in [128 << 10, 3 << 20, 40 << 20, 80 << 20] {
      block = BlockCache.grow(block, to: size, used: 1000)
      #expect(block.byteCount >= size)
      let isKept = (0..<1000).allSatisfy {
        block.address.load(fromByteOffset: $0, as: UInt8.self) == $0 % 251
      }
      #expect(isKept)
    }
    BlockCache.give(block)
  }
}
