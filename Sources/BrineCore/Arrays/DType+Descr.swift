/// Structured types as NumPy describes them: `[('x', '<f4'), (('title', 'y'), '<i4', (2,)), ('', '|V4')]`.
///
/// Source: `dtype.descr`, and `descr_to_dtype` of <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
extension DType {
  /// NumPy's description: a type string, or a list of fields in which padding has no name. `nil` for a type whose fields
  /// overlap or are out of order: NumPy has no description for it either.
  public var descr: PythonLiteral? {
    switch kind {
    case .structured(let record): return record.descr
    case .subarray(let base, let shape):
      return base.descr.map { .tuple([$0, .tuple(shape.map { .int($0) })]) }
    default: return .string(typeString)
    }
  }

  /// The type that a description stands for.
  ///
  /// - Throws: `ArrayError.badDType`.
  public init(descr: PythonLiteral) throws(ArrayError) {
    switch descr {
    case .string(let text): self = try DType(text)
    case .tuple(let items) where items.count == 2:
      self = try DType(descr: items[0]).repeated(items[1])
    case .list(let items): self = DType(.structured(try Record(descr: items)))
    default: throw ArrayError(.badDType, "\(descr) describes no type")
    }
  }

  /// This type as the base of a sub-array, or itself for a shape of no axes.
  func repeated(_ shape: PythonLiteral) throws(ArrayError) -> DType {
    var lengths: [Int] = []
    switch shape {
    case .int(let length): lengths = [length]
    case .tuple(let items), .list(let items):
      for item in items {
        guard case .int(let length) = item else { throw ArrayError(.badDType, "\(shape) is no shape") }
        lengths.append(length)
      }
    default: throw ArrayError(.badDType, "\(shape) is no shape")
    }
    guard lengths.count <= 64,
      let type = lengths.isEmpty ? self : DType(checking: .subarray(self, shape: lengths))
    else {
      throw ArrayError(.badDType, "\(shape) is no shape of a sub-array")
    }
    return type
  }
}

extension Record {
  fileprivate var descr: PythonLiteral? {
    var items: [PythonLiteral] = []
    var end = 0
    for field in fields {
      guard field.offset >= end else { return nil }
      if field.offset > end { items.append(Record.padding(field.offset - end)) }
      var (type, shape) = (field.dtype, [Int]())
      if case .subarray(let base, let lengths) = type.kind { (type, shape) = (base, lengths) }
      guard let descr = type.descr else { return nil }
      let name = PythonLiteral.string(field.name)
      let label = field.title.map { PythonLiteral.tuple([.string($0), name]) } ?? name
      items.append(.tuple([label, descr] + (shape.isEmpty ? [] : [.tuple(shape.map { .int($0) })])))
      end = field.offset + field.dtype.itemSize
    }
    if itemSize > end { items.append(Record.padding(itemSize - end)) }
    return .list(items)
  }

  private static func padding(_ count: Int) -> PythonLiteral { .tuple([.string(""), .string("|V\(count)")]) }

  fileprivate init(descr items: [PythonLiteral]) throws(ArrayError) {
    var fields: [Field] = []
    var offset = 0
    for (index, item) in items.enumerated() {
      guard case .tuple(let parts) = item, parts.count == 2 || parts.count == 3 else {
        throw ArrayError(.badDType, "\(item) describes no field")
      }
      var dtype = try DType(descr: parts[1])
      if parts.count == 3 { dtype = try dtype.repeated(parts[2]) }
      let (name, title) = try Record.label(parts[0])
      let isPadding = name.isEmpty && Record.isVoid(dtype)
      if !isPadding {
        fields.append(
          Field(name: name.isEmpty ? "f\(index)" : name, title: title, dtype: dtype, offset: offset))
      }
      guard let next = offset.adding(dtype.itemSize) else {
        throw ArrayError(.badDType, "the fields are too large")
      }
      offset = next
    }
    guard let record = Record(fields: fields, itemSize: offset) else {
      throw ArrayError(.badDType, "two fields have one name, or the fields are too large")
    }
    self = record
  }

  private static func isVoid(_ dtype: DType) -> Bool {
    if case .void = dtype.kind { return true }
    return false
  }

  private static func label(_ literal: PythonLiteral) throws(ArrayError) -> (name: String, title: String?) {
    switch literal {
    case .string(let name): return (name, nil)
    case .tuple(let parts) where parts.count == 2:
      if case .string(let title) = parts[0], case .string(let name) = parts[1] { return (name, title) }
    default: break
    }
    throw ArrayError(.badDType, "\(literal) is no name of a field")
  }
}

extension DType {
  /// The text that NumPy's `str` gives a structured type or sub-array.
  var descriptionText: String {
    switch kind {
    case .subarray(let base, let shape):
      "(\(base.descriptionInFields), \(PythonLiteral.tuple(shape.map { .int($0) })))"
    // Only the outermost type says that it is aligned.
    case .structured(let record):
      record.isRecord ? "(numpy.record, \(record.text))" : record.text
    default: typeString
    }
  }

  fileprivate var descriptionInFields: String {
    switch kind {
    case .structured(let record): return record.isPacked ? record.listText : record.dictText
    case .subarray: return descriptionText
    case .bool: return "'?'"
    case .bytes(0), .void(0), .str(0): return "'\(typeString.dropLast().drop { $0 == "|" })'"
    default: return "'\(typeString.drop { $0 == "|" })'"
    }
  }
}

extension Record {
  /// Whether the fields follow each other as NumPy itself would lay them out.
  var isPacked: Bool {
    let own = Record(fields.map { ($0.name, $0.dtype) }, isAligned: isAligned)
    return own?.itemSize == itemSize && own?.fields.map(\.offset) == fields.map(\.offset)
  }

  fileprivate var text: String { isPacked && !isAligned ? listText : dictText }

  fileprivate var listText: String {
    let items = fields.map { field in
      var (type, shape) = (field.dtype, [Int]())
      if case .subarray(let base, let lengths) = type.kind { (type, shape) = (base, lengths) }
      let label = field.title.map { "(\(PythonLiteral.quoted($0)), \(PythonLiteral.quoted(field.name)))" }
      let parts = [label ?? PythonLiteral.quoted(field.name), type.descriptionInFields]
      let text = (parts + (shape.isEmpty ? [] : ["\(PythonLiteral.tuple(shape.map { .int($0) }))"])).joined(
        separator: ", ")
      return "(\(text))"
    }
    return "[" + items.joined(separator: ", ") + "]"
  }

  fileprivate var dictText: String {
    func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
    var parts = [
      "'names': " + list(fields.map { PythonLiteral.quoted($0.name) }),
      "'formats': " + list(fields.map(\.dtype.descriptionInFields)),
      "'offsets': " + list(fields.map { String($0.offset) }),
    ]
    if fields.contains(where: { $0.title != nil }) {
      parts.append("'titles': " + list(fields.map { $0.title.map(PythonLiteral.quoted) ?? "None" }))
    }
    parts.append("'itemsize': \(itemSize)")
    if isAligned { parts.append("'aligned': True") }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}
