import BrineCore

/// The links of a group of the old kind: a B-tree of symbol table nodes, and a heap of names.
///
/// Source: HDF5 File Format Specification 3.0, sections III.A.1, III.B and III.D.
struct SymbolTable: LinkIndex {
  private let treeAddress: Int
  private let heap: LocalHeap

  var tracksCreationOrder: Bool { false }
  var count: Int? { nil }

  init(_ message: SymbolTableMessage, in storage: FileStorage) throws(HDF5Error) {
    treeAddress = message.treeAddress
    heap = try LocalHeap(address: message.heapAddress, in: storage)
  }

  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> LinkRecord? {
    var node = try GroupTreeNode(address: treeAddress, in: storage)
    while true {
      guard let index = try child(of: node, for: name, in: storage) else { return nil }
      let address = try node.child(index, in: storage)
      if node.level == 0 {
        return try find(name, SymbolTableNode(address: address, in: storage), in: storage)
      }
      let next = try GroupTreeNode(address: address, in: storage)
      try checkLevel(next, below: node.level, at: address)
      node = next
    }
  }

  /// The child whose names go up to its right key, that key included.
  private func child(
    of node: GroupTreeNode, for name: LookupName, in storage: FileStorage
  ) throws(HDF5Error) -> Int? {
    var (low, high) = (0, node.count)
    while low < high {
      let middle = (low + high) / 2
      let key = try heap.name(at: try node.key(middle + 1, in: storage), in: storage)
      if name.withBytes({ key.compare($0) }) < 0 { low = middle + 1 } else { high = middle }
    }
    return low < node.count ? low : nil
  }

  private func find(
    _ name: LookupName, _ node: SymbolTableNode, in storage: FileStorage
  ) throws(HDF5Error) -> LinkRecord? {
    var (low, high) = (0, node.count)
    while low < high {
      let middle = (low + high) / 2
      let other = try node.name(middle, heap, in: storage)
      let order = name.withBytes { other.compare($0) }
      if order == 0 { return try node.link(middle, heap, in: storage) }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Levels go down by one, so that no node can be its own descendant.
  private func checkLevel(_ node: GroupTreeNode, below level: Int, at address: Int) throws(HDF5Error) {
    guard node.level == level - 1 else {
      throw HDF5Error(
        .cyclic, "a node of level \(node.level) is below one of level \(level)", structure: "group B-tree",
        offset: address)
    }
  }

  func list(in storage: FileStorage) -> LinkListing {
    var listing = LinkListing()
    var budget = WorkBudget(storage)
    // Nodes still to be read, the next one last; `nil` is the level above the root's.
    var waiting: [(address: Int, above: Int?)] = [(treeAddress, nil)]
    while let (address, above) = waiting.popLast() {
      do throws(HDF5Error) {
        if above == 0 {
          let node = try SymbolTableNode(address: address, in: storage)
          try budget.spend(node.usedBytes, "symbol table node", at: address)
          append(node, to: &listing, in: storage)
          continue
        }
        let node = try GroupTreeNode(address: address, in: storage)
        try budget.spend(node.usedBytes, "group B-tree", at: address)
        if let above { try checkLevel(node, below: above, at: address) }
        push(node, to: &waiting, &listing, in: storage)
      } catch {
        listing.problems.append(error)
        if error.code == .cyclic { break }
      }
    }
    return listing
  }

  /// Puts a node's children on the stack, the first one on top.
  private func push(
    _ node: GroupTreeNode, to waiting: inout [(address: Int, above: Int?)], _ listing: inout LinkListing,
    in storage: FileStorage
  ) {
    for index in (0..<node.count).reversed() {
      do throws(HDF5Error) {
        waiting.append((try node.child(index, in: storage), node.level))
      } catch {
        listing.problems.append(error)
      }
    }
  }

  private func append(_ node: SymbolTableNode, to listing: inout LinkListing, in storage: FileStorage) {
    for index in 0..<node.count {
      do throws(HDF5Error) {
        listing.links.append(try node.link(index, heap, in: storage))
      } catch {
        listing.problems.append(error)
      }
    }
  }
}
