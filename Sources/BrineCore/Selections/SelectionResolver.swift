extension Selection {
  /// Checks this selection against a shape.
  ///
  /// As in NumPy: slices are cut to the axis, indexes must be on it, masks must have the length of their
  /// axes, index lists are broadcast together. Their axes stand in the result where the first of them was, or
  /// in front of all others when a slice, an ellipsis or a new axis lies between two of them.
  /// - Parameter holdsPlaces: Single indexes have no say in that: a list's axis stays where the list is, as in h5py.
  /// - Throws: `ArrayError.badSelection` with the axis and its length, `tooLarge`.
  public func resolved(shape: [Int], holdsPlaces: Bool = false) throws(ArrayError) -> ResolvedSelection {
    var resolver = SelectionResolver(shape, holdsPlaces: holdsPlaces)
    return try resolver.resolve(items)
  }
}

/// Goes through the parts of a selection and the axes of a shape side by side.
private struct SelectionResolver {
  private let source: [Int]
  private let holdsPlaces: Bool
  private var axes: [ResolvedSelection.Axis] = []
  private var resultAxes: [ResolvedSelection.ResultAxis] = []
  /// The index lists so far, and the axes they are for.
  private var lists: [(axis: Int?, list: Selection.IndexList)] = []
  /// Where in `resultAxes` the axes of the index lists belong.
  private var pointsPlace: Int?
  /// Whether something else followed the index lists: one more of them moves their axes to the front.
  private var isInterrupted = false

  init(_ source: [Int], holdsPlaces: Bool) { (self.source, self.holdsPlaces) = (source, holdsPlaces) }

  mutating func resolve(_ items: [Selection.Item]) throws(ArrayError) -> ResolvedSelection {
    let missing = try missingAxes(items)
    let isAdvanced = items.contains { $0.isAdvanced }
    var hasEllipsis = false
    for item in items {
      switch item {
      case .index(let index):
        if isAdvanced, !holdsPlaces { notePoints() }
        axes.append(.index(try checked(index)))
      case .indexes(let list) where list.shape.isEmpty:
        if isAdvanced, !holdsPlaces { notePoints() }
        axes.append(.index(try checked(list.indexes.first ?? 0)))
      case .slice(let slice): try append(slice)
      case .inserted: append(.new)
      case .remaining:
        hasEllipsis = true
        noteOther()
        appendWhole(missing)
      case .indexes(let list): append(list)
      case .mask(let mask): try append(mask)
      }
    }
    if !hasEllipsis { appendWhole(missing) }
    return try finished(isAdvanced)
  }

  /// How many axes no part is for.
  private func missingAxes(_ items: [Selection.Item]) throws(ArrayError) -> Int {
    var (used, ellipses) = (0, 0)
    for item in items {
      switch item {
      case .inserted: break
      case .remaining: ellipses += 1
      case .mask(let mask): used += mask.shape.count
      case .index, .slice, .indexes: used += 1
      }
    }
    guard ellipses <= 1 else { throw ArrayError(.badSelection, "a selection can have one '...' only") }
    guard used <= source.count else {
      throw ArrayError(.badSelection, "a selection of \(used) axes, but there are \(source.count)")
    }
    return source.count - used
  }

  private func checked(_ index: Int) throws(ArrayError) -> Int {
    let length = source[axes.count]
    let place = index < 0 ? index + length : index
    guard place >= 0, place < length else { throw outOfRange(index, axis: axes.count) }
    return place
  }

  private func outOfRange(_ index: Int, axis: Int) -> ArrayError {
    ArrayError(.badSelection, "index \(index) is out of range for axis \(axis) with length \(source[axis])")
  }

  private mutating func append(_ axis: ResolvedSelection.ResultAxis) {
    noteOther()
    resultAxes.append(axis)
  }

  private mutating func append(_ slice: Selection.Slice) throws(ArrayError) {
    guard slice.step != 0 else {
      throw ArrayError(.badSelection, "the step of a slice can't be zero (axis \(axes.count))")
    }
    append(.source(axes.count))
    axes.append(slice.resolved(length: source[axes.count]))
  }

  private mutating func appendWhole(_ count: Int) {
    for _ in 0..<count {
      append(.source(axes.count))
      axes.append(.range(start: 0, count: source[axes.count], step: 1))
    }
  }

  private mutating func append(_ list: Selection.IndexList) {
    notePoints()
    lists.append((axes.count, list))
    axes.append(.points(lists.count - 1))
  }

  private mutating func append(_ mask: Selection.Mask) throws(ArrayError) {
    notePoints()
    for (axis, length) in zip(axes.count..., mask.shape) where length != source[axis] {
      throw ArrayError(
        .badSelection, "a mask of length \(length) does not fit axis \(axis) with length \(source[axis])")
    }
    if mask.shape.isEmpty {
      lists.append((nil, Selection.IndexList([Int](repeating: 0, count: mask.trueCount))))
    }
    for indexes in mask.places {
      lists.append((axes.count, Selection.IndexList(indexes)))
      axes.append(.points(lists.count - 1))
    }
  }

  private mutating func notePoints() {
    if pointsPlace == nil {
      pointsPlace = resultAxes.count
    } else if isInterrupted {
      pointsPlace = 0
    }
  }

  private mutating func noteOther() { if pointsPlace != nil { isInterrupted = true } }

  private mutating func finished(_ isAdvanced: Bool) throws(ArrayError) -> ResolvedSelection {
    guard isAdvanced else {
      return try ResolvedSelection(source: source, axes: axes, resultAxes: resultAxes, points: nil)
    }
    let shape = try IndexBroadcast.shape(of: lists.map(\.list.shape))
    guard let count = NDArray.count(shape), count <= NDArray.largestCopy else {
      throw ArrayError(.tooLarge, "index lists of shape \(shape) are too large")
    }
    var spread: [ResolvedSelection.PointList] = []
    for (axis, list) in lists {
      guard let axis else { continue }
      axes[axis] = try normalised(list, axis: axis, to: shape, count: count, &spread)
    }
    let pointAxes = shape.indices.map { ResolvedSelection.ResultAxis.points($0) }
    resultAxes.insert(contentsOf: pointAxes, at: pointsPlace ?? 0)
    return try ResolvedSelection(
      source: source, axes: axes, resultAxes: resultAxes,
      points: ResolvedSelection.Points(shape: shape, count: count, lists: spread))
  }

  /// A list with its indexes counted from zero, in the shape of all lists. One index for all becomes a plain
  /// index.
  private func normalised(
    _ list: Selection.IndexList, axis: Int, to shape: [Int], count: Int,
    _ spread: inout [ResolvedSelection.PointList]
  ) throws(ArrayError) -> ResolvedSelection.Axis {
    // As in NumPy, lists that are broadcast to nothing are not looked at.
    guard count > 0 else {
      spread.append(.init([], shape: list.shape, in: shape))
      return .points(spread.count - 1)
    }
    let indexes = try IndexRange.normalised(list.indexes, length: source[axis]) {
      (index) throws(ArrayError) in
      throw outOfRange(index, axis: axis)
    }
    if indexes.count == 1 { return .index(indexes[0]) }
    spread.append(.init(indexes, shape: list.shape, in: shape))
    return .points(spread.count - 1)
  }
}

extension Selection.Item {
  fileprivate var isAdvanced: Bool {
    switch self {
    case .mask: true
    case .indexes(let list): !list.shape.isEmpty
    case .index, .slice, .remaining, .inserted: false
    }
  }
}

extension Selection.Slice {
  /// This slice of an axis, as `slice.indices` has it in Python.
  fileprivate func resolved(length: Int) -> ResolvedSelection.Axis {
    // A step that can't be negated goes as far as its neighbour.
    let step = Swift.max(step, -Int.max)
    let ends = step > 0 ? (low: 0, high: length) : (low: -1, high: length - 1)
    let cut = { (bound: Int) in
      Swift.min(Swift.max(bound < 0 ? bound + length : bound, ends.low), ends.high)
    }
    let first = start.map(cut) ?? (step > 0 ? ends.low : ends.high)
    let last = stop.map(cut) ?? (step > 0 ? ends.high : ends.low)
    let distance = step > 0 ? last - first : first - last
    guard distance > 0 else { return .range(start: 0, count: 0, step: 1) }
    let count = (distance - 1) / abs(step) + 1
    return .range(start: first, count: count, step: count == 1 ? 1 : step)
  }
}
