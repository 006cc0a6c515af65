/// Which elements of an array are meant: NumPy's indexing as a value, for arrays in memory and in files.
///
/// A selection has one part for each axis or group of axes, as they stand between NumPy's brackets:
/// `a[0:10, ::2, -1, ..., [1, 3]]`. It is made from parts (``init(_:)-(SelectionPart...)``) or from text
/// (``init(text:)``), and checked against a shape by ``resolved(shape:)``.
///
/// Source: <https://numpy.org/doc/stable/user/basics.indexing.html>.
public struct Selection: Sendable {
  /// The parts in order.
  public let items: [Item]

  /// One part of a selection.
  public enum Item: Sendable {
    /// One index, whose axis goes; negative ones count from the end.
    case index(Int)
    /// A range of one axis.
    case slice(Slice)
    /// All axes that no other part is for: NumPy's `...`. There can be one.
    case remaining
    /// A new axis of length one: NumPy's `None`.
    case inserted
    /// The elements at these indexes.
    case indexes(IndexList)
    /// The elements where a mask is true.
    case mask(Mask)
  }

  /// A selection of these parts.
  public init(_ items: [Item]) { self.items = items }

  /// Everything.
  public static let all = Selection([Item]())
}

extension Selection {
  /// A range of an axis, as Python's `start:stop:step`. Bounds beyond the axis are moved to its ends.
  public struct Slice: Sendable, Hashable {
    /// The first index; negative ones count from the end, `nil` is the first one (the last one for negative
    /// steps).
    public var start: Int?
    /// The index before which it ends; `nil` for the axis' end (its beginning for negative steps).
    public var stop: Int?
    /// The distance of neighbours: not zero.
    public var step: Int

    /// A range; everything when nothing is given.
    public init(_ start: Int? = nil, _ stop: Int? = nil, step: Int = 1) {
      self.start = start
      self.stop = stop
      self.step = step
    }
  }

  /// Indexes of one axis, which may themselves have any number of axes.
  public struct IndexList: Sendable, Hashable {
    /// The indexes in C order; negative ones count from the end.
    public let indexes: [Int]
    /// How they are arranged.
    public let shape: [Int]

    /// A plain list.
    public init(_ indexes: [Int]) {
      self.indexes = indexes
      shape = [indexes.count]
    }

    /// Indexes in a shape.
    ///
    /// - Throws: `ArrayError.badShape` when there are not as many as it says.
    public init(_ indexes: [Int], shape: [Int]) throws(ArrayError) {
      guard NDArray.count(shape) == indexes.count else {
        throw ArrayError(.badShape, "\(indexes.count) indexes are not of shape \(shape)")
      }
      self.indexes = indexes
      self.shape = shape
    }
  }

  /// Truth values for one axis or several neighbouring ones.
  public struct Mask: Sendable {
    /// Bytes in C order; any but zero is true.
    let memory: MemorySource
    /// Where the first one is.
    let offset: Int
    /// The lengths of the axes that the mask is for.
    public let shape: [Int]

    /// A mask of one axis.
    public init(_ flags: [Bool]) {
      memory = MemorySource(keeping: flags)
      offset = 0
      shape = [flags.count]
    }

    /// A mask of several axes, in C order.
    ///
    /// - Throws: `ArrayError.badShape` when there are not as many values as the shape says.
    public init(_ flags: [Bool], shape: [Int]) throws(ArrayError) {
      guard NDArray.count(shape) == flags.count else {
        throw ArrayError(.badShape, "\(flags.count) truth values are not of shape \(shape)")
      }
      memory = MemorySource(keeping: flags)
      offset = 0
      self.shape = shape
    }

    /// The truth values of an array, copied only when they are not one after the other.
    ///
    /// - Throws: `ArrayError.typeMismatch` for an array of anything but `bool`, `tooLarge`.
    public init(_ array: NDArray) throws(ArrayError) {
      guard array.dtype.kind == .bool else {
        throw ArrayError(.typeMismatch, "a mask must be of bool, not \(array.dtype)")
      }
      let dense = try array.contiguous()
      memory = dense.storage
      offset = dense.offset
      shape = dense.shape
    }

    /// How many values there are, true or not.
    public var count: Int { shape.reduce(1, *) }

    /// The values' bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
      withExtendedLifetime(memory) {
        body(UnsafeRawBufferPointer(rebasing: memory.memory[offset..<offset + count]))
      }
    }
  }
}
