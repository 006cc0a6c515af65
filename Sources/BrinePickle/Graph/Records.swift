/// Where the children of a list, tuple, dict or set are in the pool: 16 bytes.
///
/// Words refer to a container by its index, so that a later APPENDS or SETITEMS, which may move the children,
/// shows through every reference, and a cycle is a plain index.
@frozen @usableFromInline
struct Container: BitwiseCopyable, Sendable {
  /// The index of the first child in the pool.
  @usableFromInline var start: UInt32
  /// How many items there are; for a dict, entries.
  @usableFromInline var count: UInt32
  /// How many words there is room for.
  @usableFromInline var capacity: UInt32
  /// For a dict: 0, or 1 + the index of the shape that holds its keys (then only values are in the pool;
  /// else key and value take turns). For a tuple: 1 when it is not hashable.
  /// For a list: how many of its first items were found hashable.
  @usableFromInline var aux: UInt32

  static let empty = Container(start: 0, count: 0, capacity: 0, aux: 0)
}

/// The keys that many dicts have in common, in order.
@usableFromInline
struct Shape: BitwiseCopyable, Sendable {
  /// The index of the first key in the pool.
  var start: UInt32
  /// How many keys there are.
  var count: UInt32
}

/// What a REDUCE, NEWOBJ, INST or OBJ described, and what was done to its result.
@usableFromInline
struct ObjectRecord: BitwiseCopyable, Sendable {
  var callable: Word
  /// A tuple; for `Construction.newObjEx` a `parts` word of the tuple and the dict.
  var arguments: Word
  /// What BUILD gave, or the call of a state setter; a `parts` word when there was more than one.
  var state: Word
  /// A list word (APPENDS, ADDITEMS), a dict word (SETITEMS), or a `parts` word of both.
  var items: Word
}

/// A class or function, by name.
@usableFromInline
struct GlobalRecord: BitwiseCopyable, Sendable {
  /// String words; for the opcodes GLOBAL and INST both at its offset, where the ASCII flag picks the line.
  var module: Word
  var name: Word
  /// What BUILD gave, as for objects.
  var state: Word
  /// Whether names of Python 2 are to be mapped.
  var isMapped: Bool
  /// The name's meaning, where it is one that Brine knows.
  var known: KnownGlobal

  /// Whether the names are lines of one opcode, rather than strings.
  var isLine: Bool { module.leafOffset == name.leafOffset && module != name }
}

/// Something that the reader of the pickle must supply.
@usableFromInline
struct SpecialRecord: BitwiseCopyable, Sendable {
  enum Kind: UInt8 { case persistent, `extension`, buffer, readOnly }
  var kind: Kind
  /// The persistent id, the extension code, the buffer's number, or the value that is to be read-only.
  var value: Word
  /// Whether the memo held it, so that it may be met again as the same object.
  var isMemoized = false
}
