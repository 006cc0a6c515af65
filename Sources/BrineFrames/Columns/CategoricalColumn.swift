public import BrineCore

/// A column of categories: each value is the number of a category, or -1 for none.
public struct CategoricalColumn: Sendable {
  /// For each row the number of its category; -1 for a missing value. Signed integers of any size.
  public var codes: NDArray
  /// The categories.
  public var categories: Index
  /// Whether the categories have an order.
  public var isOrdered: Bool

  /// A column of categories. Codes that refer to no category count as missing.
  public init(codes: NDArray, categories: Index, isOrdered: Bool = false) {
    self.codes = codes
    self.categories = categories
    self.isOrdered = isOrdered
  }

  /// The number of the category of a row; `nil` for a missing value.
  public func code(_ index: Int) -> Int? {
    guard index >= 0, index < codes.count, let value = try? codes.value(at: index),
      case .int(let code) = value,
      let code = Int(exactly: code), code >= 0, code < categories.count
    else { return nil }
    return code
  }

  func value(_ index: Int) -> FrameValue {
    guard let code = code(index) else { return categories.missingValue }
    return categories.value(code)
  }
}
