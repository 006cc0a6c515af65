import BrineCore

/// Where joblib put an array.
struct InlineArray {
  /// The bytes of the elements; of an array of objects those of a pickle of its own.
  let range: Range<Int>
  /// The array of objects that the pickle holds, a word of the same graph.
  var objects: Word?
  /// The protocol of that pickle.
  var version: UInt8 = 0
}

/// Arrays that joblib writes into the stream after the object that describes them.
///
/// Source: `NumpyArrayWrapper` of joblib's `numpy_pickle.py`, since 0.10.
extension Machine {
  /// Moves over the array that follows, where the object on top is one that says so.
  ///
  /// - Returns: the offset to go on at.
  @inline(never)
  mutating func readInlineArray(_ cursor: ByteCursor) throws(PickleError) -> Int {
    let word = stack[stack.count &- 1]
    guard word.has(.object), isArrayWrapper(objects[word.objectIndex]),
      objects[word.objectIndex].state.has(.dict)
    else { return cursor.position }
    let state = stateEntries(objects[word.objectIndex].state, cursor.whole)
    guard let dtype = state["dtype"], dtype.has(.object), let size = itemSize(dtype, cursor.whole),
      let shape = state["shape"], let count = elementCount(shape)
    else { throw fail(.badState, "an array's wrapper says no dtype or shape that NumPy has") }
    guard size != .objects else { return try readObjects(cursor, word) }
    var cursor = cursor
    // Files before 1.2 have no padding.
    if let alignment = state["numpy_array_alignment_bytes"], alignment != .none {
      guard let padding = cursor.read(UInt8.self), cursor.skip(Int(padding)) else { throw truncated() }
    }
    guard let byteCount = count.multiplied(size.bytes) else {
      throw fail(.negativeSize, "an array is larger than memory can be")
    }
    let start = cursor.position
    guard cursor.skip(byteCount) else {
      throw fail(.truncated, "an array of \(byteCount) bytes is announced, but \(cursor.remaining) are left")
    }
    inlineArrays[word.objectIndex] = InlineArray(range: start..<cursor.position)
    return cursor.position
  }

  private mutating func isArrayWrapper(_ record: ObjectRecord) -> Bool {
    guard record.callable.has(.global) else { return false }
    let known = globals[record.callable.payload].known
    guard known == .reconstructor, record.arguments.has(.tuple) else { return known == .joblibArray }
    let tuple = pool.containers[record.arguments.payload]
    let type = tuple.count > 0 ? pool.words[Int(tuple.start)] : .none
    return type.has(.global) && globals[type.payload].known == .joblibArray
  }

  /// An array of objects is a pickle of its own, with a memo of its own. It knows nothing of joblib.
  private mutating func readObjects(_ cursor: ByteCursor, _ wrapper: Word) throws(PickleError) -> Int {
    var stack = Vector<Word>()
    var marks = Vector<Int>()
    var memo = Memo(capacity: 64)
    swap(&stack, &self.stack)
    swap(&marks, &self.marks)
    swap(&memo, &self.memo)
    let (fence, version, highest) = (fence, protocolVersion, highestProtocol)
    hasInlineArrays = false
    self.fence = 0
    let start = cursor.position
    let root = try run(cursor)
    swap(&stack, &self.stack)
    swap(&marks, &self.marks)
    swap(&memo, &self.memo)
    let own = UInt8(truncatingIfNeeded: protocolVersion)
    (self.fence, protocolVersion, highestProtocol) = (fence, version, highest)
    hasInlineArrays = true
    let end = offset &+ 1
    inlineArrays[wrapper.objectIndex] = InlineArray(range: start..<end, objects: root, version: own)
    return end
  }

  // MARK: What the wrapper says

  /// What an element takes.
  private enum ItemSize: Equatable {
    case objects
    case fixed(Int)

    var bytes: Int { if case .fixed(let count) = self { count } else { 0 } }
  }

  private mutating func stateEntries(_ dict: Word, _ input: RawSpan) -> [String: Word] {
    let container = pool.containers[dict.payload]
    var entries: [String: Word] = [:]
    guard container.count <= 64 else { return entries }
    for index in 0..<Int(container.count) {
      let start = Int(container.start)
      let key: Word
      let value: Word
      if container.aux == 0 {
        (key, value) = (pool.words[start + 2 * index], pool.words[start + 2 * index + 1])
      } else {
        key = pool.words[Int(pool.shapes[Int(container.aux) - 1].start) + index]
        value = pool.words[start + index]
      }
      if let text = shortText(key, input) { entries[text] = value }
    }
    return entries
  }

  private mutating func shortText(_ word: Word, _ input: RawSpan) -> String? {
    guard word.has(.string), let leaf = Leaf(input, at: word.leafOffset, isSecondLine: word.isASCII),
      leaf.body.byteCount <= 64
    else { return nil }
    return String(decoding: leaf.text(options), as: UTF8.self)
  }

  private mutating func elementCount(_ shape: Word) -> Int? {
    if shape == .emptyTuple { return 1 }
    guard shape.has(.tuple) else { return nil }
    let tuple = pool.containers[shape.payload]
    guard tuple.count <= 64 else { return nil }
    var lengths: [Int] = []
    for index in 0..<Int(tuple.count) {
      guard let length = pool.words[Int(tuple.start) + index].inlineInt, length >= 0 else { return nil }
      lengths.append(length)
    }
    return NDArray.count(lengths)
  }

  /// `dtype('f8', False, True)` with a state whose sixth part is the size of types that need one, and whose eighth says
  /// whether there are objects in it. The same is found out once more, and whole, when the array is looked at.
  private mutating func itemSize(_ dtype: Word, _ input: RawSpan) -> ItemSize? {
    let record = objects[dtype.objectIndex]
    guard record.callable.has(.global), globals[record.callable.payload].known == .dtype,
      record.arguments.has(.tuple), !record.state.has(.parts)
    else { return nil }
    let arguments = pool.containers[record.arguments.payload]
    guard arguments.count > 0 else { return nil }
    let first = pool.words[Int(arguments.start)]
    guard
      let type = first.has(.global) ? type(first, input) : shortText(first, input).flatMap({ try? DType($0) })
    else { return nil }
    if type.kind == .object { return .objects }
    // As in NumPy, the state has a say in types of any size alone: strings and what has fields.
    guard type.isFlexible, record.state.has(.tuple) else { return .fixed(type.itemSize) }
    let state = pool.containers[record.state.payload]
    guard state.count >= 8 else { return nil }
    let start = Int(state.start)
    // `NPY_ITEM_REFCOUNT`
    if let flags = pool.words[start + 7].inlineInt, flags & 1 != 0 { return .objects }
    return pool.words[start + 5].inlineInt.flatMap { $0 >= 0 ? .fixed($0) : .fixed(type.itemSize) }
  }

  /// A class in place of a type's name: `numpy.record`, and the floats of `ml_dtypes`.
  private mutating func type(_ word: Word, _ input: RawSpan) -> DType? {
    let global = globals[word.payload]
    guard let module = shortText(global.module, input), let name = shortText(global.name, input) else {
      return nil
    }
    return DType.Kind(PickleName(module: module, name: name)).map { DType($0) }
  }
}

extension DType {
  /// Whether the size of elements is not part of the type's name.
  var isFlexible: Bool {
    switch kind {
    case .bytes, .str, .void: true
    default: false
    }
  }
}
