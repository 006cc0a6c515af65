/// What dill or cloudpickle wrote by value, or has a name of its own for, where pickle itself has none.
public enum PickleByValue: Sendable {
  /// A function with its code.
  case function(PickleFunctionByValue)
  /// A code object.
  case code(PickleCode)
  /// A class with its members.
  case classByValue(PickleClassByValue)
  /// A module with its names, such as a session.
  case namespace(PickleNamespace)
  /// A module by its name.
  case module(String)
  /// A class or function by its name.
  case global(PickleName)
  /// A cell of a closure, and what it holds; `nil` for an empty one.
  case cell(PickleValue?)
  /// A `classmethod`, `staticmethod` or `property`.
  case descriptor(PickleDescriptor)
  /// A `typing.TypeVar`, by its name.
  case typeVariable(String)
  /// An object by what its `repr` is, such as `Ellipsis`.
  case representation(String)
  /// A view of a dict: `dict_keys`, `dict_values` or `dict_items`, and what it shows.
  case dictView(String, PickleValue)
}

extension PickleValue {
  /// What dill or cloudpickle wrote by value; `nil` for any other value, and for what is not in a known shape.
  public var byValue: PickleByValue? {
    guard word.has(.object) else { return nil }
    guard let call = graph.byValueCall(word) else {
      if let descriptor { return .descriptor(descriptor) }
      return nil
    }
    switch call.maker {
    case .dillFunction, .cloudpickleFunction:
      return PickleFunctionByValue(graph, word, call).map { .function($0) }
    case .code: return PickleCode(graph, word, call).map { .code($0) }
    case .dillClass, .newClass, .namedTuple, .skeletonClass, .skeletonEnum:
      return PickleClassByValue(graph, word, call).map { .classByValue($0) }
    case .importedModule, .dynamicModule:
      return PickleNamespace(graph, word, call).map { .namespace($0) }
        ?? importedModule(call).map { .module($0) }
    case .cell: return .cell(cellContents(call))
    case .emptyCell: return .cell(nil)
    case .dillType, .cloudpickleType, .dillAttribute: return graph.typeReference(word).map { .global($0) }
    default: return small(call)
    }
  }

  private func small(_ call: ByValueCall) -> PickleByValue? {
    guard let first = call.arguments.first else { return nil }
    let value = PickleValue(graph, first)
    switch call.maker {
    case .typeVariable where first.has(.string): return .typeVariable(graph.clippedText(first))
    case .representation where first.has(.string): return .representation(graph.clippedText(first))
    case .dictKeys: return .dictView("dict_keys", value)
    case .dictValues: return .dictView("dict_values", value)
    case .dictItems: return .dictView("dict_items", value)
    default: return nil
    }
  }

  private func importedModule(_ call: ByValueCall) -> String? {
    guard call.maker == .importedModule, call.record.state == .absent, let name = call.arguments.first,
      name.has(.string)
    else { return nil }
    return graph.lossyString(name)
  }

  private func cellContents(_ call: ByValueCall) -> PickleValue? {
    let set = ByValueIndex.of(graph).assigned(.cellContents, to: word)
    guard let contents = set ?? call.arguments.first, contents != .absent else { return nil }
    return PickleValue(graph, contents)
  }
}

extension PickleValue {
  /// The function that dill or cloudpickle wrote by value; `nil` for any other value.
  public var function: PickleFunctionByValue? {
    if case .function(let function) = byValue { function } else { nil }
  }

  /// The code object that dill or cloudpickle wrote; `nil` for any other value.
  public var code: PickleCode? { if case .code(let code) = byValue { code } else { nil } }

  /// The class that dill or cloudpickle wrote by value; `nil` for any other value.
  public var classByValue: PickleClassByValue? {
    if case .classByValue(let type) = byValue { type } else { nil }
  }

  /// A module that the pickle holds by value, a session among them; `nil` for any other value.
  public var namespace: PickleNamespace? {
    if case .namespace(let namespace) = byValue { namespace } else { nil }
  }

  /// The session that `dill.dump_module` wrote: a module by value that is the pickle's root, or `__main__`.
  public var session: PickleNamespace? { namespace.flatMap { $0.isSession ? $0 : nil } }
}
