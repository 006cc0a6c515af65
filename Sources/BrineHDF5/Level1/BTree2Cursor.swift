import BrineCore

/// Goes over all records of a B-tree of version 2, in their order.
///
/// A node that is damaged is left out, and its error kept in `problems`.
struct BTree2Cursor {
  private let tree: BTree2
  private let storage: FileStorage
  private var path: [(node: BTree2.Node, next: Int)] = []
  private var budget: WorkBudget
  private var left: Int
  private var hasStarted = false
  /// Why there may be more records.
  private(set) var problems: [HDF5Error] = []

  init(_ tree: BTree2, in storage: FileStorage) {
    self.tree = tree
    self.storage = storage
    budget = WorkBudget(storage)
    left = tree.count
  }

  /// The next record: its offset in the file.
  mutating func next() -> Int? {
    if !hasStarted { start() }
    while let last = path.indices.last {
      let (node, next) = path[last]
      if node.level == 0 {
        if next < node.count {
          path[last].next += 1
          return take(tree.record(next, of: node))
        }
        path.removeLast()
        continue
      }
      // Children and records by turns: step 2n is child n, step 2n + 1 the record after it.
      guard next <= node.count * 2 else {
        path.removeLast()
        continue
      }
      path[last].next += 1
      if next & 1 == 1 { return take(tree.record(next >> 1, of: node)) }
      descend(to: next >> 1, of: node)
    }
    return nil
  }

  /// All problems, as an error.
  func throwProblems() throws(HDF5Error) {
    if let problem = problems.first { throw problem }
  }

  private mutating func start() {
    hasStarted = true
    do throws(HDF5Error) {
      if let root = try tree.rootNode(in: storage) { path.append((root, 0)) }
    } catch {
      problems.append(error)
    }
  }

  private mutating func descend(to index: Int, of node: BTree2.Node) {
    do throws(HDF5Error) {
      // Even an empty node has a signature and a checksum.
      try budget.spend(10 + node.count, "v2 B-tree", at: tree.address)
      path.append((try tree.child(index, of: node, in: storage), 0))
    } catch {
      problems.append(error)
      if error.code == .cyclic { path.removeAll() }
    }
  }

  /// Ends the walk when there are more records than the header says, for then nodes are met again.
  private mutating func take(_ record: Int) -> Int? {
    left -= 1
    guard left >= 0 else {
      problems.append(
        HDF5Error(
          .cyclic, "there are more records than the \(tree.count) that the header gives",
          structure: "v2 B-tree", offset: record))
      path.removeAll()
      return nil
    }
    return record
  }
}
