import BrinePickle

extension PickleValue {
  /// The value in a few words, as `label` of `Fixtures/dill/describe.py` writes them of the live object.
  var byValueLabel: String {
    if let byValue { return byValue.label }
    switch kind {
    case .none, .bool, .int, .float: return preview
    case .string: return (lossyString?.utf8.count ?? 0) <= 80 ? preview : "str"
    case .bytes: return (bytes?.count ?? 0) <= 24 ? preview : "bytes"
    case .tuple, .list, .dict, .set: return "\(kind.rawValue) (\(count))"
    case .global: return global?.name ?? ""
    case .object, .call: return instance?.className ?? ""
    default: return typeName
    }
  }
}

extension PickleInstance {
  /// The name of the class without its module.
  fileprivate var className: String {
    if let name { return name.name }
    switch callable.byValue {
    case .classByValue(let type): return type.name
    case .global(let name): return name.name
    default: return "?"
    }
  }
}

extension PickleByValue {
  fileprivate var label: String {
    switch self {
    case .function(let function): "function " + function.name
    case .code(let code): "code " + code.name
    case .classByValue(let type): "class " + type.name
    case .namespace(let module): "module " + module.name
    case .module(let name): "module " + name
    case .global(let name): name.name
    case .cell: "cell"
    case .descriptor(let descriptor): descriptor.kind.rawValue
    case .typeVariable: "TypeVar"
    case .representation(let text): text
    case .dictView(let name, _): name
    }
  }
}
