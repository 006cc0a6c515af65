/// Goes over everything in a group: each object once, under the first of its paths.
///
/// Soft and external links are not followed, as in h5py's `visit`. What can't be read comes with its error, and does
/// not end the walk.
public struct ObjectWalk: Sequence, IteratorProtocol, Sendable {
  /// One object.
  public struct Element: Sendable {
    /// Its path, from the group in which the walk began.
    public let path: String
    /// The object, or why it can't be read.
    public let object: Result<HDF5Object, HDF5Error>
  }

  private let file: HDF5File
  private let start: String
  /// The paths of groups, from the group in which the walk began.
  private var paths = PathTable()
  /// Links still to be followed, the next one last.
  private var waiting: [Step] = []
  private var seen: Set<Int>
  private let order: Group.Order

  private enum Step {
    case object(group: Int, name: NameSlice, depth: Int, address: Int)
    case problem(path: Int, HDF5Error)
  }

  /// Deeper groups are not entered: making the path of each would take too long.
  private static let deepest = 4096

  init(_ group: Group, order: Group.Order) {
    file = group.file
    start = group.path == "/" ? "" : group.path
    self.order = order
    seen = [group.objectAddress]
    push(group, path: 0, depth: 0)
  }

  /// The next object.
  public mutating func next() -> Element? {
    while let step = waiting.popLast() {
      switch step {
      case .problem(let path, let error): return Element(path: text(path), object: .failure(error))
      case .object(let group, let name, let depth, let address):
        guard seen.insert(address).inserted else { continue }
        let number = paths.add(name, to: group)
        let path = text(number)
        do throws(HDF5Error) {
          let object = try file.object(at: address, path: "\(start)/\(path)")
          if case .group(let group) = object { push(group, path: number, depth: depth + 1) }
          return Element(path: path, object: .success(object))
        } catch {
          return Element(path: path, object: .failure(error))
        }
      }
    }
    return nil
  }

  private func text(_ number: Int) -> String { String(paths.text(of: number).dropFirst()) }

  private mutating func push(_ group: Group, path: Int, depth: Int) {
    guard depth < Self.deepest else {
      waiting.append(
        .problem(path: path, HDF5Error(.tooLarge, "more than \(Self.deepest) groups deep", path: group.path)))
      return
    }
    let listing = group.listing(order)
    for problem in listing.problems.reversed() { waiting.append(.problem(path: path, problem)) }
    for link in listing.links.reversed() {
      guard case .hard(let address) = link.target, !seen.contains(address) else { continue }
      waiting.append(.object(group: path, name: link.name, depth: depth, address: address))
    }
  }
}

extension Group {
  /// Everything in this group and the groups in it: each object once, under the first of its paths.
  public func walk(in order: Order = .name) -> ObjectWalk { ObjectWalk(self, order: order) }

  /// Calls `body` with everything in this group and the groups in it, until it returns false.
  ///
  /// - Throws: What `body` throws, and what is wrong with the first object that can't be read.
  public func visit(_ body: (String, HDF5Object) throws -> Bool) throws {
    for element in walk() where !(try body(element.path, element.object.get())) { return }
  }
}
