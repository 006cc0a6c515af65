import BrinePickle

/// Functions whose calls are harmless or not by their arguments.
enum SpecialCall: Sendable {
  /// `getattr(object, name)`.
  case getattr
  /// `setattr(object, name, value)`, by which dill fills what it brings along.
  case setattr
  /// `operator.getitem(typing.List, int)`, by which types with parameters are written.
  case getitem
  /// `iter(object)`; with a second argument it calls the first.
  case iter
  /// `_codecs.encode(text, encoding)`, by which old protocols write bytes.
  case encode
  /// `copyreg._reconstructor(cls, …)`, `copyreg.__newobj__(cls, …)`: an instance of the first argument.
  case newInstance
  /// `type(object)`.
  case type
  /// A module by its name.
  case module
  /// A type of Python itself by a name of dill's or cloudpickle's.
  case typeByName
  /// A class that the file brings along.
  case classByValue
  /// A function that the file brings along.
  case functionByValue
  /// A pickle in bytes that is loaded in turn.
  case nestedLoad
  /// `numpy._core.multiarray._reconstruct(ndarray, (0,), b'b')`: an array without elements, to be given its state.
  case emptyArray
  /// `ndarray(shape, dtype)`; with a buffer it is a view of memory that others may have.
  case view
  /// `str(bytes, encoding)`, `list(items)`: what they are given is iterated over, or asked for its text.
  case plainValue
  /// `functools.reduce(operator.or_, (int, str))`, by which `int | str` is written.
  case union
  /// `operator.attrgetter('name')`.
  case attributeGetter
  /// `types.GenericAlias(list, (int,))`.
  case genericAlias
  /// `torch.jit._pickle.build_intlist(list)`, `numpy.object_(value)`: what they are given is what they return.
  case identity
  /// `email.headerregistry._reconstruct_header(name, (UniqueUnstructuredHeader, BaseHeader), text)`.
  case header
  /// `torch._tensor._rebuild_from_type_v2(function, type, arguments, state)`.
  case tensorOfType

  /// Whether it is harmless only where it can be seen what it is called with.
  var mustBeCalled: Bool {
    switch self {
    case .getattr, .encode, .setattr, .nestedLoad, .getitem, .union, .attributeGetter, .type, .header: true
    default: false
    }
  }

  /// Whether it must not even be kept as a value.
  var mustNotBeHeld: Bool { mustBeCalled && self != .type }

  static func named(_ name: PickleName) -> SpecialCall? {
    if name.module == "dill._dill" || name.module == "dill.dill" { return dill[name.name] }
    if name.module == "dill", name.name.hasPrefix("_dill.") { return dill[String(name.name.dropFirst(6))] }
    if name.module.hasSuffix("cloudpickle.cloudpickle")
      || name.module.hasSuffix("cloudpickle.cloudpickle_fast")
      || name.module == "cloudpickle"
    {
      return cloudpickle[name.name]
    }
    if name.name == "newObj", name.module.hasPrefix("sklearn.") { return .newInstance }
    if name.module == "numpy" || name.module.hasPrefix("numpy."), views.contains(name.name) { return .view }
    if name.module == "torch.jit._pickle" || name.module == "numpy" && name.name.hasPrefix("object") {
      return .identity
    }
    if name.module == "numpy", name.name == "str_" || name.name == "bytes_" { return .plainValue }
    return python[name] ?? numpy[name]
  }

  private static let python: [PickleName: SpecialCall] = [
    PickleName(module: "builtins", name: "getattr"): .getattr,
    PickleName(module: "builtins", name: "setattr"): .setattr,
    PickleName(module: "builtins", name: "type"): .type,
    PickleName(module: "builtins", name: "iter"): .iter,
    PickleName(module: "operator", name: "getitem"): .getitem,
    PickleName(module: "_operator", name: "getitem"): .getitem,
    PickleName(module: "_codecs", name: "encode"): .encode,
    PickleName(module: "codecs", name: "encode"): .encode,
    PickleName(module: "copyreg", name: "_reconstructor"): .newInstance,
    PickleName(module: "copyreg", name: "__newobj__"): .newInstance,
    PickleName(module: "copyreg", name: "__newobj_ex__"): .newInstance,
    PickleName(module: "types", name: "new_class"): .classByValue,
    PickleName(module: "types", name: "FunctionType"): .functionByValue,
    PickleName(module: "types", name: "LambdaType"): .functionByValue,
    PickleName(module: "torch.storage", name: "_load_from_bytes"): .nestedLoad,
    PickleName(module: "functools", name: "reduce"): .union,
    PickleName(module: "_functools", name: "reduce"): .union,
    PickleName(module: "operator", name: "attrgetter"): .attributeGetter,
    PickleName(module: "_operator", name: "attrgetter"): .attributeGetter,
    PickleName(module: "types", name: "GenericAlias"): .genericAlias,
    PickleName(module: "email.headerregistry", name: "_reconstruct_header"): .header,
    PickleName(module: "torch._tensor", name: "_rebuild_from_type_v2"): .tensorOfType,
    PickleName(module: "torch.tensor", name: "_rebuild_from_type_v2"): .tensorOfType,
    PickleName(module: "torch._tensor", name: "_rebuild_from_type"): .tensorOfType,
    PickleName(module: "torch.tensor", name: "_rebuild_from_type"): .tensorOfType,
  ].merging(
    ["str", "bytes", "bytearray", "list", "tuple", "set", "frozenset", "dict"].map {
      (PickleName(module: "builtins", name: $0), .plainValue)
    } + [(PickleName(module: "collections", name: "UserString"), .plainValue)]
  ) { first, _ in first }

  private static let numpy: [PickleName: SpecialCall] = [
    PickleName(module: "numpy._core.multiarray", name: "_reconstruct"): .emptyArray,
    PickleName(module: "numpy.core.multiarray", name: "_reconstruct"): .emptyArray,
    PickleName(module: "numpy.multiarray", name: "_reconstruct"): .emptyArray,
    PickleName(module: "numpy.ma.core", name: "_mareconstruct"): .emptyArray,
  ]

  /// The arrays of NumPy whose calls take memory to look at.
  private static let views: Set<String> = ["ndarray", "matrix", "recarray", "chararray", "record", "memmap"]

  private static let dill: [String: SpecialCall] = [
    "_get_attr": .getattr, "_getattribute": .getattr, "_setattr": .setattr, "_import_module": .module,
    "_load_type": .typeByName, "_create_type": .classByValue, "_create_namedtuple": .classByValue,
    "_create_function": .functionByValue,
  ]

  private static let cloudpickle: [String: SpecialCall] = [
    "subimport": .module, "_builtin_type": .typeByName, "_make_skeleton_class": .classByValue,
    "_make_skeleton_enum": .classByValue, "_make_function": .functionByValue,
  ]
}
