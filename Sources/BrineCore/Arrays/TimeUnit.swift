/// What a `datetime64` or `timedelta64` counts: a number of years, days, nanoseconds…
///
/// Source: <https://numpy.org/doc/stable/reference/arrays.datetime.html#datetime-units>.
public struct TimeUnit: Sendable, Hashable, CustomStringConvertible {
  /// The units, by NumPy's abbreviations.
  public enum Base: String, Sendable, CaseIterable {
    case years = "Y"
    case months = "M"
    case weeks = "W"
    case days = "D"
    case hours = "h"
    case minutes = "m"
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"
    case picoseconds = "ps"
    case femtoseconds = "fs"
    case attoseconds = "as"
    /// No unit: only `NaT`, or a plain count.
    case generic = "generic"
  }

  /// The unit.
  public let base: Base
  /// How many of it make one step; 1 or more.
  public let count: Int

  /// `count` of a unit.
  public init(_ base: Base, count: Int = 1) {
    self.base = base
    self.count = base == .generic ? 1 : max(count, 1)
  }

  /// No unit.
  public static let generic = TimeUnit(.generic)
  /// One day.
  public static let days = TimeUnit(.days)
  /// One second.
  public static let seconds = TimeUnit(.seconds)
  /// One millisecond.
  public static let milliseconds = TimeUnit(.milliseconds)
  /// One microsecond.
  public static let microseconds = TimeUnit(.microseconds)
  /// One nanosecond.
  public static let nanoseconds = TimeUnit(.nanoseconds)

  /// `ns`, `25s`; empty for the generic unit.
  public var description: String {
    base == .generic ? "" : count == 1 ? base.rawValue : "\(count)\(base.rawValue)"
  }

  /// The unit that `ns` or `25s` names; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    if text.isEmpty || text == "generic" {
      self = .generic
      return
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    // NumPy knows the micro sign too.
    let name = text.dropFirst(digits.count)
    guard let base = Base(rawValue: name == "μs" ? "us" : String(name)), base != .generic else { return nil }
    guard let count = digits.isEmpty ? 1 : Int32(digits), count > 0 else { return nil }
    self.init(base, count: Int(count))
  }
}
