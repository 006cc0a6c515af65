/// A function among the members of a class, out of its `classmethod`, `staticmethod` or `property`.
public struct PickleMethod: Sendable {
  /// What Python makes of it.
  public enum Kind: String, Sendable, CaseIterable {
    case method, classmethod, staticmethod, property
  }

  /// The name of the member.
  public let name: String
  /// What Python makes of it.
  public let kind: Kind
  /// The member itself.
  public let value: PickleValue
  /// The function: of a property the one that gets its value, `nil` where it has none. Also `nil` where it is only named.
  public let function: PickleFunctionByValue?
}

extension PickleClassByValue {
  /// The functions among the members, also those of class methods, static methods and properties.
  public var methods: [PickleMethod] {
    members.compactMap { name, value in
      if let function = value.function {
        return PickleMethod(name: name, kind: .method, value: value, function: function)
      }
      return value.descriptor.map {
        PickleMethod(name: name, kind: $0.kind, value: value, function: $0.parts.first?.value.function)
      }
    }
  }
}

/// A `classmethod`, `staticmethod` or `property`.
public struct PickleDescriptor: Sendable {
  /// Which of them.
  public let kind: PickleMethod.Kind
  /// The functions and the docstring, by the names of the attributes they have in Python.
  public let parts: [(name: String, value: PickleValue)]
}

extension PickleValue {
  /// What is in a `classmethod`, `staticmethod` or `property`, however it was written; `nil` for any other value.
  public var descriptor: PickleDescriptor? {
    guard word.has(.object), word.construction == .reduce else { return nil }
    let record = graph.objects[word.objectIndex]
    guard record.arguments.has(.tuple), let type = graph.shortTypeReference(record.callable),
      type.module == "builtins",
      let kind = PickleMethod.Kind(rawValue: type.name)
    else { return nil }
    let arguments = graph.items(record.arguments)
    let names: [String]
    switch kind {
    case .property where arguments.count <= 4: names = ["fget", "fset", "fdel", "__doc__"]
    case .classmethod where arguments.count == 1, .staticmethod where arguments.count == 1:
      names = ["__func__"]
    default: return nil
    }
    return PickleDescriptor(
      kind: kind, parts: zip(names, arguments).map { ($0, PickleValue(graph, $1)) })
  }
}

extension PickleGraph {
  /// The name of a class, where it is short.
  func shortTypeReference(_ word: Word) -> PickleName? {
    word.has(.global) ? shortGlobalName(word) : typeReference(word)
  }
}
