import BrineCore

/// Columns of times: what is shown of each depends on all of them.
enum TimeTexts {
  /// Times without a zone: only days where all are midnights, else as many digits as one of them needs.
  /// Others as `str`.
  static func timestamps(_ values: [FrameValue]) -> [String] {
    var digits = -1
    for case .timestamp(let time) in values {
      if time.zone != nil { return values.map { $0.isMissing ? "NaT" : $0.text } }
      digits = max(digits, self.digits(time.civil))
    }
    return values.map { value in
      guard case .timestamp(let time) = value else { return "NaT" }
      return text(time.civil, digits: digits)
    }
  }

  /// -1 for a midnight, else how many digits follow the seconds: 0, 3, 6 or 9.
  static func digits(_ civil: CivilTime) -> Int {
    if civil.isMidnight { return -1 }
    let rest = civil.nanosecond
    return rest == 0 ? 0 : rest % 1_000_000 == 0 ? 3 : rest % 1000 == 0 ? 6 : 9
  }

  static func text(_ civil: CivilTime, digits: Int) -> String {
    switch digits {
    case -1: civil.dateText
    case 0: civil.dateText + " " + civil.clockText
    case 3: civil.dateText + " " + civil.clockText + "." + padded(civil.nanosecond / 1_000_000, 3)
    case 6: civil.dateText + " " + civil.clockText + "." + padded(civil.nanosecond / 1000, 6)
    default: civil.dateText + " " + civil.clockText + "." + padded(civil.nanosecond, 9)
    }
  }

  /// Spans: only days where all are whole days, else as many digits as one of them needs: none, 6 or 9.
  static func spans(_ values: [FrameValue]) -> [String] {
    let areDays = values.allSatisfy { value in
      guard case .timedelta(let span) = value else { return true }
      return span.isWholeDays
    }
    var digits = 0
    for case .timedelta(let span) in values {
      let rest = span.parts.nanoseconds
      digits = max(digits, rest == 0 ? 0 : rest % 1000 == 0 ? 6 : 9)
    }
    return values.map { value in
      guard case .timedelta(let span) = value else { return "NaT" }
      return areDays ? "\(span.parts.days) days" : span.text(digits: digits)
    }
  }
}
