/// The keys and indexes from the root to the value that is being encoded or decoded.
///
/// They become coding keys only where somebody asks for them.
struct CodingSteps {
  enum Step {
    case key(any CodingKey)
    case index(Int)
  }

  private var steps: [Step] = []

  var count: Int { steps.count }

  /// Goes one step deeper, from `depth`.
  @inline(__always)
  mutating func enter(_ step: Step, at depth: Int) {
    leave(to: depth)
    steps.append(step)
  }

  @inline(__always)
  mutating func leave(to depth: Int) {
    while steps.count > depth { steps.removeLast() }
  }

  /// The first `depth` steps.
  func codingPath(depth: Int) -> [any CodingKey] {
    steps.prefix(depth).map {
      switch $0 {
      case .key(let key): key
      case .index(let index): PickleKey(index)
      }
    }
  }
}
