/// Ways that lead from one root, each made of another way and a step. They need little room, and so do their
/// texts.
struct PathTree {
  /// The way of no steps.
  static let root = -1

  private struct Node {
    let parent: Int
    let step: ObjectStep
    let depth: Int
    /// The way of the first steps, as many of them as paths show.
    let head: Int
  }

  private var nodes: [Node] = []

  /// The number of a way that is a step longer.
  mutating func add(_ step: ObjectStep, to parent: Int) -> Int {
    // An optional has the path of what is in it.
    if case .inside = step { return parent }
    let number = nodes.count
    let depth = depth(parent) + 1
    let head = depth <= ObjectPath.shown ? number : nodes[parent].head
    nodes.append(Node(parent: parent, step: step, depth: depth, head: head))
    return number
  }

  /// Forgets the way that was added last, where nothing goes on from it.
  mutating func removeLast(_ number: Int) {
    if number >= 0, number == nodes.count - 1 { nodes.removeLast() }
  }

  private func depth(_ number: Int) -> Int { number < 0 ? 0 : nodes[number].depth }

  /// The last steps of a way, at most `limit` of them.
  private func steps(_ number: Int, _ limit: Int) -> [ObjectStep] {
    var (steps, next) = ([ObjectStep](), number)
    while next >= 0, steps.count < limit {
      steps.append(nodes[next].step)
      next = nodes[next].parent
    }
    return steps.reversed()
  }

  /// A way and further steps.
  func path(_ number: Int, then rest: [ObjectStep] = []) -> ObjectPath {
    let depth = depth(number)
    guard depth > 2 * ObjectPath.shown + 1 else { return ObjectPath(steps(number, .max) + rest) }
    let tail = (steps(number, ObjectPath.shown) + rest).suffix(ObjectPath.shown)
    let head = steps(nodes[number].head, ObjectPath.shown)
    let omitted = depth + rest.count - head.count - tail.count
    return ObjectPath(head: head, omitted: omitted, tail: Array(tail))
  }

  /// The steps from the way `start` to one that it is the beginning of.
  func path(from start: Int, to number: Int) -> ObjectPath {
    ObjectPath(steps(number, depth(number) - depth(start)))
  }
}
