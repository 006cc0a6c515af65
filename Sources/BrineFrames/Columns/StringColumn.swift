/// A column of text: pandas' `string` and `str`.
public struct StringColumn: Sendable {
  /// Where the text is kept.
  public enum Content: Sendable {
    /// As Arrow keeps it: all characters in one piece of memory.
    case arrow(ArrowArray)
    /// As Python strings.
    case objects(ObjectColumn)
  }

  /// Which of pandas' string arrays it is: `python`, `pyarrow`, and in pandas 2 `pyarrow_numpy`.
  public var storage: String
  /// What missing values are: `NA` (the type `string`), or NaN (the type `str` of pandas 3).
  public var missing: FrameValue
  /// Where the text is.
  public var content: Content

  /// A column of text.
  public init(_ content: Content, storage: String, missing: FrameValue) {
    self.content = content
    self.storage = storage
    self.missing = missing
  }

  /// A column of the type `str` of pandas 3, `nil` for missing values. Its pickle asks for no pyarrow.
  public init(_ texts: [String?]) {
    self.init(.arrow(ArrowArray(strings: texts)), storage: "python", missing: .float(.nan))
  }

  /// How many values there are.
  public var count: Int {
    switch content {
    case .arrow(let array): array.count
    case .objects(let column): column.count
    }
  }

  /// `str` or `string`.
  public var dtype: String {
    if case .float = missing, storage != "pyarrow_numpy" { return "str" }
    return "string"
  }

  func value(_ index: Int) -> FrameValue {
    let value =
      switch content {
      case .arrow(let array): array.value(index)
      case .objects(let column): column.value(index)
      }
    return value.isMissing ? missing : value
  }
}
