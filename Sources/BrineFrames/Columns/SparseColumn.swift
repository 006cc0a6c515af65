public import BrineCore

/// A column of which most values are the same.
public struct SparseColumn: Sendable {
  /// Where the stored values are: ascending row numbers, 32-bit integers.
  public var indices: NDArray
  /// The stored values.
  public var values: NDArray
  /// The value of all other rows.
  public var fill: FrameValue
  /// How many rows there are.
  public var count: Int
  /// Whether pandas keeps runs (`BlockIndex`) rather than row numbers: where each begins, and how long it is.
  public var runs: Runs?

  /// Runs of rows with stored values.
  public struct Runs: Sendable {
    /// Where each run begins.
    public var starts: NDArray
    /// How long each is.
    public var lengths: NDArray
  }

  /// A column that has `values` at `indices` and `fill` elsewhere.
  public init(indices: NDArray, values: NDArray, fill: FrameValue, count: Int, runs: Runs? = nil) {
    self.indices = indices
    self.values = values
    self.fill = fill
    self.count = count
    self.runs = runs
  }

  /// `Sparse[int64, 0]`.
  public var dtype: String { "Sparse[\(NumPyText.name(values.dtype)), \(fill.repr)]" }

  func value(_ index: Int) -> FrameValue {
    var (low, high) = (0, indices.count)
    while low < high {
      let middle = (low + high) / 2
      guard let place = NumPyText.value(indices, middle).int else { return fill }
      if place == index { return NumPyText.value(values, middle) }
      if place < index { low = middle + 1 } else { high = middle }
    }
    return fill
  }
}
