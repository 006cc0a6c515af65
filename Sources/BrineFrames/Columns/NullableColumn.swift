public import BrineCore

/// A column of numbers or truth values of which some are `NA`: pandas' `Int64`, `Float32`, `boolean`.
public struct NullableColumn: Sendable {
  /// The values; those that are missing are anything.
  public var values: NDArray
  /// Truth values, as many: which ones are missing.
  public var mask: NDArray

  /// A column of values and of which ones are missing. Both must have one axis of the same length.
  public init(values: NDArray, mask: NDArray) {
    self.values = values
    self.mask = mask
  }

  /// The type: NumPy's name with a capital letter, or `boolean`.
  public var dtype: String {
    switch values.dtype.kind {
    case .bool: return "boolean"
    case .uint8, .uint16, .uint32, .uint64: return "UInt\(values.dtype.itemSize * 8)"
    case .float32, .float64: return "Float\(values.dtype.itemSize * 8)"
    default: return "Int\(values.dtype.itemSize * 8)"
    }
  }

  /// Whether a value is missing.
  public func isMissing(_ index: Int) -> Bool {
    guard index >= 0, index < mask.count, let value = try? mask.value(at: index) else { return false }
    return value == .bool(true)
  }

  func value(_ index: Int) -> FrameValue { isMissing(index) ? .na : NumPyText.value(values, index) }
}
