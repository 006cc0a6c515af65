/// What a value is to Python, however the pickle spelled it.
public enum PickleKind: String, Sendable, CaseIterable {
  case none, bool, int, float, complex, string, bytes, bytearray
  case list, tuple, dict, set, frozenset
  case date, time, datetime, timedelta, decimal, uuid
  /// An `array.array`.
  case array
  /// A NumPy array.
  case ndarray
  /// A NumPy scalar.
  case scalar
  /// A class or function, by name.
  case global
  /// An instance of a class.
  case object
  /// The call of something whose result only Python could tell.
  case call
  /// Something that the pickle leaves to its reader, by an id.
  case persistent
  /// An extension code that no name was given for.
  case `extension`
  /// Out-of-band data, or a read-only view of other data.
  case buffer
}

extension Meaning {
  var kind: PickleKind {
    switch self {
    case .none: .none
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .complex: .complex
    case .string: .string
    case .bytes: .bytes
    case .bytearray: .bytearray
    case .list: .list
    case .tuple: .tuple
    case .set: .set
    case .frozenset: .frozenset
    case .dict: .dict
    case .date: .date
    case .time: .time
    case .datetime: .datetime
    case .timedelta: .timedelta
    case .decimal: .decimal
    case .uuid: .uuid
    case .array: .array
    case .ndarray: .ndarray
    case .scalar: .scalar
    case .global: .global
    case .instance(let instance): instance.isCall ? .call : .object
    case .persistent: .persistent
    case .extension: .extension
    case .buffer, .readOnly: .buffer
    }
  }
}
