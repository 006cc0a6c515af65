public import BrineCore

/// Several labels for each row: the distinct ones of each level, and for each row which ones it has.
public struct MultiIndex: Sendable {
  /// For each level its distinct labels.
  public var levels: [Index]
  /// For each level and row the number of the label; -1 for a missing one. As many arrays of integers as
  /// levels, of equal length.
  public var codes: [NDArray]
  /// By how many levels the rows are sorted, if that is known.
  public var sortOrder: Int?

  /// An index of several levels.
  ///
  /// - Throws: `FrameError.lengthMismatch` when there are not as many arrays as levels, or they differ in
  ///   length.
  public init(levels: [Index], codes: [NDArray], sortOrder: Int? = nil) throws(FrameError) {
    guard levels.count == codes.count, codes.allSatisfy({ $0.shape == [codes[0].count] }) else {
      throw FrameError(.lengthMismatch, "\(levels.count) levels of a MultiIndex don't fit their codes")
    }
    self.levels = levels
    self.codes = codes
    self.sortOrder = sortOrder
  }

  /// How many rows there are.
  public var count: Int { codes.first?.count ?? 0 }

  /// The label of a row at a level.
  public func value(_ row: Int, level: Int) -> FrameValue {
    guard levels.indices.contains(level) else { return .none }
    let labels = levels[level]
    guard let code = NumPyText.value(codes[level], row).int, code >= 0, code < labels.count else {
      return labels.missingValue
    }
    return labels.value(code)
  }

  func values(_ row: Int) -> [FrameValue] { levels.indices.map { value(row, level: $0) } }
}
