/// How an `$object` or `$call` is made.
///
/// An `$object` says what an object is, not by which opcode it came. Python makes instances of most classes with
/// `cls.__new__(cls, …)`, but of those that say themselves how they are made, and that Brine knows, with a call: an
/// exception or a member of an enumeration would be something else otherwise.
struct Recipe {
  /// A callable by its name.
  struct Callable {
    let name: PickleName
    let known: KnownGlobal
    let word: Word
  }

  /// What is written as the callable, where it is not the one that is named.
  enum Substitute {
    /// Patterns are made by `re._compile`.
    case compile
    /// Time zones are made by `ZoneInfo._unpickle`.
    case unpickle

    var name: PickleName {
      switch self {
      case .compile: PickleName(module: "re", name: "_compile")
      case .unpickle: PickleName(module: "zoneinfo", name: "ZoneInfo._unpickle")
      }
    }
  }

  var construction: Construction
  var substitute: Substitute?
  /// Whether the keyword arguments of a call need a partial object.
  var isPartial = false

  /// A call.
  static func call(hasKeywords: Bool) -> Recipe { Recipe(construction: .reduce, isPartial: hasKeywords) }

  /// An object of a class; `nil` for one that is not given by name.
  static func object(of type: Callable?, arguments: Int, hasKeywords: Bool) -> Recipe {
    guard !hasKeywords else { return Recipe(construction: .newObjEx) }
    guard let type else { return Recipe(construction: .newObj) }
    if type.name == pattern { return Recipe(construction: .reduce, substitute: .compile) }
    if type.name == zoneInfo, arguments == 2 { return Recipe(construction: .reduce, substitute: .unpickle) }
    let isNew =
      type.known.isShownAsObjectWhenNew || arguments == 0 && plainClasses.contains(type.name.description)
    return Recipe(construction: isNew ? .newObj : .reduce)
  }

  private static let pattern = PickleName(module: "re", name: "Pattern")
  private static let zoneInfo = PickleName(module: "zoneinfo", name: "ZoneInfo")

  /// Known classes that leave it to `object` how their instances are pickled.
  private static let plainClasses: Set<String> = [
    "builtins.object", "collections.ChainMap", "collections.UserDict", "collections.UserList",
    "collections.UserString", "uuid.UUID",
  ]
}

extension KnownGlobal {
  /// Whether an `$object` of this name is one by NEWOBJ: of unknown classes; of those whose calls are shown by a tag,
  /// or as a `$call`, so that this is not one of them. For those that can't change, `__new__` does all that a call does.
  fileprivate var isShownAsObjectWhenNew: Bool {
    switch self {
    case .unknown, .frozenset, .bytes, .complex, .date, .datetime, .time, .timedelta, .decimal: true
    case .encode, .getattr, .reconstructor, .newObject, .newObjectEx, .arrayReconstructor, .compile,
      .zoneInfoUnpickle, .reconstructArray, .arrayFromBuffer, .arrayScalar, .dtype, .maskedArray,
      .joblibArray, .joblibFile, .joblibCompressedFile:
      true
    default: false
    }
  }
}
