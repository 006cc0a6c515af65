import BrineCore
import BrineHDF5
import BrinePickle

/// The attributes of an object as PyTables reads them: what is neither text nor a number is a pickle in text.
///
/// Source: `tables/attributeset.py` of PyTables 3.
struct NodeAttributes {
  private let attributes: Attributes

  init(_ attributes: Attributes) { self.attributes = attributes }

  /// The value of an attribute; `nil` when there is none.
  ///
  /// - Throws: `HDF5Error` when it is damaged.
  subscript(name: String) -> NodeValue? {
    get throws(HDF5Error) {
      guard let attribute = try attributes[name] else { return nil }
      return try NodeValue(attribute)
    }
  }

  /// The value of an attribute; `nil` when there is none, or it is Python's `None`.
  func some(_ name: String) throws(HDF5Error) -> NodeValue? {
    guard let value = try self[name], !value.isNone else { return nil }
    return value
  }
}

/// The value of an attribute.
enum NodeValue {
  case text(String)
  case number(ArrayValue)
  case pickle(PickleValue)
  case other

  init(_ attribute: Attribute) throws(HDF5Error) {
    switch attribute.datatype.kind {
    case .string(let layout):
      // Text without characters has no elements.
      var bytes = attribute.dataspace.kind == .null ? [] : attribute.rawBytes
      while bytes.last == 0 { bytes.removeLast() }
      // Text is marked as UTF-8; that of Python 2 is not, nor are pickles.
      let isMarked = layout.characterSet == .utf8
      guard !isMarked, bytes.count > 1, bytes.last == UInt8(ascii: "."),
        let value = NodeValue.unpickled(bytes)
      else {
        self = .text(String(decoding: bytes, as: UTF8.self))
        return
      }
      self = .pickle(value)
    case .variableString: self = .text(try attribute.asStrings().first ?? "")
    default:
      guard attribute.shape.isEmpty, let array = try attribute.read(), let value = array.values.first else {
        self = .other
        return
      }
      self = .number(value)
    }
  }

  /// The value that a pickle of a store holds; `nil` for what is none.
  static func unpickled(_ bytes: [UInt8]) -> PickleValue? {
    var options = PickleOptions()
    // As PyTables does for what Python 2 wrote.
    options.encoding = .latin1
    return try? Pickle(bytes, options: options).root
  }

  var isNone: Bool {
    if case .pickle(let value) = self { return value.isNone }
    return false
  }

  var text: String? {
    switch self {
    case .text(let text): text
    case .pickle(let value): value.string
    default: nil
    }
  }

  var int: Int? {
    switch self {
    case .number(.int(let value)): Int(exactly: value)
    case .number(.uint(let value)): Int(exactly: value)
    case .number(.bool(let value)): value ? 1 : 0
    case .pickle(let value): value.int
    default: nil
    }
  }

  /// A truth value: PyTables stores them as bits.
  var bool: Bool {
    if case .pickle(let value) = self { return value.bool == true }
    return int.map { $0 != 0 } ?? false
  }

  var pickle: PickleValue? {
    guard case .pickle(let value) = self else { return nil }
    return value
  }
}
