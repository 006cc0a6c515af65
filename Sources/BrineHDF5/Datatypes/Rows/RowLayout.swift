import BrineCore

/// What an element is made of, for decoders: made once for all rows.
final class RowLayout: Sendable {
  /// What an element is.
  enum Form: Sendable {
    /// A truth value, an integer or a float that Swift has.
    case number
    /// A float that Swift has not everywhere, as the way to a Double.
    case float(FloatConversion)
    /// Text of a fixed length.
    case text
    /// Bytes.
    case bytes
    /// Text or elements of any length, or a reference.
    case object
    /// Members.
    case record
    /// An array.
    case array(RowLayout, count: Int)
    /// A number with names for its values.
    case enumeration([Int64: String])
  }

  /// A member.
  struct Field: Sendable {
    let name: String
    let offset: Int
    let layout: RowLayout
  }

  let dtype: DType
  let form: Form
  /// The members of a record, and their places by name.
  let fields: [Field]
  private let places: [String: Int]

  private init(_ dtype: DType, _ form: Form) {
    self.dtype = dtype
    self.form = form
    (fields, places) = ([], [:])
  }

  /// The place of the member of a name; `expected` is looked at first.
  @inline(__always)
  func place(of name: String, expected: Int) -> Int? {
    if expected < fields.count, fields[expected].name == name { return expected }
    return places[name]
  }

  /// The layout of elements in memory, which are in this machine's byte order, and their type in the file, where
  /// there is one.
  init(_ dtype: DType, _ type: Datatype?) {
    self.dtype = dtype
    form = RowLayout.form(dtype, type)
    guard case .structured(let record) = dtype.kind else {
      (fields, places) = ([], [:])
      return
    }
    var types: [String: Datatype] = [:]
    if case .compound(let members) = type?.kind {
      for member in members { types[member.name] = member.type }
    }
    let fields = record.fields.map { field in
      Field(name: field.name, offset: field.offset, layout: RowLayout(field.dtype, types[field.name]))
    }
    self.fields = fields
    places = Dictionary(fields.indices.map { (fields[$0].name, $0) }) { first, _ in first }
  }

  private static func form(_ dtype: DType, _ type: Datatype?) -> Form {
    if let type, case .enumeration = type.kind, dtype.kind != .bool { return .enumeration(type.enumNames) }
    switch dtype.kind {
    case .bytes: return .text
    case .void, .str: return .bytes
    case .object: return .object
    case .float16: return .float(.half)
    case .longdouble(16, isQuad: false): return .float(.extended)
    case .complex64: return .array(RowLayout(.float32, nil), count: 2)
    case .complex128: return .array(RowLayout(.float64, nil), count: 2)
    case .structured: return .record
    case .subarray(let base, let shape):
      var element: Datatype?
      if case .array(let base, _) = type?.kind { element = base }
      // An array of several axes is an array of arrays.
      var layout = RowLayout(base, element)
      var inner = base
      for length in shape.dropFirst().reversed() {
        layout = RowLayout(DType(.subarray(inner, shape: [length])), .array(layout, count: length))
        inner = layout.dtype
      }
      return .array(layout, count: shape.first ?? 1)
    default: return .number
    }
  }
}

extension FloatConversion {
  /// IEEE 754 binary16 to binary64, in this machine's byte order.
  static let half = FloatConversion(
    type: .init(
      order: .native, bitOffset: 0, precision: 16, signPosition: 15, exponentPosition: 10, exponentSize: 5,
      exponentBias: 15, mantissaPosition: 0, mantissaSize: 10, normalization: .implied, lowPadding: false,
      highPadding: false, innerPadding: false),
    size: 2, target: .float64, targetOrder: .native)

  /// x87's 80 bits in 16 bytes to binary64.
  static let extended = FloatConversion(
    type: .init(
      order: .native, bitOffset: 0, precision: 80, signPosition: 79, exponentPosition: 64, exponentSize: 15,
      exponentBias: 16383, mantissaPosition: 0, mantissaSize: 64, normalization: .none, lowPadding: false,
      highPadding: false, innerPadding: false),
    size: 16, target: .float64, targetOrder: .native)
}

extension Datatype.Float.Order {
  fileprivate static var native: Self { DType.ByteOrder.native == .little ? .little : .big }
}
