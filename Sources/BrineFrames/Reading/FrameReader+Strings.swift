import BrineCore
import BrinePickle

/// Columns of text, and what Arrow holds.
extension FrameReader {
  /// A StringArray: Python strings, with a StringDtype.
  static func strings(_ dtype: PickleValue?, _ array: NDArray, _ path: String) throws(FrameError)
    -> BlockValues
  {
    guard array.shape.count == 1, array.dtype.kind == .object else {
      throw FrameError(.malformed, "a column of strings is an array of \(array.dtype)", path: path)
    }
    let (storage, missing) = Self.stringType(dtype, storage: "python")
    return BlockValues(
      form: .single(.strings(StringColumn(.objects(ObjectColumn(array)), storage: storage, missing: missing)))
    )
  }

  /// What `StringDtype(storage, na_value)` says, or its state before pandas 3.
  private static func stringType(_ dtype: PickleValue?, storage: String) -> (String, FrameValue) {
    guard let instance = dtype?.instance else { return (storage, .na) }
    let name = instance.arguments.first?.string ?? instance.attributes["storage"]?.string ?? storage
    guard let missing = instance.arguments.at(1) ?? instance.attributes["_na_value"] else {
      return (name, name == "pyarrow_numpy" ? .float(.nan) : .na)
    }
    return (name, missing.double?.isNaN == true ? .float(.nan) : .na)
  }

  mutating func arrowStrings(
    _ attributes: PickledAttributes, isNumPy: Bool, _ path: String
  ) throws(FrameError) -> BlockValues {
    let chunks = try chunks(attributes, path)
    let (storage, missing) = Self.stringType(attributes["_dtype"], storage: "pyarrow")
    let array = try chunks.count == 1 ? chunks[0] : joined(chunks, path)
    switch array.type {
    case .string, .largeString: break
    case .dictionary(_, .string, _), .dictionary(_, .largeString, _): break
    default:
      throw FrameError(.malformed, "a column of strings is an Arrow array of \(array.type)", path: path)
    }
    return BlockValues(
      form: .single(
        .strings(StringColumn(.arrow(array), storage: storage, missing: isNumPy ? .float(.nan) : missing))))
  }

  /// Several pieces of text as one.
  private func joined(_ chunks: [ArrowArray], _ path: String) throws(FrameError) -> ArrowArray {
    var texts: [String?] = []
    for chunk in chunks {
      for index in 0..<chunk.count { texts.append(chunk.value(index).string) }
    }
    return ArrowArray(strings: texts)
  }

  mutating func arrow(_ attributes: PickledAttributes, _ path: String) throws(FrameError) -> BlockValues {
    let chunks = try chunks(attributes, path)
    let type = attributes["_dtype"]?.instance?.attributes["pyarrow_dtype"].flatMap { arrowType($0) }
    guard let type = type ?? chunks.first?.type, chunks.allSatisfy({ $0.type == type }) else {
      throw FrameError(.malformed, "an Arrow array's type can't be read", path: path)
    }
    return BlockValues(form: .single(.arrow(ArrowColumn(type: type, chunks: chunks))))
  }

  /// The chunks of `_pa_array` (before pandas 2 `_data`): `chunked_array([…], type)` or a single array.
  private mutating func chunks(_ attributes: PickledAttributes, _ path: String) throws(FrameError)
    -> [ArrowArray]
  {
    guard let array = attributes["_pa_array"] ?? attributes["_data"] else {
      throw FrameError(.malformed, "an Arrow column has no data", path: path)
    }
    let place = path + "/" + (attributes["_pa_array"] == nil ? "_data" : "_pa_array")
    guard let instance = array.instance, instance.name?.name == "chunked_array" else {
      return [try arrowArray(array, place)]
    }
    guard let items = instance.arguments.first?.array else {
      throw FrameError(.malformed, "an Arrow column has no chunks", path: place)
    }
    var chunks: [ArrowArray] = []
    for (number, item) in items.enumerated() {
      chunks.append(try arrowArray(item, "\(place)/args[0][\(number)]"))
    }
    return chunks
  }

  /// `_restore_array((type, length, nulls, offset, buffers, children, dictionary))`.
  private mutating func arrowArray(_ value: PickleValue, _ path: String) throws(FrameError) -> ArrowArray {
    guard let instance = value.instance, instance.name?.name == "_restore_array",
      let data = instance.arguments.first
    else { throw FrameError(.malformed, "a \(value.typeName) is no Arrow array", path: path) }
    return try arrowData(data, path + "/args[0]", depth: 0)
  }

  private mutating func arrowData(_ data: PickleValue, _ path: String, depth: Int) throws(FrameError)
    -> ArrowArray
  {
    guard depth < 16 else {
      throw FrameError(.limitExceeded, "Arrow arrays nest deeper than 16 levels", path: path)
    }
    return try arrowArray(data) { (reader) throws(FrameError) in
      try reader.readArrowData(data, path, depth: depth)
    }
  }

  private mutating func readArrowData(_ data: PickleValue, _ path: String, depth: Int) throws(FrameError)
    -> ArrowArray
  {
    guard let parts = data.array, parts.count >= 6, let type = arrowType(parts[0]),
      let count = parts[1].int,
      let offset = parts[3].int, let buffers = parts[4].array, let children = parts[5].array
    else { throw FrameError(.malformed, "an Arrow array is of a type or form that is not known", path: path) }
    var sources: [MemorySource?] = []
    for (number, buffer) in buffers.enumerated() {
      guard !buffer.isNone else {
        sources.append(nil)
        continue
      }
      guard let content = buffer.instance?.arguments.first?.bytes else {
        throw FrameError(.malformed, "a \(buffer.typeName) is no buffer", path: "\(path)[4][\(number)]")
      }
      sources.append(MemorySource(content))
    }
    var inner: [ArrowArray] = []
    for (number, child) in children.enumerated() {
      inner.append(try arrowData(child, "\(path)[5][\(number)]", depth: depth + 1))
    }
    var dictionary: ArrowArray?
    if let values = parts.at(6), !values.isNone {
      dictionary = try arrowData(values, path + "[6]", depth: depth + 1)
    }
    do {
      return try ArrowArray(
        type, count: count, offset: offset, buffers: sources, children: inner, dictionary: dictionary)
    } catch {
      var error = error
      error.context.path = path
      throw error
    }
  }
}
