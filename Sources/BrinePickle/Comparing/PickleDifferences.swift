import BrineCore

/// The differences between two values, one after the other, in document order.
///
/// ```swift
/// var differences = PickleDifferences(from: old.root, to: new.root)
/// while let difference = try differences.next() { print(difference) }
/// ```
/// Dicts are compared by key and sets by item, both as Python's `==` has it; instances by class, arguments,
/// attributes and contents. The items of lists and tuples are aligned first, so that one that was put in at the
/// front is one difference. The two graphs may share objects and have cycles: a pair of objects that was
/// compared once is not compared again, and the time is linear in the sizes of the pickles.
public struct PickleDifferences: Sendable {
  let graphs: ComparedGraphs
  let options: PickleDifferenceOptions
  let plain: PlainComparison
  var oldHashes: StructuralHash?
  var newHashes: StructuralHash?
  private var pairs: PairTable
  private var firstPaths: [PickleIdentity: PicklePath] = [:]
  private var frames: [Frame] = []
  /// Found and not handed out yet, last first.
  private var found: [PickleDifference] = []
  private var budget: Int

  /// A pair of containers that is being compared.
  private struct Frame {
    let item: ComparedItem
    let items: [ComparedItem]
    var next = 0
    /// Where it is on both sides; made when a difference needs it.
    var path: PicklePath?
    var newPath: PicklePath?
    /// Whether the two paths differ.
    var isMoved: Bool
  }

  /// A comparison of two values, of the same pickle or of two.
  public init(
    from old: PickleValue, to new: PickleValue, options: PickleDifferenceOptions = .init()
  ) {
    graphs = ComparedGraphs(old: old.graph, new: new.graph)
    self.options = options
    plain = PlainComparison(graphs: graphs, options: options)
    pairs = PairTable(old.graph, new.graph)
    budget = Self.budget(graphs)
    let root = ComparedItem(role: .root, old: old.word, new: new.word)
    frames = [Frame(item: root, items: [root], path: PicklePath(), isMoved: false)]
  }

  private static func budget(_ graphs: ComparedGraphs) -> Int {
    graphs.old.referenceBudget.adding(graphs.new.referenceBudget) ?? .max
  }

  /// The next difference; `nil` when there are no more.
  ///
  /// - Throws: `PickleError.Code.limitExceeded` when the pickles refer to the same parts far too often.
  public mutating func next() throws(PickleError) -> PickleDifference? {
    while true {
      if let difference = found.popLast() { return difference }
      guard let frame = frames.last else { return nil }
      guard frame.next < frame.items.count else {
        frames.removeLast()
        continue
      }
      frames[frames.count - 1].next += 1
      try compare(frame.items[frame.next])
      found.reverse()
    }
  }

  // MARK: One pair

  private mutating func compare(_ item: ComparedItem) throws(PickleError) {
    if item.old == .absent { return report(.added, item) }
    if item.new == .absent { return report(.removed, item) }
    guard !plain.areSurelyEqual(item.old, item.new), isNew(item) else { return }
    let (old, new) = (graphs.old.meaning(item.old), graphs.new.meaning(item.new))
    // Long strings may come in as many pairs as there are objects.
    try spend(1 + (item.old.mayHaveChildren ? 0 : graphs.old.leafSize(item.old) / 64))
    try spend(old.contentWork(graphs.old) + new.contentWork(graphs.new))
    guard old.comparedKind(graphs.old) == new.comparedKind(graphs.new) else {
      return report(.type, item)
    }
    if let outcome = plain.outcome(old, new) {
      return report(outcome.kind, item, detail: outcome.detail)
    }
    if case .instance(let old) = old, case .instance(let new) = new, old.name != new.name {
      report(.name, item)
      // What another function is called with means something else; attributes of another class may be the same.
      if old.isCall, new.isCall { return }
    }
    let items = try parts(old, new, at: item)
    guard !items.isEmpty else { return }
    let isMoved = frames.last?.isMoved == true || item.isMoved
    let isRoot = item.role == .root
    frames.append(
      Frame(item: item, items: items, path: isRoot ? PicklePath() : nil, isMoved: isMoved))
  }

  /// Whether a pair was not compared before. Notes it, and where its objects are when sharing matters.
  private mutating func isNew(_ item: ComparedItem) -> Bool {
    guard item.old.isRemembered(graphs.old), item.new.isRemembered(graphs.new) else { return true }
    let (newPartner, oldPartner) = (pairs.partner(ofOld: item.old), pairs.partner(ofNew: item.new))
    guard pairs.insert(item.old, item.new) else { return false }
    if options.sharing, !pairs.isUnited { noteSharing(item, newPartner, oldPartner) }
    return true
  }

  /// Whether a pair of dicts or lists that are only parts of instances was not compared before.
  mutating func isNewPart(_ old: Word, _ new: Word) -> Bool {
    guard old.mayHaveChildren, new.mayHaveChildren else { return true }
    return pairs.insert(old, new)
  }

  private mutating func noteSharing(_ item: ComparedItem, _ newPartner: Word?, _ oldPartner: Word?) {
    let (old, new) = (PickleValue(graphs.old, item.old), PickleValue(graphs.new, item.new))
    guard let oldIdentity = old.identity, let newIdentity = new.identity else { return }
    let (path, newPath) = frames.count > 1000 ? (nil, nil) : paths(to: item)
    // What was met before with another partner is one object here and two over there.
    if newPartner == nil {
      firstPaths[oldIdentity] = path
    } else {
      report(.sharing, item, firstPath: firstPaths[oldIdentity], wasShared: true)
    }
    if oldPartner == nil {
      firstPaths[newIdentity] = newPath ?? path
    } else {
      report(.sharing, item, firstPath: firstPaths[newIdentity])
    }
  }

  /// Pays for work. When there is too much, pairs are united; when that does not help, the comparison ends.
  mutating func spend(_ work: Int) throws(PickleError) {
    budget -= work
    guard budget <= 0 || pairs.isCrowded else { return }
    guard !pairs.isUnited else {
      throw PickleError(.limitExceeded, "the pickles refer to the same parts far too often")
    }
    pairs.unite()
    budget = Self.budget(graphs)
  }

  // MARK: Reports

  /// Notes a difference at an item of the innermost frame.
  mutating func report(
    _ kind: PickleDifference.Kind, _ item: ComparedItem, detail: String? = nil,
    firstPath: PicklePath? = nil,
    wasShared: Bool = false
  ) {
    let (path, newPath) = paths(to: item)
    let isAdded = item.old == .absent
    found.append(
      PickleDifference(
        kind: kind, path: isAdded ? newPath ?? path : path, newPath: isAdded ? nil : newPath,
        old: isAdded ? nil : PickleValue(graphs.old, item.old),
        new: item.new == .absent ? nil : PickleValue(graphs.new, item.new),
        step: frames.last.flatMap { step(to: item, in: $0, isNew: isAdded) }
          ?? item.step(graphs, isNew: isAdded),
        depth: item.role == .root ? 0 : frames.count - 1,
        detail: detail, firstPath: firstPath, wasShared: wasShared))
  }

  /// The object that an old one was first compared with.
  func partner(ofOld word: Word) -> Word? { pairs.partner(ofOld: word) }

  /// Where an item of the innermost frame is; the second path is `nil` where it is the same.
  private mutating func paths(to item: ComparedItem) -> (path: PicklePath, newPath: PicklePath?) {
    guard item.role != .root else { return (PicklePath(), nil) }
    // Frames from the outermost without a path on, each path made of the one before.
    var first = frames.count - 1
    while first > 0, frames[first].path == nil { first -= 1 }
    for index in frames.indices.dropFirst(first + 1) {
      (frames[index].path, frames[index].newPath) = paths(
        to: frames[index].item, in: frames[index - 1])
    }
    guard let frame = frames.last else { return (PicklePath(), nil) }
    return paths(to: item, in: frame)
  }

  /// The step on one side; in an array of several axes the place on each.
  private func step(to item: ComparedItem, in frame: Frame, isNew: Bool) -> PickleStep? {
    let (graph, parent) = isNew ? (graphs.new, frame.item.new) : (graphs.old, frame.item.old)
    guard item.role == .index, parent.has(.object), let array = graph.array(parent) else {
      return item.step(graphs, isNew: isNew)
    }
    return PickleChildren.place(isNew ? item.newIndex : item.oldIndex, array.shape)
  }

  private func paths(to item: ComparedItem, in frame: Frame) -> (
    path: PicklePath, newPath: PicklePath?
  ) {
    let path = frame.path ?? PicklePath()
    guard let step = step(to: item, in: frame, isNew: false),
      let newStep = self.step(to: item, in: frame, isNew: true)
    else { return (path, frame.newPath) }
    let isMoved = frame.isMoved || item.isMoved
    return (path.appending(step), isMoved ? (frame.newPath ?? path).appending(newStep) : nil)
  }
}

extension Meaning {
  /// The kind for the purpose of comparing: buffers count as the bytes in them, calls as instances.
  func comparedKind(_ graph: PickleGraph) -> PickleKind {
    switch self {
    case .buffer(let number): graph.options.buffers[number].isReadOnly ? .bytes : .bytearray
    case .instance: .object
    default: kind
    }
  }
}

extension Word {
  /// Whether pairs of this word are remembered: objects, and leaves that take time to compare.
  func isRemembered(_ graph: PickleGraph) -> Bool { mayHaveChildren || graph.leafSize(self) > 64 }
}
