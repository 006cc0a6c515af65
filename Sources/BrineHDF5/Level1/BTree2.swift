import BrineCore
import Synchronization

/// A B-tree of version 2: records of one size in the order of their keys.
///
/// Source: HDF5 File Format Specification 3.0, section III.A.2, "Version 2 B-trees".
struct BTree2: Sendable {
  /// Where its header is.
  let address: Int
  /// What kind of records it has.
  let type: UInt8
  /// How many bytes a node has, and a record.
  let nodeSize: Int, recordSize: Int
  /// How many levels of nodes are above the leaves.
  let depth: Int
  /// How many records there are.
  let count: Int
  private let root: Child?
  private let levels: [Level]
  private let checked = CheckedNodes()

  /// A node as its parent, or the header, refers to it.
  struct Child { let address: Int, count: Int }

  /// What is the same for all nodes so many levels above the leaves.
  private struct Level {
    /// The bytes of a pointer to a node of this level: of the number of its records, and of all below it.
    let countSize: Int, totalSize: Int
    /// How many records a node of this level has at most.
    let capacity: Int
  }

  /// A node: where its records and pointers are.
  struct Node {
    let level: Int
    let count: Int
    let records: Int
    fileprivate let pointers: Int
  }

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    self.address = address
    var reader = try storage.reader(at: address, "v2 B-tree header")
    let start = reader.position
    try reader.expect(signature: "BTHD")
    let version = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "v2 B-tree version \(version)") }
    type = try reader.uint8()
    nodeSize = Int(try reader.uint32())
    recordSize = Int(try reader.uint16())
    depth = Int(try reader.uint16())
    try reader.skip(2)
    let rootAddress = try reader.address()
    let rootCount = Int(try reader.uint16())
    count = try reader.length()
    try reader.verifyChecksum(from: start)
    guard recordSize > 0, nodeSize > 10 + recordSize, let size = count.multiplied(recordSize),
      size <= storage.source.count
    else { throw reader.error(.badStructure, "\(count) records of \(recordSize) bytes") }
    root = rootAddress.map { Child(address: $0, count: rootCount) }
    levels = try Self.levels(
      depth: depth, nodeSize: nodeSize, recordSize: recordSize, offsetSize: storage.offsetSize, reader)
  }

  /// How many bytes hold numbers up to `limit`.
  private static func byteCount(_ limit: Int) -> Int {
    limit <= 0 ? 1 : (Int.bitWidth - limit.leadingZeroBitCount - 1) / 8 + 1
  }

  private static func levels(
    depth: Int, nodeSize: Int, recordSize: Int, offsetSize: Int, _ reader: MetadataReader
  ) throws(HDF5Error) -> [Level] {
    let leafCapacity = (nodeSize - 10) / recordSize
    let countSize = byteCount(leafCapacity)
    var levels = [Level(countSize: countSize, totalSize: 0, capacity: leafCapacity)]
    var total = leafCapacity
    // The total grows by the capacity with each level, so that depth ends with numbers too large for a file.
    for _ in 0..<depth {
      let pointer = offsetSize + countSize + (levels.last?.totalSize ?? 0)
      let capacity = (nodeSize - 10 - pointer) / (recordSize + pointer)
      guard capacity > 0, let children = (capacity + 1).multiplied(total),
        let sum = children.adding(capacity)
      else {
        throw reader.error(.badStructure, "nodes of \(nodeSize) bytes can't be \(depth) levels deep")
      }
      total = sum
      levels.append(Level(countSize: countSize, totalSize: byteCount(total), capacity: capacity))
    }
    return levels
  }

  /// The root; `nil` when there are no records.
  func rootNode(in storage: FileStorage) throws(HDF5Error) -> Node? {
    guard let root, count > 0 else { return nil }
    return try node(root, level: depth, in: storage)
  }

  /// The `index`th child of a node that is not a leaf.
  func child(_ index: Int, of node: Node, in storage: FileStorage) throws(HDF5Error) -> Node {
    let level = levels[node.level - 1]
    let size = storage.offsetSize + level.countSize + level.totalSize
    let start = node.pointers + index * size
    var reader = storage.reader(range: start..<start + size, "v2 B-tree node")
    let address = try reader.definedAddress()
    let child = Child(address: address, count: try reader.int(size: level.countSize))
    return try self.node(child, level: node.level - 1, in: storage)
  }

  private func node(_ child: Child, level: Int, in storage: FileStorage) throws(HDF5Error) -> Node {
    var reader = try storage.reader(at: child.address, "v2 B-tree node")
    let start = reader.position
    let signature: StaticString = level == 0 ? "BTLF" : "BTIN"
    try reader.expect(signature: signature)
    let version = try reader.uint8()
    let type = try reader.uint8()
    guard version == 0 else { throw reader.error(.unsupportedVersion, "v2 B-tree node version \(version)") }
    guard type == self.type else {
      throw reader.error(.badStructure, "a node of type \(type) instead of \(self.type)")
    }
    guard child.count <= levels[level].capacity else {
      throw reader.error(.badStructure, "\(child.count) records; \(levels[level].capacity) fit into a node")
    }
    let records = reader.position
    try reader.skip(child.count * recordSize)
    let pointers = reader.position
    if level > 0 {
      let below = levels[level - 1]
      try reader.skip((child.count + 1) * (storage.offsetSize + below.countSize + below.totalSize))
    }
    if !checked.contains(child.address) {
      try reader.verifyChecksum(from: start)
      checked.insert(child.address)
    }
    return Node(level: level, count: child.count, records: records, pointers: pointers)
  }

  /// Where in the file a node's record is.
  func record(_ index: Int, of node: Node) -> Int { node.records + index * recordSize }

  /// A reader of the record at this offset in the file.
  func reader(record offset: Int, in storage: FileStorage) -> MetadataReader {
    storage.reader(range: offset..<offset + recordSize, "v2 B-tree record")
  }
}

/// What a record of a `BTree2` is looked up by.
protocol BTree2Key {
  /// Negative, zero or positive as this key comes before that of the record, is the same, or comes after it.
  func compare(_ record: MetadataReader) throws(HDF5Error) -> Int
}

extension BTree2 {
  /// The record of a key: its offset in the file.
  func find(_ key: some BTree2Key, in storage: FileStorage) throws(HDF5Error) -> Int? {
    guard var node = try rootNode(in: storage) else { return nil }
    while true {
      var (low, high) = (0, node.count)
      while low < high {
        let middle = (low + high) / 2
        let record = record(middle, of: node)
        let order = try key.compare(reader(record: record, in: storage))
        if order == 0 { return record }
        if order > 0 { low = middle + 1 } else { high = middle }
      }
      guard node.level > 0 else { return nil }
      node = try child(low, of: node, in: storage)
    }
  }
}

/// The nodes whose checksums were found right, so that each is computed once.
final class CheckedNodes: Sendable {
  private let addresses = Mutex<Set<Int>>([])

  /// Whether it was checked.
  func contains(_ address: Int) -> Bool { addresses.withLock { $0.contains(address) } }

  /// Remembers a node. There are never more than a hundred thousand, which is more than a million links need.
  func insert(_ address: Int) {
    addresses.withLock {
      if $0.count >= 100_000 { $0.removeAll(keepingCapacity: true) }
      $0.insert(address)
    }
  }
}
