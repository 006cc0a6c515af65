/// B-trees.
extension FileCheck {
  /// A B-tree of version 2: all of its nodes, their checksums and how many records they have.
  mutating func checkTree(
    _ address: Int, types: [UInt8],
    record: (inout FileCheck, MetadataReader) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    guard known.insert(address).inserted else { return }
    let tree = try BTree2(address: address, in: storage)
    claim(address, 22 + storage.offsetSize + storage.lengthSize, "v2 B-tree header")
    guard types.contains(tree.type) else {
      throw HDF5Error(
        .badStructure, "records of type \(tree.type)", structure: "v2 B-tree header",
        offset: address.adding(storage.base))
    }
    var path: [(node: BTree2.Node, next: Int)] = []
    var count = 0
    var isWhole = true
    if let root = try tree.rootNode(in: storage) { path.append((root, 0)) }
    claimNode(path.last?.node, tree)
    while let (node, next) = path.last {
      let steps = node.level == 0 ? node.count : 2 * node.count + 1
      guard next < steps, count <= tree.count else {
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      if node.level > 0, next & 1 == 0 {
        do throws(HDF5Error) {
          let child = try tree.child(next >> 1, of: node, in: storage)
          guard known.insert(child.records).inserted else {
            throw HDF5Error(
              .cyclic, "two parents have the same node", structure: "v2 B-tree", offset: child.records)
          }
          claimNode(child, tree)
          path.append((child, 0))
        } catch {
          isWhole = false
          problem(error)
        }
        continue
      }
      count += 1
      let place = tree.record(node.level == 0 ? next : next >> 1, of: node)
      let reader = tree.reader(record: place, in: storage)
      attempt { check throws(HDF5Error) in try record(&check, reader) }
    }
    guard !isWhole || count == tree.count else {
      throw HDF5Error(
        .badStructure, "there are \(count) records, but the header gives \(tree.count)",
        structure: "v2 B-tree header", offset: address.adding(storage.base))
    }
  }

  private mutating func claimNode(_ node: BTree2.Node?, _ tree: BTree2) {
    // Signature, version and type are before the records.
    guard let node else { return }
    claim(node.records - 6 - storage.base, tree.nodeSize, "v2 B-tree node")
  }

  /// A B-tree of version 1: all of its nodes.
  ///
  /// - Parameters:
  ///   - kind: 0 for the links of groups, 1 for chunks.
  ///   - keySize: how many bytes a key has.
  ///   - leaf: called with what the leaves lead to.
  mutating func checkTree1(
    _ address: Int, kind: UInt8, keySize: Int,
    leaf: (inout FileCheck, Int) throws(HDF5Error) -> Void
  ) {
    var waiting: [(address: Int, above: Int?, bounds: KeyBounds)] = [(address, nil, KeyBounds())]
    while let (address, above, bounds) = waiting.popLast() {
      attempt { check throws(HDF5Error) in
        let (level, children, keys) = try check.node1(address, kind: kind, keySize: keySize, above: above)
        if !bounds.contain(keys) {
          check.problem(
            HDF5Error(
              .badStructure, "the keys of a node are not in ascending order", structure: "version 1 B-tree",
              offset: address.adding(check.storage.base)))
        }
        if level > 0 {
          waiting += children.indices.reversed().map { (children[$0], level, bounds.child($0, keys)) }
        } else {
          for child in children { check.attempt { check throws(HDF5Error) in try leaf(&check, child) } }
        }
      }
    }
  }

  /// A node of a version 1 B-tree, under one of the level `above`: its level, children, and keys of chunks.
  private mutating func node1(
    _ address: Int, kind: UInt8, keySize: Int, above: Int?
  ) throws(HDF5Error) -> (level: Int, children: [Int], keys: [[UInt64]]) {
    var reader = try storage.reader(at: address, kind == 0 ? "group B-tree" : "version 1 B-tree")
    let start = reader.position
    guard known.insert(address).inserted else {
      throw reader.error(.cyclic, "two parents have the same node")
    }
    try reader.expect(signature: "TREE")
    let found = try reader.uint8()
    let level = Int(try reader.uint8())
    let count = Int(try reader.uint16())
    guard found == kind, above == nil || above == level + 1 else {
      throw reader.error(.badStructure, "a node of kind \(found) and level \(level)")
    }
    let most = 2 * (kind == 0 ? storage.bTreeK.groups : storage.bTreeK.chunks)
    guard count <= most else {
      throw reader.error(.badStructure, "\(count) children; there can be \(most)")
    }
    try reader.skip(2 * storage.offsetSize)
    var children: [Int] = []
    var keys: [[UInt64]] = []
    for _ in 0..<count {
      if kind == 1 {
        try reader.skip(8)
        keys.append(try Self.key(&reader, keySize - 8))
      } else {
        try reader.skip(keySize)
      }
      children.append(try reader.definedAddress())
    }
    try reader.skip(keySize)
    claim(address, reader.position - start, "version 1 B-tree node")
    return (level, children, keys)
  }

  /// The place of a chunk, as keys have it.
  private static func key(_ reader: inout MetadataReader, _ size: Int) throws(HDF5Error) -> [UInt64] {
    var key: [UInt64] = []
    for _ in 0..<size / 8 { key.append(try reader.uint64()) }
    return key
  }
}

/// Between which keys those of a node have to be: a search looks for others elsewhere.
private struct KeyBounds {
  var low: [UInt64]?, high: [UInt64]?

  /// Whether keys go up within the bounds.
  func contain(_ keys: [[UInt64]]) -> Bool {
    if let low, let first = keys.first, first.lexicographicallyPrecedes(low) { return false }
    if let high, let last = keys.last, !last.lexicographicallyPrecedes(high) { return false }
    return zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
  }

  /// The bounds of a node's child; nodes of groups have no keys here.
  func child(_ number: Int, _ keys: [[UInt64]]) -> KeyBounds {
    guard number < keys.count else { return KeyBounds() }
    return KeyBounds(low: keys[number], high: number + 1 < keys.count ? keys[number + 1] : high)
  }
}
