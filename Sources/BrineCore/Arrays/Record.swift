/// The fields of a structured type: NumPy's `dtype([("x", "<f4"), …])`.
///
/// Source: <https://numpy.org/doc/stable/user/basics.rec.html>.
public struct Record: Sendable, Hashable {
  /// One field.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its title, a second name, where it has one.
    public var title: String?
    /// The type of its values.
    public var dtype: DType
    /// Where it begins, in bytes from the start of the element.
    public var offset: Int

    /// A field at an offset.
    public init(name: String, title: String? = nil, dtype: DType, offset: Int) {
      self.name = name
      self.title = title
      self.dtype = dtype
      self.offset = offset
    }
  }

  /// The fields in their order, which need not be that of their offsets.
  public let fields: [Field]
  /// How many bytes an element takes, padding included.
  public let itemSize: Int
  /// Whether the fields lie as a C compiler would lay them out: NumPy's `align=True`.
  public let isAligned: Bool
  /// Whether elements are `numpy.record`s, whose fields are attributes too.
  public let isRecord: Bool
  /// How many fields there are in all, those of fields included.
  let totalFields: Int
  /// How many values an element has in all, those of fields and sub-arrays within it included.
  let valueCount: Int

  /// A layout that was made elsewhere; `nil` when a field does not lie within the element, two have one name, or there
  /// are more than 65,536 in all; also when they overlap so often that an element has many more values than
  /// bytes.
  public init?(fields: [Field], itemSize: Int, isAligned: Bool = false, isRecord: Bool = false) {
    var names: Set<String> = []
    var (total, values) = (0, 0)
    for field in fields {
      guard field.offset >= 0, let end = field.offset.adding(field.dtype.itemSize), end <= itemSize,
        names.insert(field.name).inserted
      else { return nil }
      total += Swift.min(field.dtype.totalFields, Record.mostFields + 1)
      values = values.adding(field.dtype.valueCount) ?? .max
      guard total <= Record.mostFields, values <= Record.mostFields + Swift.max(itemSize, 0) else {
        return nil
      }
      if let title = field.title {
        guard names.insert(title).inserted || title == field.name else { return nil }
      }
    }
    guard itemSize >= 0, itemSize <= Int(Int32.max) else { return nil }
    self.fields = fields
    self.itemSize = itemSize
    self.isAligned = isAligned
    self.isRecord = isRecord
    totalFields = total
    valueCount = Swift.max(values, 1)
  }

  /// One type can be that of many fields, and so on: few bytes of a file could make very many fields of fields.
  private static let mostFields = 1 << 16

  /// Fields one after the other, with C's padding where `isAligned`; `nil` when two have one name or it gets too large.
  public init?(_ members: [(name: String, dtype: DType)], isAligned: Bool = false) {
    var fields: [Field] = []
    var offset = 0
    var alignment = 1
    for (name, dtype) in members {
      if isAligned {
        alignment = Swift.max(alignment, dtype.alignment)
        offset = offset.roundedUp(to: dtype.alignment)
      }
      fields.append(Field(name: name, dtype: dtype, offset: offset))
      guard let next = offset.adding(dtype.itemSize), next <= Int(Int32.max) else { return nil }
      offset = next
    }
    self.init(fields: fields, itemSize: offset.roundedUp(to: alignment), isAligned: isAligned)
  }

  /// The field of this name or title.
  public subscript(name: String) -> Field? {
    fields.first { $0.name == name } ?? fields.first { $0.title == name }
  }

  /// The same fields with other types of the same sizes.
  func mappingTypes(_ change: (DType) -> DType) -> Record {
    let changed = fields.map { field in
      Field(name: field.name, title: field.title, dtype: change(field.dtype), offset: field.offset)
    }
    return Record(fields: changed, itemSize: itemSize, isAligned: isAligned, isRecord: isRecord) ?? self
  }
}

extension DType {
  /// One, and for each field those below.
  fileprivate var totalFields: Int {
    switch kind {
    case .structured(let record): record.totalFields + 1
    // Elements without bytes could be any number.
    case .subarray(let base, let shape):
      base.itemSize > 0
        ? base.totalFields
        : Swift.max(shape.checkedProduct?.multiplied(base.totalFields) ?? .max, base.totalFields)
    default: 1
    }
  }

  /// How many values an element has in all.
  fileprivate var valueCount: Int {
    switch kind {
    case .structured(let record): record.valueCount
    case .subarray(let base, let shape): shape.checkedProduct?.multiplied(base.valueCount) ?? .max
    default: 1
    }
  }

  /// The multiple at which C would place a value of this type.
  public var alignment: Int {
    switch kind {
    case .bytes, .void, .bool, .int8, .uint8, .float8: 1
    case .str: 4
    case .complex64: 4
    case .complex128: 8
    case .longdouble(let size, _), .clongdouble(let size, _): size == 12 ? 4 : size
    case .structured(let record):
      record.isAligned ? record.fields.map(\.dtype.alignment).max() ?? 1 : 1
    case .subarray(let base, _): base.alignment
    default: itemSize
    }
  }
}

extension Int {
  func roundedUp(to multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
