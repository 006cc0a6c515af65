import BrineCore

/// Chunks in a version 1 B-tree of node type 1.
///
/// Source: HDF5 File Format Specification 3.0, section III.A.1, "Version 1 B-trees".
struct ChunkTreeV1: ChunkIndex {
  let storage: FileStorage
  let grid: ChunkGrid
  let root: Int

  private static let structure: StaticString = "version 1 B-tree"

  /// One node's memory.
  private struct Node {
    let level: Int
    let count: Int
    let keys: UnsafeRawPointer
    /// The bytes of a key, and of a key with its child.
    let keySize: Int, stride: Int
    let rank: Int
    let offsetSize: Int

    private func key(_ index: Int) -> UnsafeRawPointer { keys + index &* stride }

    func size(_ index: Int) -> Int {
      Int(UInt32(littleEndian: key(index).loadUnaligned(as: UInt32.self)))
    }

    func filterMask(_ index: Int) -> UInt32 {
      UInt32(littleEndian: (key(index) + 4).loadUnaligned(as: UInt32.self))
    }

    func offset(_ index: Int, _ axis: Int) -> UInt64 {
      UInt64(littleEndian: (key(index) + (8 &+ axis &* 8)).loadUnaligned(as: UInt64.self))
    }

    /// A child's address; -1 when it is undefined or beyond `Int`.
    func child(_ index: Int) -> Int {
      let place = key(index) + keySize
      if offsetSize == 8 {
        return Int(exactly: UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))) ?? -1
      }
      var (value, ones) = (0, true)
      for byte in (0..<offsetSize).reversed() {
        let next = place.load(fromByteOffset: byte, as: UInt8.self)
        if next != 0xFF { ones = false }
        guard let higher = value.multiplied(256) else { return -1 }
        value = higher | Int(next)
      }
      return ones ? -1 : value
    }
  }

  private func node(at address: Int, level: Int?) throws(HDF5Error) -> Node {
    var reader = try storage.reader(at: address, Self.structure)
    try reader.expect(signature: "TREE")
    let kind = try reader.uint8()
    guard kind == 1 else { throw reader.error(.badStructure, "a node of type \(kind) among chunks") }
    let found = Int(try reader.uint8())
    guard level == nil || level == found else {
      throw reader.error(.badStructure, "a node of level \(found) under one of level \((level ?? 0) + 1)")
    }
    let count = Int(try reader.uint16())
    guard count <= 2 * storage.bTreeK.chunks else {
      throw reader.error(.badStructure, "\(count) children; there can be \(2 * storage.bTreeK.chunks)")
    }
    try reader.skip(2 * storage.offsetSize)
    let keySize = 8 + 8 * (grid.shape.count + 1)
    let stride = keySize + storage.offsetSize
    let start = reader.position
    try reader.skip(count * stride)
    guard let base = storage.source.memory.baseAddress else { throw reader.error(.truncated, "no bytes") }
    return Node(
      level: found, count: count, keys: base + start, keySize: keySize, stride: stride,
      rank: grid.shape.count,
      offsetSize: storage.offsetSize)
  }

  private func error(_ detail: String, at address: Int) -> HDF5Error {
    HDF5Error(
      .badStructure, detail, structure: "\(Self.structure)", offset: address.adding(storage.base))
  }

  func chunk(at scaled: UnsafeBufferPointer<Int>) throws(HDF5Error) -> StoredChunk? {
    var node = try node(at: root, level: nil)
    while true {
      guard let index = find(scaled, in: node) else { return nil }
      let child = node.child(index)
      guard child >= 0 else { throw error("a node's child has no address", at: root) }
      if node.level == 0 {
        guard order(scaled, node, index) == 0 else { return nil }
        return StoredChunk(address: child, size: node.size(index), filterMask: node.filterMask(index))
      }
      node = try self.node(at: child, level: node.level - 1)
    }
  }

  /// The last child whose first chunk is not behind the one that is looked for.
  private func find(_ scaled: UnsafeBufferPointer<Int>, in node: Node) -> Int? {
    var (low, high) = (0, node.count)
    while low < high {
      let middle = (low + high) / 2
      if order(scaled, node, middle) < 0 { high = middle } else { low = middle + 1 }
    }
    return low == 0 ? nil : low - 1
  }

  /// Whether a chunk is before (-1), at (0) or behind (1) a key.
  private func order(_ scaled: UnsafeBufferPointer<Int>, _ node: Node, _ index: Int) -> Int {
    for axis in 0..<node.rank {
      let place = UInt64(truncatingIfNeeded: scaled[axis] &* grid.chunk[axis])
      let offset = node.offset(index, axis)
      if place != offset { return place < offset ? -1 : 1 }
    }
    return 0
  }

  func collect(into table: inout ChunkTable) throws(HDF5Error) {
    var seen: Set<Int> = []
    var open: [(address: Int, level: Int?)] = [(root, nil)]
    let scaled = UnsafeMutableBufferPointer<Int>.allocate(capacity: max(grid.shape.count, 1))
    defer { scaled.deallocate() }
    while let (address, level) = open.popLast() {
      guard seen.insert(address).inserted else {
        throw HDF5Error(
          .cyclic, "two parents have the same node", structure: "\(Self.structure)", offset: address)
      }
      let node = try node(at: address, level: level)
      for index in 0..<node.count {
        let child = node.child(index)
        guard child >= 0 else { throw error("a node's child has no address", at: address) }
        if node.level > 0 {
          open.append((child, node.level - 1))
          continue
        }
        for axis in 0..<node.rank {
          let (quotient, remainder) = node.offset(index, axis)
            .quotientAndRemainder(dividingBy: UInt64(grid.chunk[axis]))
          guard remainder == 0 else { throw error("a chunk begins between chunks", at: address) }
          scaled[axis] = Int(exactly: quotient) ?? .max
        }
        table.add(
          StoredChunk(address: child, size: node.size(index), filterMask: node.filterMask(index)),
          at: UnsafeBufferPointer(scaled))
      }
    }
  }
}
