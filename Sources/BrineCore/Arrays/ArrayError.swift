/// Why an array could not be made, read or converted.
///
/// Two errors are equal when their codes are.
public struct ArrayError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// A shape with a negative extent, or more elements than there can be.
    case badShape
    /// Elements that would lie outside the memory given.
    case outOfBounds
    /// A type string, or a description of fields, that NumPy would not take.
    case badDType
    /// An element type that can't be had from this array.
    case typeMismatch
    /// A number that the target type can't hold.
    case notRepresentable
    /// An index or slice beyond an axis, or more of them than there are axes.
    case badSelection
    /// The text of a selection that can't be read.
    case badSelectionText
    /// A result larger than the limits allow.
    case tooLarge
  }

  /// What is wrong.
  public var code: Code
  /// What was found, and what was expected.
  public var detail: String
  /// Where in the file, when it comes from one.
  public var context: ErrorContext

  /// An error with what was found.
  public init(_ code: Code, _ detail: String, context: ErrorContext = ErrorContext()) {
    self.code = code
    self.detail = detail.asDetail
    self.context = context
  }

  /// Errors are equal when their codes are.
  public static func == (left: ArrayError, right: ArrayError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
