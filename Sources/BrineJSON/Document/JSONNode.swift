/// One value of a JSON text: what it is and where, in 16 bytes.
///
/// A `JSONDocument` holds its nodes in preorder: a container, then its children, each followed by its own.
/// The children of an object are key, value, key, value; a key is a string node.
@frozen public struct JSONNode: BitwiseCopyable, Sendable {
  /// What a value is. Numbers are told apart by how they are written.
  @frozen public enum Kind: UInt8, Sendable, CaseIterable {
    /// The word `null`.
    case null
    /// The word `false`.
    case `false`
    /// The word `true`.
    case `true`
    /// A number of any length without `.` and exponent.
    case integer
    /// A number with `.`, `e` or `E`.
    case float
    /// A string, which may be the key of an object.
    case string
    /// An array.
    case array
    /// An object.
    case object
  }

  /// The kind in bits 0–3, `hasEscapes` in bit 4, the byte offset from bit 8 on.
  @usableFromInline let head: UInt64
  /// Of a container the number of children from bit 32 on, and below it the index after its last node
  /// (while it is being read: the index of the container around it). Of all else the length of its text.
  @usableFromInline var tail: UInt64

  /// A node of a text that starts at `offset`.
  @inline(__always)
  init(_ kind: Kind, offset: Int, hasEscapes: Bool = false, tail: UInt64) {
    let flag: UInt64 = hasEscapes ? 0x10 : 0
    head = UInt64(truncatingIfNeeded: offset) &<< 8 | flag | UInt64(kind.rawValue)
    self.tail = tail
  }

  /// What the value is.
  @inlinable public var kind: Kind {
    // Every node is made of a kind.
    Kind(rawValue: UInt8(truncatingIfNeeded: head & 0xF)) ?? .null
  }

  /// Where the value starts in the whole input: at the first digit or `-`, the opening quote or bracket.
  @inlinable public var offset: Int { Int(truncatingIfNeeded: head &>> 8) }

  /// Whether a string has escapes, so that its content is not what stands between the quotes.
  @inlinable public var hasEscapes: Bool { head & 0x10 != 0 }

  /// Whether the value is an array or object.
  @inlinable public var isContainer: Bool { head & 0xF >= UInt64(Kind.array.rawValue) }

  /// How many elements an array has, or members (key and value together) an object; 0 for all else.
  @inlinable public var childCount: Int { isContainer ? Int(truncatingIfNeeded: tail &>> 32) : 0 }

  /// Of a container the index after its last node, or, while it is open, of the container around it.
  @inlinable var end: Int {
    @inline(__always) get { Int(truncatingIfNeeded: tail & 0xFFFF_FFFF) }
    @inline(__always) set { tail = tail & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: newValue) }
  }

  /// Counts one more child of a container.
  @inline(__always)
  mutating func addChild() { tail &+= 1 &<< 32 }

  /// How many bytes the text of a scalar has, a string's without its quotes; 0 for containers.
  @inlinable public var textCount: Int { isContainer ? 0 : Int(truncatingIfNeeded: tail) }

  /// Where that text starts.
  @inlinable var textOffset: Int { kind == .string ? offset &+ 1 : offset }
}
