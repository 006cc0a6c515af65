import Synchronization

/// The first path of each object, by its address: depth first, the links of a group in the order of their names' bytes,
/// hard links alone. Made when the first reference is written.
final class FirstPaths: Sendable {
  private let file: HDF5File
  private let known = Mutex<[Int: [UInt8]]?>(nil)

  private typealias Step = (group: Int, name: NameSlice, address: Int)

  init(_ file: HDF5File) { self.file = file }

  /// The path of the object at an address; `nil` when no link leads there.
  func path(of address: Int) -> [UInt8]? {
    known.withLock { known in
      if known == nil { known = Self.make(file) }
      return known?[address]
    }
  }

  /// - Parameter mostObjects: How many objects are looked at.
  static func make(_ file: HDF5File, mostObjects: Int = .max) -> [Int: [UInt8]] {
    var paths: [Int: [UInt8]] = [file.root.objectAddress: Array("/".utf8)]
    var table = PathTable()
    var waiting: [Step] = []
    push(file.root, 0, &waiting)
    // Paths of a file whose groups nest a thousand deep could be longer than the file by far.
    var budget = 64 << 20
    while let step = waiting.popLast(), budget > 0, paths.count < mostObjects {
      let address = step.address
      guard paths[address] == nil else { continue }
      let number = table.add(step.name, to: step.group)
      let path = table.bytes(of: number)
      paths[address] = path
      budget -= path.count
      guard let object = try? file.object(at: address), let group = object.group else { continue }
      push(group, number, &waiting)
    }
    return paths
  }

  private static func push(_ group: Group, _ number: Int, _ waiting: inout [Step]) {
    for link in group.listing(.name).links.reversed() {
      guard case .hard(let address) = link.target else { continue }
      waiting.append((number, link.name, address))
    }
  }
}
