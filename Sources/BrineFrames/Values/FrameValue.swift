public import BrinePickle

/// One value of a column or an index, or a label.
public indirect enum FrameValue: Sendable, Hashable {
  /// Python's `None`.
  case none
  /// `pandas.NA`.
  case na
  /// `pandas.NaT`.
  case nat
  case bool(Bool)
  case int(Int64)
  /// An integer above `Int64.max`.
  case uint(UInt64)
  case float(Double)
  case complex(Double, Double)
  case string(String)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case timedelta(Timedelta)
  case period(Period)
  case interval(Interval)
  /// A `datetime.date`, as days since 1970.
  case date(Int64)
  /// A `datetime.time`, as nanoseconds since midnight.
  case time(Int64)
  /// A `decimal.Decimal`, as Python writes it.
  case decimal(String)
  case tuple([FrameValue])
  /// A list of Arrow's.
  case list([FrameValue])
  /// A struct or map of Arrow's.
  case dictionary([Entry])
  /// Any other Python object, as its pickle describes it.
  case object(PickleObject)

  /// An entry of a struct or map.
  public struct Entry: Sendable, Hashable {
    /// The field's name or the entry's key.
    public var key: FrameValue
    /// Its value.
    public var value: FrameValue

    /// A key with its value.
    public init(_ key: FrameValue, _ value: FrameValue) {
      self.key = key
      self.value = value
    }
  }
}

/// A Python object in a frame: two are equal when they are the same object of one pickle.
public struct PickleObject: Sendable, Hashable {
  /// The object as its pickle describes it.
  public let value: PickleValue

  /// An object of a pickle.
  public init(_ value: PickleValue) { self.value = value }

  /// Whether both are one object.
  public static func == (left: PickleObject, right: PickleObject) -> Bool {
    left.value.isIdentical(to: right.value)
  }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(value.identity) }
}

extension FrameValue {
  /// Whether pandas takes the value to be missing: `None`, NaN, `NaT` and `NA`.
  public var isMissing: Bool {
    switch self {
    case .none, .na, .nat: true
    case .float(let value): value.isNaN
    default: false
    }
  }

  /// The text of a string.
  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// An integer that fits 64 bits.
  public var int: Int? {
    switch self {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    default: nil
    }
  }

  /// A number, of whatever kind it is stored as.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .float(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// A truth value.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }
}

extension FrameValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A float.
  public init(floatLiteral value: Double) { self = .float(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// `None`.
  public init(nilLiteral: ()) { self = .none }
}
