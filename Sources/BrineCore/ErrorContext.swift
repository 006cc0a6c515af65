/// Where in the input something is wrong.
public struct ErrorContext: Sendable, Equatable {
  /// The offset in bytes from the start of the input, where it is known.
  public var offset: Int?
  /// The place inside the file, such as `/model_weights/dense` or `config/layers[2]`, where it is known.
  public var path: String?

  /// A place by its offset, its path, or both.
  public init(offset: Int? = nil, path: String? = nil) {
    self.offset = offset
    self.path = path
  }
}

extension String {
  /// The text, or the beginning of a long one: a file's names and types may be of any length, and messages
  /// must not.
  package var asDetail: String {
    utf8.count > 600 ? String(decoding: utf8.prefix(500), as: UTF8.self) + "…" : self
  }
}

extension ErrorContext: CustomStringConvertible {
  /// `at byte 12, in config/layers[2]`; empty when nothing is known.
  public var description: String {
    var parts: [String] = []
    if let offset { parts.append("at byte \(offset)") }
    if let path { parts.append("in \(path)") }
    return parts.joined(separator: ", ")
  }
}
