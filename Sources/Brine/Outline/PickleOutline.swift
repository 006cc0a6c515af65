import BrinePickle

/// A value of a pickle as a node of an outline.
public struct PickleOutline: OutlineNode {
  /// The step from its parent.
  public let label: String
  let value: PickleValue

  /// The outline of a value.
  public init(_ value: PickleValue, label: String = "") {
    self.value = value
    self.label = label
  }

  /// The Python type.
  public var typeName: String { value.isNone ? "None" : value.typeName }
  /// The value itself where it is short, else its size.
  public var preview: String { value.isNone ? "" : value.preview }
  /// How many values are right below.
  public var childCount: Int { value.children.count }
  /// What tells the object from all others; `nil` for plain values.
  public var identity: AnyHashable? { value.identity.map { AnyHashable($0) } }

  /// The first values right below.
  public func children(limit: Int) -> [any OutlineNode] {
    value.children.prefix(limit).map { PickleOutline($0.value, label: $0.step.description) }
  }
}
