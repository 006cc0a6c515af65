/// A selection checked against a shape: what it means for each axis, all indexes counted from zero.
///
/// Elements come in the C order of ``shape``. ``forEachBox(_:)`` says where in the source they are.
public struct ResolvedSelection: Sendable {
  /// What is selected of one axis of the source.
  public enum Axis: Sendable, Hashable {
    /// One index. The result has no such axis.
    case index(Int)
    /// `count` indexes from `start` on; `step` may be negative.
    case range(start: Int, count: Int, step: Int)
    /// Indexes one by one: ``Points/lists`` has them under this number.
    case points(Int)
  }

  /// Where an axis of the result comes from.
  public enum ResultAxis: Sendable, Hashable {
    /// From a range of this axis of the source.
    case source(Int)
    /// From nowhere: a new axis of length one.
    case new
    /// From the index lists and masks: this axis of ``Points/shape``.
    case points(Int)
  }

  /// What index lists and masks select, broadcast together: the same number of indexes for each of their
  /// axes.
  public struct Points: Sendable {
    /// How they are arranged.
    public let shape: [Int]
    /// How many there are.
    public let count: Int
    /// For each axis that has them, the indexes.
    public let lists: [PointList]
  }

  /// The indexes of one axis, from zero on. They may be fewer than the points, which then share them as in
  /// broadcasting.
  public struct PointList: Sendable {
    /// The indexes that were given, negative ones counted from the end.
    public let indexes: [Int]
    /// How far apart in `indexes` neighbours along each axis of the points are: zero where they share one.
    let strides: [Int]
    /// The points' shape, unless there is an index for each of them.
    private let shape: [Int]?

    init(_ indexes: [Int], shape own: [Int], in shape: [Int]) {
      self.indexes = indexes
      let steps = NDArray.strides(of: own, itemSize: 1) ?? []
      var strides = [Int](repeating: 0, count: shape.count)
      for axis in own.indices where own[axis] != 1 { strides[shape.count - own.count + axis] = steps[axis] }
      self.strides = strides
      self.shape = own == shape ? nil : shape
    }

    /// The index for the point with this number.
    public subscript(point: Int) -> Int {
      guard let shape else { return indexes[point] }
      var (rest, place) = (point, 0)
      for axis in shape.indices.reversed() where rest > 0 {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: shape[axis])
        place += remainder * strides[axis]
        rest = quotient
      }
      return indexes[place]
    }
  }

  /// The shape that this was resolved for.
  public let source: [Int]
  /// What is selected of each axis of the source.
  public let axes: [Axis]
  /// The axes of the result.
  public let resultAxes: [ResultAxis]
  /// The indexes of index lists and masks; `nil` when there are only indexes and slices, which need no copy.
  public let points: Points?
  /// The shape of the result.
  public let shape: [Int]
  /// How many elements are selected.
  public let count: Int

  init(
    source: [Int], axes: [Axis], resultAxes: [ResultAxis], points: Points?
  ) throws(ArrayError) {
    let shape = resultAxes.map { axis in
      switch axis {
      case .new: return 1
      case .points(let number): return points?.shape[number] ?? 0
      case .source(let number):
        guard case .range(_, let count, _) = axes[number] else { return 1 }
        return count
      }
    }
    guard let count = NDArray.count(shape) else {
      throw ArrayError(.tooLarge, "a selection of shape \(shape) is too large")
    }
    self.source = source
    self.axes = axes
    self.resultAxes = resultAxes
    self.points = points
    self.shape = shape
    self.count = count
  }

  /// For each axis of the result, how many elements its neighbours are apart in C order.
  var elementStrides: [Int] { NDArray.strides(of: shape, itemSize: 1) ?? shape.map { _ in 0 } }

  /// The axes of the result that come before, and after, those of the index lists.
  var surroundings: (outer: ArraySlice<ResultAxis>, inner: ArraySlice<ResultAxis>) {
    let places = resultAxes.indices.filter { if case .points = resultAxes[$0] { true } else { false } }
    guard let first = places.first, let last = places.last else { return (resultAxes[...], []) }
    return (resultAxes[..<first], resultAxes[(last + 1)...])
  }
}
