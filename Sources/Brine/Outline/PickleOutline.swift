import BrinePickle

/// A value of a pickle as a node of an outline.
///
/// Functions, classes and modules that dill or cloudpickle wrote by value show as what they are, not as the calls that
/// make them; typed JSON has the calls.
public struct PickleOutline: OutlineNode {
  /// The step from its parent.
  public let label: String
  let value: PickleValue
  let byValue: PickleByValue?

  /// The outline of a value.
  public init(_ value: PickleValue, label: String = "") {
    self.value = value
    self.label = label
    byValue = value.byValue
  }

  /// The Python type.
  public var typeName: String {
    byValue?.typeName ?? instanceName ?? (value.isNone ? "None" : value.typeName)
  }
  /// The value itself where it is short, else its size.
  public var preview: String { byValue?.preview ?? (value.isNone ? "" : value.preview) }
  /// How many values are right below.
  public var childCount: Int { byValue?.children(of: value).count ?? plainChildren.count }
  /// What tells the object from all others; `nil` for plain values.
  public var identity: AnyHashable? {
    byValue?.isPlain == true ? nil : value.identity.map { AnyHashable($0) }
  }

  /// The first values right below.
  public func children(limit: Int) -> [any OutlineNode] {
    if let byValue { return Array(byValue.children(of: value).prefix(limit)) }
    return plainChildren.prefix(limit).map { PickleOutline($0.value, label: $0.step.description) }
  }

  /// The values below one that is not by value, but for a class that the type's name tells already.
  private var plainChildren: Slice<PickleChildren> {
    let children = value.children
    guard let instance = value.instance, instance.name == nil, case .global = instance.callable.byValue else {
      return children[...]
    }
    return children.dropFirst()
  }

  /// The class of an instance whose class is in the pickle by value, or has a name of dill's or cloudpickle's own.
  private var instanceName: String? {
    guard let instance = value.instance, instance.name == nil else { return nil }
    switch instance.callable.byValue {
    case .classByValue(let type): return (type.module.map { $0 + "." } ?? "") + type.qualname
    case .global(let name): return name.module + "." + name.name
    default: return nil
    }
  }
}
