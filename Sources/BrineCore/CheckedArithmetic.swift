/// Arithmetic on numbers that a file controls: `nil` where the plain operator would trap.
extension FixedWidthInteger {
  /// The sum, or `nil` on overflow.
  @inlinable public func adding(_ other: Self) -> Self? {
    let (value, overflow) = addingReportingOverflow(other)
    return overflow ? nil : value
  }

  /// The difference, or `nil` on overflow.
  @inlinable public func subtracting(_ other: Self) -> Self? {
    let (value, overflow) = subtractingReportingOverflow(other)
    return overflow ? nil : value
  }

  /// The product, or `nil` on overflow.
  @inlinable public func multiplied(_ other: Self) -> Self? {
    let (value, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? nil : value
  }
}
