/// The places in the source, for readers of files.
extension ResolvedSelection {
  /// A block of the source, and where its elements belong in the result.
  ///
  /// Along each axis of the source it has `count` indexes from `start` on, `step` apart, which is never
  /// negative: element `i, j, …` of the block is element `target + i * targetStrides[0] + j *
  /// targetStrides[1] …` of the result in C order.
  public struct Box: Sendable, Hashable {
    /// The first index on each axis of the source.
    public var start: [Int]
    /// How many indexes there are on each axis: one or more.
    public var count: [Int]
    /// Their distance: one or more.
    public var step: [Int]
    /// The number of the first element's place in the result.
    public var target: Int
    /// How many places in the result neighbours along each axis are apart; negative for axes that are
    /// reversed.
    public var targetStrides: [Int]

    /// How many elements there are.
    public var elements: Int { count.reduce(1, *) }
  }

  /// Calls `body` for blocks of the source that make up the selection, in the order of their points.
  ///
  /// A selection of indexes and slices is one block; one with index lists or masks has a block for each run
  /// of points that lie in line.
  public func forEachBox<Failure: Error>(_ body: (Box) throws(Failure) -> Void) throws(Failure) {
    guard self.count > 0 else { return }
    var box = frame
    guard let points else { return try body(box) }
    let pointStride = pointsStride
    var point = 0
    while point < points.count {
      let run = points.run(from: point)
      for (axis, part) in axes.enumerated() {
        guard case .points(let number) = part else { continue }
        box.start[axis] = points.lists[number][point]
        let isMoving = run.list == number
        box.count[axis] = isMoving ? run.count : 1
        box.step[axis] = isMoving ? run.step : 1
        box.targetStrides[axis] = isMoving ? pointStride : 0
      }
      var placed = box
      placed.target += point * pointStride
      // Points without a list of their own are the same element again and again.
      try body(placed)
      point += run.count
    }
  }

  /// All blocks of the selection.
  public var boxes: [Box] {
    var boxes: [Box] = []
    forEachBox { boxes.append($0) }
    return boxes
  }

  /// The block at the first point, index lists left out.
  private var frame: Box {
    let ones = [Int](repeating: 1, count: source.count)
    let zeros = [Int](repeating: 0, count: source.count)
    var box = Box(start: zeros, count: ones, step: ones, target: 0, targetStrides: zeros)
    for (axis, part) in axes.enumerated() {
      if case .index(let index) = part { box.start[axis] = index }
    }
    for (place, stride) in zip(resultAxes, elementStrides) {
      guard case .source(let axis) = place, case .range(let start, let count, let step) = axes[axis] else {
        continue
      }
      box.count[axis] = count
      box.step[axis] = abs(step)
      box.start[axis] = step > 0 ? start : start + (count - 1) * step
      box.targetStrides[axis] = step > 0 ? stride : -stride
      if step < 0 { box.target += (count - 1) * stride }
    }
    return box
  }

  /// How many places in the result neighbouring points are apart.
  private var pointsStride: Int {
    for (place, stride) in zip(resultAxes, elementStrides).reversed() {
      if case .points = place { return stride }
    }
    return 0
  }
}

extension ResolvedSelection.Points {
  /// The points from one on of which only one index changes, by the same positive step.
  fileprivate func run(from first: Int) -> (list: Int?, count: Int, step: Int) {
    guard first + 1 < count else { return (nil, 1, 1) }
    var moving: Int?
    for (number, list) in lists.enumerated() where list[first + 1] != list[first] {
      guard moving == nil, list[first + 1] > list[first] else { return (nil, 1, 1) }
      moving = number
    }
    guard let moving else { return (nil, 1, 1) }
    let step = lists[moving][first + 1] - lists[moving][first]
    var last = first + 1
    while last + 1 < count, continues(last, moving, step) { last += 1 }
    return (moving, last - first + 1, step)
  }

  private func continues(_ point: Int, _ moving: Int, _ step: Int) -> Bool {
    for (number, list) in lists.enumerated() {
      let change = list[point + 1] - list[point]
      guard change == (number == moving ? step : 0) else { return false }
    }
    return true
  }
}
