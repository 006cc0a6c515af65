/// Why a text was refused as JSON: what is wrong, and where.
///
/// Two errors are equal when their codes are.
public struct JSONError: Error, Sendable {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// A character that can't stand where it does.
    case unexpectedCharacter
    /// The text ends before the value does, or there is none.
    case unexpectedEnd
    /// A number that Python or C may take but JSON does not: `01`, `1.`, `.5`, `+1`, `0x10`, `NaN`, `-Infinity`.
    case badNumber
    /// A backslash with anything but `"`, `\`, `/`, `b`, `f`, `n`, `r`, `t`, or `u` and four hexadecimal digits.
    case badEscape
    /// A character below U+0020 in a string, where it must be escaped.
    case controlCharacter
    /// A string that is not UTF-8.
    case invalidUTF8
    /// Something other than spaces after the value.
    case trailingContent
    /// More values than were allowed, or than 32 bits can count.
    case tooManyNodes
  }

  /// What is wrong.
  public var code: Code
  /// Where.
  ///
  /// For a number its first character, for an escape its backslash, for an end that comes too early the end,
  /// else the character that is wrong.
  public var location: JSONLocation
  /// What was found and what was expected.
  public var detail: String

  /// An error with its place.
  public init(_ code: Code, _ detail: String, location: JSONLocation) {
    self.code = code
    self.detail = detail
    self.location = location
  }
}

extension JSONError: Equatable {
  /// Whether the codes are equal.
  public static func == (left: JSONError, right: JSONError) -> Bool { left.code == right.code }
}

extension JSONError: CustomStringConvertible {
  /// `expected a value, found ']' (line 3, column 14)`.
  public var description: String { "\(detail) (\(location))" }
}
