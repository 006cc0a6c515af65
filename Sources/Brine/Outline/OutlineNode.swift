/// One node of a file's tree, whatever the format: what `show` prints.
///
/// Children are made when asked for, so that the outline of a large file costs only what is looked at.
public protocol OutlineNode: Sendable {
  /// The name below its parent, such as `config`, `[0]` or `state`; empty for a root.
  var label: String { get }
  /// What it is, in the file's own terms: `dict`, `sklearn.pipeline.Pipeline`.
  var typeName: String { get }
  /// A short preview of the value or its size: `"brine"`, `(3)`; may be empty.
  var preview: String { get }
  /// How many children there are.
  var childCount: Int { get }
  /// The first `limit` children.
  func children(limit: Int) -> [any OutlineNode]
  /// What loading this would do that it must not, in a few words; `nil` for nearly all. See `FileScanner` for the whole.
  var danger: String? { get }
  /// What tells this object from others where it can be met more than once; `nil` for plain values.
  var identity: AnyHashable? { get }
}

extension OutlineNode {
  /// Nothing: only pickles say what is to be called.
  public var danger: String? { nil }
}
