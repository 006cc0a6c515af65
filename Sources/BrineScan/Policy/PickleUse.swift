/// What a pickle does with a name.
public enum PickleUse: String, Sendable, Codable, CaseIterable {
  /// It is looked up, which imports its module.
  case `import`
  /// It is called, or an instance is made of it.
  case call
  /// An instance of it is made without its `__init__`: NEWOBJ. What may be called may be made too.
  case new
  /// An instance of it is given its state or items: `__setstate__`, `__setitem__`, `extend`.
  case build
  /// It is reached through another object, by `getattr` and the like.
  case attribute
}
