public import BrineCore

/// Why a file of joblib's was refused, or could not be written.
///
/// Two errors are equal when their codes are.
public struct JoblibError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// A file of joblib 0.8 or 0.9 needs another one beside it, which is not there or is not named as one of its own.
    case sideFileMissing
    /// A file beside the pickle that is not what the pickle says.
    case badSideFile
    /// A `ZF` header that is none, or says another length.
    case badHeader
    /// A compressor that joblib does not know.
    case unknownCompressor
    /// A protocol that joblib's files can't have.
    case unsupportedProtocol
  }

  /// What is wrong.
  public var code: Code
  /// What was found, and what was expected.
  public var detail: String
  /// Where: the path is the name of the file beside the pickle.
  public var context: ErrorContext

  init(_ code: Code, _ detail: String, offset: Int? = nil, path: String? = nil) {
    self.code = code
    self.detail = detail.asDetail
    context = ErrorContext(offset: offset, path: path)
  }

  /// Errors are equal when their codes are.
  public static func == (left: JoblibError, right: JoblibError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
