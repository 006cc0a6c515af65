/// How far apart the times of an index are, or how long its periods: one of pandas' date offsets.
public struct Frequency: Sendable, Hashable {
  /// An argument of an offset's class, after the count and `normalize`.
  public enum Argument: Sendable, Hashable {
    case int(Int)
    case string(String)
    /// Any other object, as its pickle describes it.
    case object(PickleObject)
  }

  /// The class in `pandas.tseries.offsets`: `Day`, `MonthEnd`, `CustomBusinessDay`.
  public var offset: String
  /// How many of it.
  public var count: Int
  /// Whether times are moved to midnight.
  public var isNormalized: Bool
  /// What else the class is given: the weekday of a `Week`, the month that a year ends with.
  public var arguments: [Argument]
  /// The offset as its pickle describes it, if it came from one and is not told by the rest.
  public var object: PickleObject?

  /// An offset of a class.
  public init(
    offset: String, count: Int = 1, isNormalized: Bool = false, arguments: [Argument] = [],
    object: PickleObject? = nil
  ) {
    self.offset = offset
    self.count = count
    self.isNormalized = isNormalized
    self.arguments = arguments
    self.object = object
  }

  /// A day.
  public static let day = Frequency(offset: "Day")
  /// An hour.
  public static let hour = Frequency(offset: "Hour")
  /// A minute.
  public static let minute = Frequency(offset: "Minute")
  /// A second.
  public static let second = Frequency(offset: "Second")
  /// Ends of months; as the length of a period, a month.
  public static let monthEnd = Frequency(offset: "MonthEnd")

  /// The spans of a fixed number of nanoseconds, by class.
  static let fixedSpans: [String: Int64] = [
    "Nano": 1, "Micro": 1000, "Milli": 1_000_000, "Second": 1_000_000_000, "Minute": 60_000_000_000,
    "Hour": 3_600_000_000_000, "Day": 86_400_000_000_000,
  ]

  /// The names of the classes in texts, from pandas 2.2 on, and before where that differs.
  static let prefixes: [String: (new: String, old: String?)] = [
    "Day": ("D", nil), "Hour": ("h", "H"), "Minute": ("min", "T"), "Second": ("s", "S"), "Milli": ("ms", "L"),
    "Micro": ("us", "U"), "Nano": ("ns", "N"), "BusinessDay": ("B", nil), "Week": ("W", nil),
    "MonthEnd": ("ME", "M"), "MonthBegin": ("MS", nil), "BusinessMonthEnd": ("BME", "BM"),
    "BusinessMonthBegin": ("BMS", nil), "QuarterEnd": ("QE", "Q"), "QuarterBegin": ("QS", nil),
    "BQuarterEnd": ("BQE", "BQ"), "BQuarterBegin": ("BQS", nil), "YearEnd": ("YE", "A"),
    "YearBegin": ("YS", "AS"), "BYearEnd": ("BYE", "BA"), "BYearBegin": ("BYS", "BAS"),
    "SemiMonthEnd": ("SME", "SM"), "SemiMonthBegin": ("SMS", nil), "BusinessHour": ("bh", "BH"),
    "CustomBusinessDay": ("C", nil), "CustomBusinessHour": ("cbh", "CBH"),
    "CustomBusinessMonthEnd": ("CBME", "CBM"), "CustomBusinessMonthBegin": ("CBMS", nil),
    "WeekOfMonth": ("WOM", nil), "LastWeekOfMonth": ("LWOM", nil), "FY5253": ("RE", nil),
    "FY5253Quarter": ("REQ", nil),
  ]

  static let weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
  static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
}
