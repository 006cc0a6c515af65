/// Every value below a root, depth first, in document order.
///
/// An object that is met again is handed out again, marked as repeated, but not walked into a second time:
/// cycles end, and shared parts cost nothing. Nesting of any depth is fine.
public struct PickleWalk: Sequence, IteratorProtocol {
  /// One value on the way.
  public struct Visit: Sendable {
    /// The value.
    public let value: PickleValue
    /// How many steps below the root.
    public let depth: Int
    /// Where it is.
    public let path: PicklePath
    /// Whether this object was met before.
    public let isRepeated: Bool
  }

  private struct Frame {
    let children: PickleChildren
    var next = 0
    let path: PicklePath
  }

  private var root: PickleValue?
  private var frames: [Frame] = []
  private var seen: Set<Word> = []

  init(_ root: PickleValue) { self.root = root }

  /// The next value on the way.
  public mutating func next() -> Visit? {
    if let start = root {
      root = nil
      return visit(start, PicklePath())
    }
    while let frame = frames.last {
      guard frame.next < frame.children.count else {
        frames.removeLast()
        continue
      }
      frames[frames.count - 1].next += 1
      let child = frame.children[frame.next]
      return visit(child.value, frame.path.appending(child.step))
    }
    return nil
  }

  private mutating func visit(_ value: PickleValue, _ path: PicklePath) -> Visit {
    let depth = frames.count
    let meaning = value.meaning
    let isRepeated = meaning.hasIdentity && !seen.insert(value.word).inserted
    if !isRepeated && !meaning.isLeaf {
      frames.append(Frame(children: PickleChildren(value.graph, meaning), path: path))
    }
    return Visit(value: value, depth: depth, path: path, isRepeated: isRepeated)
  }
}

extension PickleValue {
  /// Every value from this one down, each object once.
  public var walk: PickleWalk { PickleWalk(self) }
}

extension Pickle {
  /// Where an object of this pickle is, by the first way that leads to it.
  public func path(of value: PickleValue) -> PicklePath? {
    root.walk.first { $0.value.isIdentical(to: value) }?.path
  }
}
