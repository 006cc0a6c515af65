/// What the functions make with which dill and cloudpickle write functions, classes and modules by value.
///
/// Facts: dill 0.4.0, `dill/_dill.py` and `dill/session.py`; cloudpickle 3.1.2, `cloudpickle/cloudpickle.py`.
enum ByValueMaker: Sendable {
  case dillFunction, cloudpickleFunction
  case code
  case cell, emptyCell
  /// A class: by dill with its members as an argument, by cloudpickle with its members as a state.
  case dillClass, newClass, namedTuple, skeletonClass, skeletonEnum
  /// A module by name; dill gives it a state where it is written by value.
  case importedModule, dynamicModule
  /// A class of Python itself, by dill's or cloudpickle's name for it.
  case dillType, cloudpickleType
  /// A method of such a class, by class and name.
  case dillAttribute
  /// An object by what `repr` writes for it: `Ellipsis`, `range(0, 3)`.
  case representation
  case typeVariable
  case dictKeys, dictValues, dictItems
  // Calls for what they do, not for what they give back.
  case setAttribute, deleteAttribute
  case functionState, classState
}

extension ByValueMaker {
  private static let dill: [String: ByValueMaker] = [
    "_create_function": .dillFunction, "_create_code": .code, "_create_cell": .cell,
    "_create_type": .dillClass, "_create_namedtuple": .namedTuple, "_import_module": .importedModule,
    "_load_type": .dillType, "_eval_repr": .representation, "_getattr": .dillAttribute,
    "_setattr": .setAttribute, "_delattr": .deleteAttribute,
  ]

  private static let cloudpickle: [String: ByValueMaker] = [
    "_make_function": .cloudpickleFunction, "_make_cell": .cell, "_make_empty_cell": .emptyCell,
    "_builtin_type": .cloudpickleType, "_make_skeleton_class": .skeletonClass,
    "_make_skeleton_enum": .skeletonEnum, "subimport": .importedModule, "dynamic_subimport": .dynamicModule,
    "_make_typevar": .typeVariable, "_make_dict_keys": .dictKeys, "_make_dict_values": .dictValues,
    "_make_dict_items": .dictItems, "_function_setstate": .functionState, "_class_setstate": .classState,
  ]

  private static let python: [String: ByValueMaker] = [
    "builtins.setattr": .setAttribute, "builtins.delattr": .deleteAttribute, "types.new_class": .newClass,
    "types.CodeType": .code,
  ]

  /// The meaning of a name. Packages carry copies of cloudpickle inside, so only the end of a module's name counts.
  static func named(_ name: PickleName) -> ByValueMaker? {
    if name.module == "dill._dill" || name.module == "dill.dill" { return dill[name.name] }
    if name.module.hasSuffix("cloudpickle.cloudpickle")
      || name.module.hasSuffix("cloudpickle.cloudpickle_fast")
    {
      return cloudpickle[name.name]
    }
    return python[name.module + "." + name.name]
  }
}

/// A call of one of these functions.
struct ByValueCall {
  let maker: ByValueMaker
  let record: ObjectRecord
  let arguments: UnsafeBufferPointer<Word>
}

extension PickleGraph {
  /// The call that a word describes, where it is one of a function that writes objects by value.
  func byValueCall(_ word: Word) -> ByValueCall? {
    guard word.has(.object), word.construction == .reduce else { return nil }
    let record = objects[word.objectIndex]
    guard record.arguments.isTuple, let maker = byValueMaker(record.callable) else { return nil }
    return ByValueCall(maker: maker, record: record, arguments: items(record.arguments))
  }

  /// What a callable makes. Looks no further than one call deep, so it costs the same for every callable.
  func byValueMaker(_ callable: Word) -> ByValueMaker? {
    if callable.has(.global) { return shortGlobalName(callable).flatMap(ByValueMaker.named) }
    guard callable.has(.object) else { return nil }
    let record = objects[callable.objectIndex]
    guard record.callable.has(.global), record.arguments.has(.tuple), record.state == .absent else {
      return nil
    }
    let arguments = items(record.arguments)
    if known(record.callable) == .getattr { return attributeMaker(arguments) }
    switch byValueMaker(global: record.callable) {
    case .cloudpickleType where arguments.count == 1:
      return shortText(arguments[0]) == "CodeType" ? .code : nil
    case .dillAttribute where arguments.count == 3: return viewMaker(arguments)
    default: return nil
    }
  }

  /// `dict.keys` and the like, called with a dict.
  private func viewMaker(_ arguments: UnsafeBufferPointer<Word>) -> ByValueMaker? {
    guard let type = typeReference(arguments[0]), type.name == "dict" || type.name == "OrderedDict" else {
      return nil
    }
    switch shortText(arguments[1]) {
    case "keys": return .dictKeys
    case "values": return .dictValues
    case "items": return .dictItems
    default: return nil
    }
  }

  private func byValueMaker(global: Word) -> ByValueMaker? {
    shortGlobalName(global).flatMap(ByValueMaker.named)
  }

  /// `getattr(dill._dill, "_setattr", setattr)`: dill's own function, or else Python's.
  private func attributeMaker(_ arguments: UnsafeBufferPointer<Word>) -> ByValueMaker? {
    guard arguments.count == 3, arguments[0].has(.global),
      shortGlobalName(arguments[0]) == PickleName(module: "dill", name: "_dill"),
      let name = shortText(arguments[1])
    else { return nil }
    return ByValueMaker.named(PickleName(module: "dill._dill", name: name))
  }

  /// The name of a global; `nil` for names longer than any that matter here, so that many of them stay cheap.
  func shortGlobalName(_ word: Word) -> PickleName? {
    let record = globals[word.payload]
    guard leafSize(record.name) <= 32, leafSize(record.module) <= 64 else { return nil }
    return name(word.payload)
  }

  /// A string of up to 64 bytes.
  func shortText(_ word: Word) -> String? {
    guard word.has(.string), leafSize(word) <= 64 else { return nil }
    return lossyString(word)
  }
}
