import BrinePickle
import BrineScan

/// A value of a pickle as a node of an outline.
///
/// Functions, classes and modules that dill or cloudpickle wrote by value show as what they are, not as the calls that
/// make them; typed JSON has the calls. Frames, times of pandas, sparse matrices, masked arrays and types are a line each.
public struct PickleOutline: OutlineNode {
  /// The step from its parent.
  public let label: String
  let value: PickleValue
  let byValue: PickleByValue?
  /// Whether what has a line of its own is opened all the same.
  private let isPlain: Bool
  private let line: OutlineLine?

  /// The outline of a value.
  ///
  /// - Parameter isPlain: Whether frames, sparse matrices and the like are shown as the calls and states they are pickled as.
  public init(_ value: PickleValue, label: String = "", isPlain: Bool = false) {
    self.value = value
    self.label = label
    self.isPlain = isPlain
    byValue = value.byValue
    line = isPlain || byValue != nil ? nil : OutlineLine(value)
  }

  /// The Python type.
  public var typeName: String {
    byValue?.typeName ?? line?.typeName ?? instanceName ?? (value.isNone ? "None" : value.typeName)
  }
  /// The value itself where it is short, else its size.
  public var preview: String {
    byValue?.preview ?? line?.preview ?? (value.isNone ? "" : value.preview)
  }
  /// How many values are right below.
  public var childCount: Int {
    line == nil ? byValue?.children(of: value).count ?? plainChildren.count : 0
  }
  /// What tells the object from all others; `nil` for plain values.
  public var identity: AnyHashable? {
    byValue?.isPlain == true || line?.isValue == true ? nil : value.identity.map { AnyHashable($0) }
  }

  /// Why the name of a function or class, or of one that is called, is dangerous.
  public var danger: String? {
    guard byValue == nil, let name = value.global ?? value.instance?.name,
      case .dangerous(let rule) = PicklePolicy.default.decision(name), rule.isOfNames
    else { return nil }
    return rule.kind
  }

  /// The first values right below.
  public func children(limit: Int) -> [any OutlineNode] {
    if let byValue { return Array(byValue.children(of: value).prefix(limit)) }
    guard line == nil else { return [] }
    return plainChildren.prefix(limit).map {
      PickleOutline($0.value, label: $0.step.description, isPlain: isPlain)
    }
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
