import BrinePickle

/// A value of a pickle as a node of an outline.
public struct PickleOutline: OutlineNode {
  public let label: String
  let value: PickleValue

  /// The outline of a value.
  public init(_ value: PickleValue, label: String = "") {
    self.value = value
    self.label = label
  }

  public var typeName: String { value.typeName }
  public var preview: String { value.preview }
  public var childCount: Int { value.children.count }
  public var identity: AnyHashable? { value.identity.map { AnyHashable($0) } }

  public func children(limit: Int) -> [any OutlineNode] {
    value.children.prefix(limit).map { PickleOutline($0.value, label: $0.step.description) }
  }
}
