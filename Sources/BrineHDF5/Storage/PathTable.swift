/// Paths of objects as a tree of names, so that memory goes with the names alone: groups may nest thousands deep, and
/// whole paths would take the square of that. A path's number is an index; its text is made when it is needed.
struct PathTable: Sendable {
  private enum Name {
    /// Bytes that the file keeps.
    case slice(NameSlice)
    /// A copy, lest a whole unpacked block is kept for one name.
    case copy([UInt8])

    var count: Int {
      switch self {
      case .slice(let slice): slice.count
      case .copy(let bytes): bytes.count
      }
    }
  }

  private struct Node {
    let parent: Int32
    let name: Name
  }

  /// The path number 0, with no slash at its end.
  private let root: [UInt8]
  private var nodes = [Node(parent: 0, name: .copy([]))]

  /// - Parameter root: The path from which all begin, and whose number is 0.
  init(root: String = "/") { self.root = root == "/" ? [] : Array(root.utf8) }

  /// The number of the path that leads to `name` in the group at `parent`.
  ///
  /// - Precondition: The file of the name is kept as long as the table.
  mutating func add(_ name: NameSlice, to parent: Int) -> Int {
    let kept = name.isKept ? Name.slice(name) : .copy(Array(name.bytes))
    nodes.append(Node(parent: Int32(truncatingIfNeeded: parent), name: kept))
    return nodes.count - 1
  }

  /// Forgets the path that was added last.
  mutating func removeLast() { if nodes.count > 1 { nodes.removeLast() } }

  /// The whole path.
  func bytes(of number: Int) -> [UInt8] {
    var (numbers, count, next) = ([Int](), root.count, number)
    while next > 0 {
      numbers.append(next)
      count += 1 + nodes[next].name.count
      next = Int(nodes[next].parent)
    }
    var path: [UInt8] = []
    path.reserveCapacity(max(count, 1))
    path += root
    for number in numbers.reversed() {
      path.append(0x2F)
      switch nodes[number].name {
      case .slice(let slice): path.append(contentsOf: slice.bytes)
      case .copy(let bytes): path += bytes
      }
    }
    return path.isEmpty ? [0x2F] : path
  }

  /// The whole path, what is no UTF-8 replaced.
  func text(of number: Int) -> String { String(decoding: bytes(of: number), as: UTF8.self) }
}

extension String {
  /// The end of a path that is too long for a message.
  var shortPath: String { utf8.count > 4096 ? "…\(suffix(1024))" : self }
}
