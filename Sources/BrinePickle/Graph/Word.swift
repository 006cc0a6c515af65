/// One value of a pickle in eight bytes.
///
/// Doubles stand for themselves. The bit patterns from `0xFFF1…` up, which are NaNs that arithmetic does not make,
/// carry a tag in the top 16 bits and 48 bits of payload:
///
/// | tag | payload |
/// |---|---|
/// | int | the value, signed |
/// | constant | None, False, True, (), nothing |
/// | string | the offset of its opcode in the input, shifted left by one; bit 0: all ASCII |
/// | bytes, number, bytearray | the offset of its opcode; a number is an integer or NaN too wide for this word |
/// | list, tuple, dict, set, frozenset, parts | the index of its `Container` |
/// | object | the index of its `ObjectRecord`, shifted left by three; low bits: `Construction` |
/// | global, special | the index of its record |
///
/// As each opcode runs once, an offset is an identity: two words are the same object exactly when they are equal
/// (and not a plain number or constant).
@frozen @usableFromInline
struct Word: Equatable, Hashable, Sendable, BitwiseCopyable {
  @usableFromInline let bits: UInt64

  @inlinable init(bits: UInt64) { self.bits = bits }

  @frozen @usableFromInline
  enum Tag: UInt16, Sendable {
    case int = 0xFFF1
    case constant, string, bytes, number, bytearray
    case list, tuple, dict, set, frozenset
    case object, global, special, parts
  }

  @inlinable init(_ tag: Tag, _ payload: Int) {
    bits = UInt64(tag.rawValue) &<< 48 | UInt64(truncatingIfNeeded: payload) & Self.payloadMask
  }

  @usableFromInline static let payloadMask: UInt64 = 0xFFFF_FFFF_FFFF
  @usableFromInline static let firstTagged: UInt64 = 0xFFF1 &<< 48

  /// The tag, or `nil` for a double.
  @inlinable var tag: Tag? {
    bits < Self.firstTagged ? nil : Tag(rawValue: UInt16(truncatingIfNeeded: bits &>> 48))
  }

  @inlinable @inline(__always) func has(_ tag: Tag) -> Bool { bits &>> 48 == UInt64(tag.rawValue) }

  /// The payload without its sign: an index or an offset.
  @inlinable var payload: Int { Int(truncatingIfNeeded: bits & Self.payloadMask) }
}

// MARK: Numbers and constants

extension Word {
  /// The double, where the word is one.
  @inlinable var double: Double? { bits < Self.firstTagged ? Double(bitPattern: bits) : nil }

  /// The integer, where it fits the word.
  @inlinable var inlineInt: Int? {
    has(.int) ? Int(truncatingIfNeeded: Int64(bitPattern: bits &<< 16) &>> 16) : nil
  }

  /// An integer, or `nil` when it needs more than 48 bits.
  @inlinable static func int(_ value: Int) -> Word? {
    (value &<< 16) &>> 16 == value ? Word(.int, value) : nil
  }

  static let none = Word(.constant, 0)
  static let `false` = Word(.constant, 1)
  static let `true` = Word(.constant, 2)
  static let emptyTuple = Word(.constant, 3)
  /// Nothing: an empty place in the memo, a part that an object does not have.
  static let absent = Word(.constant, 4)

  static func bool(_ value: Bool) -> Word { value ? .true : .false }
}

// MARK: Leaves and records

extension Word {
  /// A string by the offset of its opcode.
  @inlinable static func string(at offset: Int, isASCII: Bool) -> Word {
    Word(.string, offset &<< 1 | (isASCII ? 1 : 0))
  }

  /// Where the opcode of a string, bytes, bytearray or wide number is.
  var leafOffset: Int { has(.string) ? payload &>> 1 : payload }

  /// Whether a string is known to be ASCII, stored as it is.
  var isASCII: Bool { payload & 1 == 1 }

  /// An object by the index of its record, and how it was made.
  static func object(_ index: Int, _ construction: Construction) -> Word {
    Word(.object, index &<< 3 | Int(construction.rawValue))
  }

  var objectIndex: Int { payload &>> 3 }

  var construction: Construction { Construction(rawValue: UInt8(truncatingIfNeeded: payload & 7)) ?? .reduce }

  var isTuple: Bool { has(.tuple) || self == .emptyTuple }
}

/// Which opcode made an object, and so how its callable and arguments are to be understood.
@usableFromInline
enum Construction: UInt8, Sendable {
  /// REDUCE: `callable(*args)`.
  case reduce
  /// NEWOBJ: `cls.__new__(cls, *args)`.
  case newObj
  /// NEWOBJ_EX: `cls.__new__(cls, *args, **kwargs)`; the arguments are a `parts` word of both.
  case newObjEx
  /// INST: `cls(*args)`, the class by name.
  case inst
  /// OBJ: `cls(*args)`, the class from the stack.
  case obj
  /// REDUCE of a state setter, `setter(object, state)`, whose result was dropped. Only as an object's state.
  case setter
  /// REDUCE of anything else whose result was dropped: what it does to objects is why it is there. Only as a state of
  /// the object that was below it.
  case effect
}
