import BrinePickle

/// Frequencies in text.
extension Frequency: CustomStringConvertible {
  /// The text that pandas 2.2 and 3 have as `freqstr`: `D`, `15min`, `QE-DEC`.
  public var description: String { text(isOld: false) }

  /// The text that pandas has as `freqstr`; before 2.2 some offsets had other letters.
  public func text(isOld: Bool) -> String {
    guard let prefix = Self.prefixes[offset] else { return otherText }
    let name = isOld ? prefix.old ?? prefix.new : prefix.new
    return countText + name + suffix
  }

  /// The text of the dtype of periods of this frequency: `M`, `Q-DEC`, `Y-DEC`.
  public var periodText: String { periodText(isOld: false) }

  /// The same; before 2.2 some periods had other letters.
  public func periodText(isOld: Bool) -> String {
    let names = [
      "MonthEnd": "M", "QuarterEnd": "Q", "YearEnd": isOld ? "A" : "Y",
    ]
    return names[offset].map { countText + $0 + suffix } ?? text(isOld: isOld)
  }

  private var countText: String { count == 1 ? "" : count == -1 ? "-1" : String(count) }

  /// What follows the letters: the weekday, the month, the day.
  private var suffix: String {
    switch offset {
    case "Week": return number(0).flatMap { Self.weekdays.at($0) }.map { "-" + $0 } ?? ""
    case "LastWeekOfMonth": return number(0).flatMap { Self.weekdays.at($0) }.map { "-" + $0 } ?? ""
    case "WeekOfMonth":
      guard let week = number(0), let day = number(1).flatMap({ Self.weekdays.at($0) }) else { return "" }
      return "-\(week &+ 1)\(day)"
    case "SemiMonthEnd", "SemiMonthBegin": return number(0).map { "-\($0)" } ?? ""
    case "FY5253", "FY5253Quarter": return fiscalSuffix
    case "QuarterEnd", "QuarterBegin", "BQuarterEnd", "BQuarterBegin", "YearEnd", "YearBegin", "BYearEnd",
      "BYearBegin":
      return number(0).flatMap { Self.months.at($0 &- 1) }.map { "-" + $0 } ?? ""
    default: return ""
    }
  }

  /// `-N-DEC-MON-1`: nearest or last, the month, the weekday, the quarter with the extra week.
  private var fiscalSuffix: String {
    guard let day = number(0).flatMap({ Self.weekdays.at($0) }),
      let month = number(1).flatMap({ Self.months.at($0 &- 1) })
    else { return "" }
    let isQuarter = offset == "FY5253Quarter"
    let variation = arguments.at(isQuarter ? 3 : 2) == .string("nearest") ? "N" : "L"
    return "-\(variation)-\(month)-\(day)" + (isQuarter ? number(2).map { "-\($0)" } ?? "" : "")
  }

  /// As pandas shows offsets that have no letters: `<DateOffset: days=2, months=1>`.
  private var otherText: String {
    let times = count == 1 ? "" : "\(count) * "
    var parts: [String] = []
    if offset == "Easter", let method = number(0) { parts.append("method=\(method)") }
    if offset == "DateOffset", let object {
      let names = object.value.instance?.attributes ?? [:]
      let units = names.filter {
        !["n", "normalize", "_offset", "_use_relativedelta", "_cache"].contains($0.key)
      }
      parts = units.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.preview)" }
    }
    let plural = count.magnitude == 1 ? "" : "s"
    return "<\(times)\(offset)\(plural)\(parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))>"
  }

  private func number(_ index: Int) -> Int? {
    guard case .int(let value) = arguments.at(index) else { return nil }
    return value
  }
}

extension Frequency {
  /// The frequency of a text such as `15min`, `ME`, `W-TUE`, `Q-DEC`; `nil` for texts that are unknown.
  /// Letters of
  /// pandas before 2.2 are known too, and those of periods (`isPeriod`), where `M` is a month.
  public init?(_ text: String, isPeriod: Bool = false) {
    let number = text.prefix { $0 == "-" || $0 == "+" || ($0.isASCII && $0.isNumber) }
    let name = text.dropFirst(number.count)
    let parts = name.split(separator: "-", maxSplits: 1)
    guard let letters = parts.first, let count = number.isEmpty ? 1 : number == "-" ? -1 : Int(number),
      let offset = Self.offset(String(letters), isPeriod: isPeriod)
    else { return nil }
    guard let arguments = Self.arguments(offset, parts.count > 1 ? String(parts[1]) : nil) else { return nil }
    self.init(offset: offset, count: count, arguments: arguments)
  }

  private static func offset(_ letters: String, isPeriod: Bool) -> String? {
    if isPeriod, let name = ["M": "MonthEnd", "Q": "QuarterEnd", "A": "YearEnd", "Y": "YearEnd"][letters] {
      return name
    }
    if letters == "Y" { return "YearEnd" }
    return prefixes.first { $0.value.new == letters }?.key ?? prefixes.first { $0.value.old == letters }?.key
  }

  private static func arguments(_ offset: String, _ suffix: String?) -> [Argument]? {
    switch offset {
    case "Week":
      guard let suffix else { return isOnlyWeek }
      return weekdays.firstIndex(of: suffix).map { [.int($0)] }
    case "QuarterEnd", "QuarterBegin", "BQuarterEnd", "BQuarterBegin", "YearEnd", "YearBegin", "BYearEnd",
      "BYearBegin":
      guard let suffix else { return [.int(offset.hasSuffix("End") ? 12 : 1)] }
      return months.firstIndex(of: suffix).map { [.int($0 + 1)] }
    case "SemiMonthEnd", "SemiMonthBegin": return (suffix.map { Int($0) } ?? 15).map { [.int($0)] }
    default: return suffix == nil ? [] : nil
    }
  }

  /// `W` alone is a week that ends on Sunday.
  private static let isOnlyWeek: [Argument] = [.int(6)]
}

extension Array {
  /// The element at an index, if there is one.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
