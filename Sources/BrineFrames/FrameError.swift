public import BrineCore

/// Why a frame could not be read, made or written.
///
/// Two errors are equal when their codes are.
public struct FrameError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// The value is no DataFrame, Series or Index.
    case notAFrame
    /// A part of a pickled frame that is not as pandas writes it.
    case malformed
    /// Parts whose lengths don't fit each other.
    case lengthMismatch
    /// An index or code that refers to nothing.
    case outOfRange
    /// More than the limits allow.
    case limitExceeded
    /// There is no such column.
    case notFound
    /// A column that can't be had as the type asked for.
    case typeMismatch
    /// CSV that can't be read.
    case badCSV
    /// A value that pandas has no form for, or that is not written yet.
    case notEncodable
  }

  /// What is wrong.
  public var code: Code
  /// What was found, and what was expected.
  public var detail: String
  /// Where, as a path from the value that was read.
  public var context: ErrorContext

  /// An error with its place.
  public init(_ code: Code, _ detail: String, path: String? = nil, offset: Int? = nil) {
    self.code = code
    self.detail = detail.asDetail
    context = ErrorContext(offset: offset, path: path)
  }

  /// Whether the codes are equal.
  public static func == (left: FrameError, right: FrameError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
