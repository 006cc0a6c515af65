import BrineCore
import BrineJSON

/// NumPy's arrays and scalars.
extension TypedJSONDecoder {
  /// The nodes of an array's or scalar's parts; 0 is none.
  private struct Parts {
    var type = 0
    var dtype = 0
    var shape = 0
    var order = 0
    var data = 0
    var items = 0
  }

  mutating func readArray(_ tagged: Tagged) throws(TypedJSONError) {
    let parts = try parts(of: tagged.content, .ndarray)
    let dtype = try dtype(parts.dtype, tagged.content)
    let shape = try shape(parts.shape, tagged.content)
    let isFortran = try isFortran(parts.order)
    let type = try arrayClass(parts.type)
    guard let count = shape.checkedProduct, dtype.itemSize > 0 || count <= NDArray.mostEmptyElements else {
      throw fail(.badValue, "the array has too many elements", parts.shape)
    }
    if dtype.hasObjects {
      return try openElements(parts, shape, count, isFortran, type, dtype, tagged)
    }
    guard parts.items == 0 else {
      throw fail(.unexpectedKey, "only arrays of objects have items", parts.items)
    }
    let bytes = try data(parts.data, count, dtype, tagged.content)
    let content: Word
    if isFortran, shape.count > 1,
      let array = try? NDArray(dtype, shape: shape, storage: MemorySource(bytes)),
      let stored = try? array.transposed().elementBytes()
    {
      content = stored.withUnsafeBytes { builder.bytes($0) }
    } else {
      content = bytes.withUnsafeBytes { builder.bytes($0) }
    }
    let word = try array(type, shape, dtype, isFortran, content, parts.dtype)
    if tagged.id != 0 { ids[tagged.id] = Definition(word: word, isOpen: false) }
    values.append(word)
  }

  mutating func scalar(_ node: Int) throws(TypedJSONError) -> Word {
    let parts = try parts(of: node, .scalar)
    let dtype = try dtype(parts.dtype, node)
    guard !dtype.hasObjects else { throw fail(.badValue, "a scalar holds no object", parts.dtype) }
    let bytes = try data(parts.data, 1, dtype, node)
    let content = bytes.withUnsafeBytes { builder.bytes($0) }
    return builder.call("numpy.core.multiarray", "scalar", [try word(of: dtype, parts.dtype), content])
  }

  // MARK: Objects

  private mutating func openElements(
    _ parts: Parts, _ shape: [Int], _ count: Int, _ isFortran: Bool, _ type: Word, _ dtype: DType,
    _ tagged: Tagged
  ) throws(TypedJSONError) {
    guard dtype.kind == .object else {
      throw fail(.badValue, "fields that hold objects can't be written here", parts.dtype)
    }
    guard parts.items != 0, parts.data == 0 else {
      throw fail(.wrongShape, "an array of objects has items, and no data", tagged.content)
    }
    try requireArray(parts.items, "values")
    guard document[parts.items].childCount == count else {
      throw fail(.wrongShape, "expected \(count) items", parts.items)
    }
    let word = try array(type, shape, dtype, isFortran, builder.container(.list), parts.dtype)
    open(.elements, word, of: parts.items, after: tagged.after, id: tagged.id)
  }

  mutating func closeElements(_ frame: Frame) throws(TypedJSONError) {
    let state = builder.words(of: builder.objects[frame.word.objectIndex].state)
    let list = state[state.count - 1]
    for index in frame.base..<values.count { builder.append(values[index], to: list) }
    end(frame, frame.word)
  }

  /// `_reconstruct` and its state, which every version of NumPy reads.
  private mutating func array(
    _ type: Word, _ shape: [Int], _ dtype: DType, _ isFortran: Bool, _ content: Word, _ node: Int
  ) throws(TypedJSONError) -> Word {
    let dtype = try word(of: dtype, node)
    return builder.array(type: type, shape: shape, dtype: dtype, isFortran: isFortran, content: content)
  }

  private mutating func word(of dtype: DType, _ node: Int) throws(TypedJSONError) -> Word {
    if let word = dtypes[dtype] { return word }
    let word = builder.dtype(dtype)
    dtypes[dtype] = word
    return word
  }

  // MARK: Parts

  private func parts(of node: Int, _ tag: Tag) throws(TypedJSONError) -> Parts {
    guard document[node].kind == .object else { throw fail(.wrongShape, "expected an object", node) }
    var parts = Parts()
    for member in document.members(of: node) {
      switch document.string(at: member.key) {
      case "dtype" where parts.dtype == 0: parts.dtype = member.value
      case "data" where parts.data == 0: parts.data = member.value
      case "class" where parts.type == 0 && tag == .ndarray: parts.type = member.value
      case "shape" where parts.shape == 0 && tag == .ndarray: parts.shape = member.value
      case "order" where parts.order == 0 && tag == .ndarray: parts.order = member.value
      case "items" where parts.items == 0 && tag == .ndarray: parts.items = member.value
      default: throw unexpected(member.key, beside: tag)
      }
    }
    return parts
  }

  private mutating func arrayClass(_ node: Int) throws(TypedJSONError) -> Word {
    node == 0 ? builder.global("numpy", "ndarray") : try callable(node).word
  }

  private func isFortran(_ node: Int) throws(TypedJSONError) -> Bool {
    guard node != 0 else { return false }
    if document.isString(at: node, equalTo: "F") { return true }
    guard document.isString(at: node, equalTo: "C") else {
      throw fail(.badValue, "expected \"C\" or \"F\"", node)
    }
    return false
  }

  private func shape(_ node: Int, _ whole: Int) throws(TypedJSONError) -> [Int] {
    guard node != 0 else { throw fail(.wrongShape, "the shape is missing", whole) }
    try requireArray(node, "lengths")
    var shape: [Int] = []
    for element in document.elements(of: node) {
      guard shape.count < 64, let length = document.int(at: element) else {
        throw fail(.wrongShape, "expected at most 64 lengths", node)
      }
      shape.append(length)
    }
    guard NDArray.count(shape) != nil else { throw fail(.badValue, "expected the shape of an array", node) }
    return shape
  }

  private func data(_ node: Int, _ count: Int, _ dtype: DType, _ whole: Int) throws(TypedJSONError) -> [UInt8]
  {
    guard node != 0 else { throw fail(.wrongShape, "the data is missing", whole) }
    try requireString(node)
    let bytes = document.withUTF8(at: node) { text in text.withUnsafeBytes { Base64.decoded($0) } }
    guard let bytes else {
      throw fail(.badValue, "expected Base64 with the standard alphabet and padding", node)
    }
    guard bytes.count == count.multiplied(dtype.itemSize) else {
      throw fail(.badValue, "\(bytes.count) bytes are not \(count) elements of \(dtype)", node)
    }
    return bytes
  }

  private func dtype(_ node: Int, _ whole: Int) throws(TypedJSONError) -> DType {
    guard node != 0 else { throw fail(.wrongShape, "the dtype is missing", whole) }
    let descr = try literal(node, depth: 0)
    do throws(ArrayError) { return try DType(descr: descr) } catch {
      throw fail(.badValue, error.detail, node)
    }
  }

  /// A type's description: what are tuples in Python are arrays here. An array of arrays is a list of fields, unless the
  /// second is the shape of a sub-array.
  private func literal(_ node: Int, depth: Int) throws(TypedJSONError) -> PythonLiteral {
    guard depth < 64 else { throw fail(.limitExceeded, "the dtype nests too deep", node) }
    switch document[node].kind {
    case .string:
      guard let text = document.string(at: node) else {
        throw fail(.badValue, "expected the name of a type", node)
      }
      return .string(text)
    case .array:
      var items: [PythonLiteral] = []
      for element in document.elements(of: node) { items.append(try literal(element, depth: depth + 1)) }
      let isFields = items.allSatisfy {
        if case .tuple(let parts) = $0 { parts.count > 1 && !parts[0].isInt } else { false }
      }
      return isFields ? .list(items) : .tuple(items)
    default:
      guard let number = document.int(at: node) else { throw fail(.wrongShape, "expected a dtype", node) }
      return .int(number)
    }
  }
}

extension PythonLiteral {
  fileprivate var isInt: Bool { if case .int = self { true } else { false } }
}
