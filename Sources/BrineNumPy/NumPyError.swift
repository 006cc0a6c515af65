public import BrineCore

/// Why a `.npy` or `.npz` file was refused: what is wrong, and where.
///
/// Two errors are equal when their codes are.
public struct NumPyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// The file does not begin with `\x93NUMPY`.
    case notNPY
    /// A version of the format other than 1.0, 2.0 and 3.0.
    case unsupportedVersion
    /// The file ends inside the header or the data.
    case truncated
    /// A header that is no dict of `descr`, `fortran_order` and `shape`.
    case badHeader
    /// An element type that NumPy has not.
    case badDType
    /// A shape that no array can have.
    case badShape
    /// An array of objects, where its reader said that there must be none.
    case objectsNotAllowed
    /// The pickle inside an array of objects, or what it holds.
    case badObjects
    /// There is no array of this name in an archive.
    case noSuchArray
    /// The archive itself.
    case badArchive
    /// An array that can't be written in this form.
    case notWritable
    /// The data would be larger than the limits allow.
    case tooLarge
  }

  /// What is wrong.
  public var code: Code
  /// What was found, and what was expected.
  public var detail: String
  /// Where in the file; for arrays of an archive with their name as path.
  public var context: ErrorContext

  init(_ code: Code, _ detail: String, offset: Int? = nil, path: String? = nil) {
    self.code = code
    self.detail = detail.asDetail
    context = ErrorContext(offset: offset, path: path)
  }

  /// Errors are equal when their codes are.
  public static func == (left: NumPyError, right: NumPyError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
