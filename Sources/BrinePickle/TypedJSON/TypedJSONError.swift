public import BrineJSON

/// Why a JSON text is no typed JSON: what is wrong, and where.
///
/// The text is JSON all right: what is wrong with JSON itself is a `JSONError`. Two errors are equal when their codes are.
/// The form is described in `Documentation/typed-json.md`.
public struct TypedJSONError: Error, Sendable {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// A first key that starts with `$` and is no tag.
    case unknownTag
    /// A key that starts with `$` further back in a plain object: dicts with such keys are written as `$dict`.
    case misplacedTag
    /// A key that the tag beside it does not take, or one that is there twice.
    case unexpectedKey
    /// A value of the wrong kind: an array where a string is needed, a pair of three.
    case wrongShape
    /// Text or a number that does not say what its tag promises: no date, no Base64, no name.
    case badValue
    /// A `$ref` to an `$id` that did not come before.
    case unknownReference
    /// An `$id` that is another value's already.
    case repeatedID
    /// A key that the dict has already.
    case repeatedKey
    /// A dict key or set item that Python can't hash: a list, dict, set, bytearray, or a tuple of such.
    case unhashableKey
    /// A tuple, frozenset or object that would have to be there before it can be made.
    case containsItself
    /// More values than a graph can number, or a longer name than a pickle may have.
    case limitExceeded
  }

  /// What is wrong.
  public var code: Code
  /// What was found and what was expected.
  public var detail: String
  /// Where the value or key starts that is wrong.
  public var location: JSONLocation
  /// The way to it through the JSON: keys parted by `/`, indexes in brackets. Empty for the whole text.
  public var path: String

  /// An error with its place.
  public init(_ code: Code, _ detail: String, location: JSONLocation, path: String = "") {
    self.code = code
    self.detail = detail
    self.location = location
    self.path = path
  }
}

extension TypedJSONError: Equatable {
  /// Whether the codes are equal.
  public static func == (left: TypedJSONError, right: TypedJSONError) -> Bool { left.code == right.code }
}

extension TypedJSONError: CustomStringConvertible {
  /// `there is no tag $ndarray (line 3, column 14, in weights/$ndarray)`.
  public var description: String { "\(detail) (\(location)\(path.isEmpty ? "" : ", in \(path)"))" }
}
