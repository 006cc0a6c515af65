public import BrineCore

/// The values of a column or of an index, in the form in which pandas keeps them.
///
/// Numbers are views of the memory that they were read from; nothing is done element by element until
/// elements are
/// asked for.
public indirect enum Column: Sendable {
  /// A NumPy array of one axis: numbers, truth values, times without a zone.
  case array(NDArray)
  /// Python objects.
  case objects(ObjectColumn)
  /// Text.
  case strings(StringColumn)
  /// Numbers that stand for categories.
  case categorical(CategoricalColumn)
  /// Times in a time zone.
  case zoned(ZonedColumn)
  /// Numbers or truth values of which some are `NA`.
  case nullable(NullableColumn)
  /// Days, months, quarters ….
  case periods(PeriodColumn)
  /// Intervals.
  case intervals(IntervalColumn)
  /// Mostly the same value.
  case sparse(SparseColumn)
  /// What Apache Arrow has.
  case arrow(ArrowColumn)
  /// An array that Brine doesn't know, as its pickle describes it.
  case other(OtherColumn)
}

extension Column {
  /// How many values there are; for an array that Brine doesn't know, as many as the frame has rows.
  public var count: Int {
    switch self {
    case .array(let array): array.shape.first ?? 0
    case .objects(let column): column.count
    case .strings(let column): column.count
    case .categorical(let column): column.codes.count
    case .zoned(let column): column.counts.count
    case .nullable(let column): column.values.count
    case .periods(let column): column.ordinals.count
    case .intervals(let column): column.left.count
    case .sparse(let column): column.count
    case .arrow(let column): column.count
    case .other(let column): column.count
    }
  }

  /// The type as pandas 3 writes it: `int64`, `category`, `datetime64[ns, UTC]`.
  public var dtype: String {
    switch self {
    case .array(let array): NumPyText.name(array.dtype)
    case .objects: "object"
    case .strings(let column): column.dtype
    case .categorical: "category"
    case .zoned(let column): "datetime64[\(column.unit), \(column.zone)]"
    case .nullable(let column): column.dtype
    case .periods(let column): "period[\(column.frequency.periodText)]"
    case .intervals(let column): "interval[\(column.left.dtype), \(column.closed.rawValue)]"
    case .sparse(let column): column.dtype
    case .arrow(let column): "\(column.type)[pyarrow]"
    case .other(let column): column.dtype
    }
  }

  /// A value; `nil` where there is none.
  public subscript(index: Int) -> FrameValue? { index >= 0 && index < count ? value(index) : nil }

  /// The value at an index, which must be below ``count``.
  func value(_ index: Int) -> FrameValue {
    switch self {
    case .array(let array): NumPyText.value(array, index)
    case .objects(let column): column.value(index)
    case .strings(let column): column.value(index)
    case .categorical(let column): column.value(index)
    case .zoned(let column): column.value(index)
    case .nullable(let column): column.value(index)
    case .periods(let column): column.value(index)
    case .intervals(let column): column.value(index)
    case .sparse(let column): column.value(index)
    case .arrow(let column): column.value(index)
    case .other: .none
    }
  }

  /// All values. Costs more than the typed accessors ``doubles()``, ``ints()``, ``strings()``.
  public var values: [FrameValue] { (0..<count).map { value($0) } }
}

extension Column {
  /// All values as floats, missing ones as NaN.
  ///
  /// - Throws: `FrameError.typeMismatch` for values that are no numbers.
  public func doubles() throws(FrameError) -> [Double] {
    if case .array(let array) = self, let doubles = try? array.elements(as: Double.self) { return doubles }
    return try map("a number") { $0.isMissing ? .nan : $0.double }
  }

  /// All values as integers.
  ///
  /// - Throws: `FrameError.typeMismatch` for values that are no integers, missing ones too.
  public func ints() throws(FrameError) -> [Int] {
    if case .array(let array) = self, let ints = try? array.elements(as: Int.self) { return ints }
    return try map("an integer") { $0.int }
  }

  /// All values as text, `nil` for missing ones.
  ///
  /// - Throws: `FrameError.typeMismatch` for values that are no strings.
  public func strings() throws(FrameError) -> [String?] {
    try map("a string") { value -> String?? in value.isMissing ? .some(nil) : value.string.map { .some($0) } }
  }

  /// All values as truth values.
  ///
  /// - Throws: `FrameError.typeMismatch` for others, missing ones too.
  public func bools() throws(FrameError) -> [Bool] { try map("a truth value") { $0.bool } }

  private func map<Result>(
    _ what: String, _ transform: (FrameValue) -> Result?
  ) throws(FrameError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(min(count, 1 << 20))
    for index in 0..<count {
      guard let result = transform(value(index)) else {
        throw FrameError(
          .typeMismatch, "\(value(index)) in a column of \(dtype) is not \(what)", path: "[\(index)]")
      }
      results.append(result)
    }
    return results
  }
}
