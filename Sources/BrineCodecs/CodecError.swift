public import BrineCore

/// Why compressed data was refused, or could not be written.
public struct CodecError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable {
    /// The input ends before the compressed data does.
    case truncated
    /// The data is not what its format demands, or its checksum differs.
    case corrupt
    /// The data would be larger than the limits allow.
    case tooLarge
    /// This build lacks the codec, or it could not be set up.
    case unavailable
    /// A level of compression that the codec does not have.
    case badLevel
    /// A compressor was written to after its end, or after an error.
    case finished
  }

  /// What is wrong.
  public var code: Code
  /// What was found.
  public var detail: String
  /// Where in the compressed data.
  public var context: ErrorContext

  /// An error.
  public init(_ code: Code, _ detail: String, offset: Int? = nil) {
    self.code = code
    self.detail = detail
    context = ErrorContext(offset: offset)
  }

  /// Errors are equal when their codes are.
  public static func == (left: CodecError, right: CodecError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
