import BrineCore

/// Which boxes of a source dataset belong to which of a virtual one.
enum VirtualPlan {
  /// Along each axis of the virtual dataset, what belongs together; the source's axis for each, and where the
  /// source's other axes are.
  case product(pairs: [[SelectedAxis.Pair]], sourceAxis: [Int?], fixed: [Int])
  /// Rows: where they begin in the virtual dataset, where in the source, and how long they are.
  case rows([(virtual: Int, source: Int, count: Int)])

  init(_ mapping: VirtualMapping, shape: [Int], source: [Int]) throws(HDF5Error) {
    if let product = try Self.product(mapping, shape, source) {
      self = product
      return
    }
    let virtual = try SelectionRuns(mapping.virtual, shape: shape).runs
    let other = try SelectionRuns(mapping.source, shape: source.isEmpty ? [1] : source).runs
    self = .rows(Self.rows(virtual, other, shape.last ?? 1, source.last ?? 1))
  }

  private static func axes(_ selection: DataspaceSelection, _ shape: [Int]) -> [SelectedAxis]? {
    guard selection.rank ?? shape.count == shape.count else { return nil }
    switch selection.kind {
    case .all: return shape.map { SelectedAxis(start: 0, count: $0) }
    case .regular(let axes):
      var selected: [SelectedAxis] = []
      for (axis, length) in zip(axes, shape) {
        guard let part = SelectedAxis(axis, length: length) else { return nil }
        selected.append(part)
      }
      return selected
    case .blocks(let numbers):
      guard numbers.count == 2 * shape.count else { return nil }
      return shape.indices.map { axis in
        SelectedAxis(start: numbers[axis], count: numbers[shape.count + axis] - numbers[axis] + 1)
      }
    case .none, .points: return nil
    }
  }

  /// Selections that have as many elements along each axis, where axes of one element don't count.
  private static func product(
    _ mapping: VirtualMapping, _ shape: [Int], _ source: [Int]
  ) throws(HDF5Error) -> VirtualPlan? {
    guard let virtual = axes(mapping.virtual, shape), let other = axes(mapping.source, source) else {
      return nil
    }
    let unlimited = mapping.unlimitedAxis
    let own = virtual.indices.filter { virtual[$0].length != 1 || $0 == unlimited }
    let unlimitedSource = mapping.source.unlimitedAxis
    let theirs = other.indices.filter { other[$0].length != 1 || $0 == unlimitedSource }
    guard own.count == theirs.count else { return nil }
    var pairs = virtual.map {
      [SelectedAxis.Pair(virtual: $0.start, source: 0, virtualStep: 1, sourceStep: 1, count: 1)]
    }
    var sourceAxis = [Int?](repeating: nil, count: shape.count)
    for (axis, partner) in zip(own, theirs) {
      // Along an axis without end, there is as much as both have.
      guard virtual[axis].length == other[partner].length || axis == unlimited else { return nil }
      pairs[axis] = try SelectedAxis.pairs(virtual[axis], other[partner])
      sourceAxis[axis] = partner
    }
    return .product(pairs: pairs, sourceAxis: sourceAxis, fixed: other.map(\.start))
  }

  /// Goes through two lists of runs side by side; rows end where those of the datasets do.
  private static func rows(
    _ virtual: [(start: Int, count: Int)], _ source: [(start: Int, count: Int)], _ width: Int,
    _ sourceWidth: Int
  ) -> [(virtual: Int, source: Int, count: Int)] {
    var rows: [(virtual: Int, source: Int, count: Int)] = []
    var (own, other) = (0, 0)
    var (ownDone, otherDone) = (0, 0)
    while own < virtual.count, other < source.count {
      let place = virtual[own].start + ownDone
      let from = source[other].start + otherDone
      let count = min(
        virtual[own].count - ownDone, source[other].count - otherDone, width - place % max(width, 1),
        sourceWidth - from % max(sourceWidth, 1))
      if count > 0 { rows.append((place, from, count)) }
      ownDone += max(count, 0)
      otherDone += max(count, 0)
      if ownDone >= virtual[own].count { (own, ownDone) = (own + 1, 0) }
      if other < source.count, otherDone >= source[other].count { (other, otherDone) = (other + 1, 0) }
      if count <= 0 { break }
    }
    return rows
  }
}

extension DataspaceSelection {
  /// The axis along which it goes on for ever.
  var unlimitedAxis: Int? {
    guard case .regular(let axes) = kind else { return nil }
    return axes.firstIndex { $0.count == nil || $0.block == nil }
  }
}
