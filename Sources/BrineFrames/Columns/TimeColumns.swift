public import BrineCore

/// A column of times in a time zone.
public struct ZonedColumn: Sendable {
  /// 64-bit counts since 1970 in UTC; the lowest is `NaT`.
  public var counts: NDArray
  /// What is counted.
  public var unit: TimeUnit
  /// The time zone.
  public var zone: Zone

  /// A column of times in a time zone.
  public init(counts: NDArray, unit: TimeUnit, zone: Zone) {
    self.counts = counts
    self.unit = unit
    self.zone = zone
  }

  func value(_ index: Int) -> FrameValue {
    NumPyText.count(counts, index).map { .timestamp(Timestamp($0, unit, zone: zone)) } ?? .nat
  }
}

/// A column of periods.
public struct PeriodColumn: Sendable {
  /// 64-bit numbers of periods, 0 for the one that 1970 begins with; the lowest is `NaT`.
  public var ordinals: NDArray
  /// How long the periods are.
  public var frequency: Frequency

  /// A column of periods.
  public init(ordinals: NDArray, frequency: Frequency) {
    self.ordinals = ordinals
    self.frequency = frequency
  }

  func value(_ index: Int) -> FrameValue {
    NumPyText.count(ordinals, index).map { .period(Period($0, frequency)) } ?? .nat
  }
}

/// A column of intervals: their ends, in columns of equal length.
public struct IntervalColumn: Sendable {
  /// The lower ends.
  public var left: Column
  /// The upper ends.
  public var right: Column
  /// Which ends belong to the intervals.
  public var closed: Interval.Closed

  /// A column of intervals; `right` must be as long as `left`.
  public init(left: Column, right: Column, closed: Interval.Closed = .right) {
    self.left = left
    self.right = right
    self.closed = closed
  }

  func value(_ index: Int) -> FrameValue {
    let left = left.value(index)
    // An interval whose ends are missing is missing.
    return left.isMissing ? .float(.nan) : .interval(Interval(left, right[index] ?? .none, closed))
  }
}
