/// Names of classes, however dill, cloudpickle and pickle itself refer to them.
extension PickleGraph {
  /// The name of the class that a word stands for without holding it: a global, dill's `_load_type("int")`,
  /// cloudpickle's `_builtin_type("CodeType")`, `type(None)`.
  func typeReference(_ word: Word) -> PickleName? {
    if word.has(.global) {
      guard globals[word.payload].state == .absent else { return nil }
      let name = name(word.payload)
      // dill writes the class of None as a global that no module has.
      let isNone = name.name == "NoneType" && (name.module == "__builtin__" || name.module == "builtins")
      return isNone ? Self.noneType : PickleGraph.shown(name)
    }
    guard word.has(.object), word.construction == .reduce else { return nil }
    let record = objects[word.objectIndex]
    guard record.state == .absent, record.arguments.has(.tuple) else { return nil }
    let arguments = items(record.arguments)
    if arguments.count == 3 { return methodName(record, arguments) }
    guard arguments.count == 1 else { return attributeName(word) }
    if arguments[0] == .none, record.callable.has(.global),
      shortGlobalName(record.callable) == PickleName(module: "builtins", name: "type")
    {
      return Self.noneType
    }
    guard record.callable.has(.global), let name = shortText(arguments[0]) else { return nil }
    switch shortGlobalName(record.callable).flatMap(ByValueMaker.named) {
    case .dillType: return Self.typeName(name)
    case .cloudpickleType:
      return name == "LambdaType" ? Self.function : PickleName(module: "types", name: name)
    default: return nil
    }
  }

  private static let noneType = PickleName(module: "types", name: "NoneType")
  private static let function = PickleName(module: "types", name: "FunctionType")

  /// `dict.keys`, which dill writes as `_getattr(dict, "keys", "<method 'keys' of 'dict' objects>")`.
  private func methodName(_ record: ObjectRecord, _ arguments: UnsafeBufferPointer<Word>) -> PickleName? {
    guard record.callable.has(.global),
      shortGlobalName(record.callable).flatMap(ByValueMaker.named) == .dillAttribute,
      let name = shortText(arguments[1])
    else { return nil }
    // No deeper than one step: the class itself is not a method of another.
    let isMethod = arguments[0].has(.object) && items(objects[arguments[0].objectIndex].arguments).count != 1
    guard !isMethod, let type = typeReference(arguments[0]) else { return nil }
    return PickleName(module: type.module, name: type.name + "." + name)
  }

  /// dill's names for types: those of `builtins`, those of `types`, which end with `Type`, and a few of its own.
  private static func typeName(_ name: String) -> PickleName {
    switch name {
    case "PartialType": PickleName(module: "functools", name: "partial")
    case "SuperType": PickleName(module: "builtins", name: "super")
    case "ItemGetterType": PickleName(module: "operator", name: "itemgetter")
    case "AttrGetterType": PickleName(module: "operator", name: "attrgetter")
    case "LambdaType": function
    case _ where name.hasSuffix("Type"): PickleName(module: "types", name: name)
    default: PickleName(module: "builtins", name: name)
    }
  }

  /// A class as `inspect.formatannotation` writes it: with its module, but for `builtins` and `typing`.
  func typeText(_ word: Word) -> String? {
    if let call = byValueCall(word), let type = PickleClassByValue(self, word, call) {
      return (type.module.map { $0 == "builtins" ? "" : $0 + "." } ?? "") + type.qualname
    }
    if let variable = typeVariable(word) { return variable }
    guard let name = typeReference(word) else { return nil }
    if name == Self.noneType { return "None" }
    return name.module == "builtins" || name.module == "typing" ? name.name : name.module + "." + name.name
  }

  /// A type variable that cloudpickle wrote by value, as Python writes it: `~T`, `+T`, `-T`.
  private func typeVariable(_ word: Word) -> String? {
    guard let call = byValueCall(word), call.maker == .typeVariable, call.arguments.count >= 5,
      call.arguments[0].has(.string)
    else { return nil }
    let sign = call.arguments[3] == .true ? "+" : call.arguments[4] == .true ? "-" : "~"
    return sign + clippedText(call.arguments[0])
  }
}
