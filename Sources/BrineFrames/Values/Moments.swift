public import BrineCore

/// A `pandas.Timestamp`: a point in time, or a time on a clock where there is no zone.
public struct Timestamp: Sendable, Hashable {
  /// How many units since 1970-01-01T00:00, in UTC where there is a zone.
  public var count: Int64
  /// What is counted.
  public var unit: TimeUnit
  /// The time zone, if there is one.
  public var zone: Zone?

  /// A count of a unit since 1970.
  public init(_ count: Int64, _ unit: TimeUnit = .nanoseconds, zone: Zone? = nil) {
    self.count = count
    self.unit = unit
    self.zone = zone
  }
}

/// A `pandas.Timedelta`: a span of time.
public struct Timedelta: Sendable, Hashable {
  /// How many units.
  public var count: Int64
  /// What is counted.
  public var unit: TimeUnit

  /// A count of a unit.
  public init(_ count: Int64, _ unit: TimeUnit = .nanoseconds) {
    self.count = count
    self.unit = unit
  }
}

/// A `pandas.Period`: a day, a month, a quarter ….
public struct Period: Sendable, Hashable {
  /// How many periods of the base frequency since the one that 1970 begins with.
  public var ordinal: Int64
  /// How long it is.
  public var frequency: Frequency

  /// The period with a number.
  public init(_ ordinal: Int64, _ frequency: Frequency) {
    self.ordinal = ordinal
    self.frequency = frequency
  }
}

/// A `pandas.Interval`: what is between two values.
public struct Interval: Sendable, Hashable {
  /// Which ends belong to an interval.
  public enum Closed: String, Sendable, Hashable, CaseIterable {
    case left, right, both, neither
  }

  /// The lower end.
  public var left: FrameValue
  /// The upper end.
  public var right: FrameValue
  /// Which ends belong to it.
  public var closed: Closed

  /// What is between two values.
  public init(_ left: FrameValue, _ right: FrameValue, _ closed: Closed = .right) {
    self.left = left
    self.right = right
    self.closed = closed
  }
}

extension TimeUnit {
  /// How many fit a second; `nil` for units of a day and more, and those below a nanosecond, which pandas
  /// doesn't have.
  var perSecond: Int64? {
    guard count == 1 else { return nil }
    switch base {
    case .seconds: return 1
    case .milliseconds: return 1000
    case .microseconds: return 1_000_000
    case .nanoseconds: return 1_000_000_000
    default: return nil
    }
  }

  /// The unit of a resolution number in the pickle of a Timestamp or Timedelta: NumPy's own numbers of units.
  init?(resolution: Int) {
    switch resolution {
    case 7: self = .seconds
    case 8: self = .milliseconds
    case 9: self = .microseconds
    case 10: self = .nanoseconds
    default: return nil
    }
  }

  /// NumPy's number of a unit that pandas has.
  var resolution: Int {
    switch base {
    case .seconds: 7
    case .milliseconds: 8
    case .microseconds: 9
    default: 10
    }
  }
}
