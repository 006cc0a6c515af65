/// Where a value is, seen from the root: `config/layers[2]`.
///
/// Paths share their beginnings, so that keeping one for every value of a deep tree costs no more than the tree.
public struct PicklePath: Sendable {
  /// Kept as a list from the end to the start.
  private final class Link: @unchecked Sendable {
    // Sendable: `parent` changes only in `deinit`, when nobody else holds the link.
    let step: PickleStep
    private(set) var parent: Link?

    init(_ step: PickleStep, _ parent: Link?) {
      self.step = step
      self.parent = parent
    }

    /// Frees a long chain link by link: doing it by recursion would overflow the stack.
    deinit {
      var next = parent
      parent = nil
      while isKnownUniquelyReferenced(&next), let link = next {
        let after = link.parent
        link.parent = nil
        next = after
      }
    }
  }

  private var last: Link?

  /// The path of the root.
  public init() {}

  /// The path of a value one step further.
  public func appending(_ step: PickleStep) -> PicklePath {
    var path = PicklePath()
    path.last = Link(step, last)
    return path
  }

  /// The steps from the root on.
  public var steps: [PickleStep] {
    var steps: [PickleStep] = []
    var link = last
    while let current = link {
      steps.append(current.step)
      link = current.parent
    }
    return steps.reversed()
  }
}

extension PicklePath: CustomStringConvertible {
  /// The steps, names parted by `/`; empty for the root.
  public var description: String {
    var text = ""
    for step in steps {
      let part = step.description
      if !text.isEmpty && !part.hasPrefix("[") { text += "/" }
      text += part
    }
    return text
  }
}
