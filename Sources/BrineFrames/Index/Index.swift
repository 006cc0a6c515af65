import BrineCore

/// The labels of rows or columns: one of pandas' Index classes.
public struct Index: Sendable {
  /// What the labels are.
  public enum Content: Sendable {
    /// Numbers that a range counts off.
    case range(start: Int, stop: Int, step: Int)
    /// Values, which tell the class: times make a DatetimeIndex, categories a CategoricalIndex.
    case column(Column)
    /// Several labels for each row.
    case multi(MultiIndex)
  }

  /// What the labels are.
  public var content: Content
  /// A name for each level; `none` where there is none.
  public var names: [FrameValue]
  /// How far apart the times of a DatetimeIndex or TimedeltaIndex are, if they are so regularly.
  public var frequency: Frequency?
  /// The class, where the content doesn't tell it: `Int64Index` of pandas before 2.
  public var oldClass: String?

  /// An index.
  public init(_ content: Content, names: [FrameValue], frequency: Frequency? = nil, oldClass: String? = nil) {
    self.content = content
    self.names = names
    self.frequency = frequency
    self.oldClass = oldClass
  }

  /// An index of values.
  public init(_ column: Column, name: FrameValue = .none, frequency: Frequency? = nil) {
    self.init(.column(column), names: [name], frequency: frequency)
  }

  /// The numbers from 0 on.
  public init(count: Int) { self.init(.range(start: 0, stop: max(count, 0), step: 1), names: [.none]) }

  /// An index of strings, as pandas 3 makes it.
  public init(_ labels: [String], name: FrameValue = .none) {
    self.init(.strings(StringColumn(labels.map { .some($0) })), name: name)
  }

  /// The name of the index; of one with several levels, of the first.
  public var name: FrameValue { names.first ?? .none }

  /// How many labels there are.
  public var count: Int {
    switch content {
    case .range(let start, let stop, let step): Index.count(start, stop, step)
    case .column(let column): column.count
    case .multi(let multi): multi.count
    }
  }

  /// How many numbers a range has.
  static func count(_ start: Int, _ stop: Int, _ step: Int) -> Int {
    guard step != 0 else { return 0 }
    let (low, high, stride) = step > 0 ? (start, stop, step.magnitude) : (stop, start, step.magnitude)
    guard low < high else { return 0 }
    let distance = UInt(bitPattern: high) &- UInt(bitPattern: low)
    return Int(clamping: (distance - 1) / stride + 1)
  }

  /// A label; `nil` where there is none. Of several levels, a tuple.
  public subscript(index: Int) -> FrameValue? { index >= 0 && index < count ? value(index) : nil }

  /// The label at an index, which must be below ``count``.
  func value(_ index: Int) -> FrameValue {
    switch content {
    case .range(let start, _, let step): .int(Int64(start &+ index &* step))
    case .column(let column): column.value(index)
    case .multi(let multi): .tuple(multi.values(index))
    }
  }

  /// All labels.
  public var values: [FrameValue] { (0..<count).map { value($0) } }

  /// Where a label is for the first time.
  public func firstIndex(of label: FrameValue) -> Int? { (0..<count).first { value($0) == label } }

  /// What a label of this type is when there is none.
  var missingValue: FrameValue {
    guard case .column(let column) = content else { return .float(.nan) }
    switch column {
    case .array(let array):
      switch array.dtype.kind {
      case .datetime64, .timedelta64: return .nat
      default: return .float(.nan)
      }
    case .zoned, .periods: return .nat
    default: return .float(.nan)
    }
  }
}

extension Index {
  /// The class as pandas 3 names it: `Index`, `RangeIndex`, `DatetimeIndex`.
  public var className: String {
    switch content {
    case .range: return "RangeIndex"
    case .multi: return "MultiIndex"
    case .column(let column): return oldClass ?? Index.className(column)
    }
  }

  private static func className(_ column: Column) -> String {
    switch column {
    case .array(let array):
      switch array.dtype.kind {
      case .datetime64: "DatetimeIndex"
      case .timedelta64: "TimedeltaIndex"
      default: "Index"
      }
    case .zoned: "DatetimeIndex"
    case .periods: "PeriodIndex"
    case .intervals: "IntervalIndex"
    case .categorical: "CategoricalIndex"
    default: "Index"
    }
  }

  /// The type of the labels.
  public var dtype: String {
    switch content {
    case .range: "int64"
    case .multi: "object"
    case .column(let column): column.dtype
    }
  }

  /// The values as a column; of several levels, a column of tuples.
  public var column: Column {
    switch content {
    case .column(let column): column
    case .range(let start, _, let step): .array(NDArray((0..<count).map { Int64(start &+ $0 &* step) }))
    case .multi: .objects(ObjectColumn(values))
    }
  }
}
