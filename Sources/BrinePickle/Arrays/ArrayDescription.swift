import BrineCore

/// A NumPy array or scalar as a pickle has it, checked: the elements are as many as the shape says.
struct ArrayDescription {
  let dtype: DType
  /// Empty for a scalar.
  let shape: [Int]
  var order = Order.c
  let content: Content
  /// The type as a word.
  let dtypeWord: Word
  /// The class, as a word; for a scalar `absent`.
  let type: Word
  /// Whether nothing is lost when only what is above is kept, the type as its `descr`.
  var isPlain: Bool

  /// In which order the elements are stored.
  enum Order {
    case c
    case fortran
    /// In C order of an array whose axes, taken in this order, are the array's.
    case permuted([Int])
  }

  /// Where the elements are.
  enum Content {
    case bytes(Meaning.Bytes)
    /// A special word: an out-of-band buffer, or a read-only view of bytes.
    case buffer(Word)
    /// A list word with the objects.
    case items(Word)
    /// A range of the input, where joblib puts them.
    case input(Range<Int>)
  }

  var count: Int { shape.checkedProduct ?? 0 }

  var isFortran: Bool { if case .fortran = order { true } else { false } }
}

extension PickleGraph {
  /// The array that a word is, of whatever class; `nil` for anything else, and for calls that NumPy would refuse.
  func array(_ word: Word) -> ArrayDescription? {
    guard word.has(.object) else { return nil }
    if !inlineArrays.isEmpty, let array = inlineArrays[word.objectIndex] { return joblibArray(word, array) }
    let record = objects[word.objectIndex]
    guard word.construction == .reduce, record.items == .absent else { return nil }
    switch known(record.callable) {
    case .reconstructArray: return reconstructedArray(record)
    case .arrayFromBuffer: return arrayFromBuffer(record)
    default: return nil
    }
  }

  /// `_reconstruct(class, (0,), b'b')` and its state, `(1, shape, dtype, is_fortran, data)`.
  ///
  /// Source: `array_reduce` and `array_setstate` in NumPy's `methods.c`.
  private func reconstructedArray(_ record: ObjectRecord) -> ArrayDescription? {
    let arguments = items(record.arguments)
    guard arguments.count == 3, arguments[0].has(.global), arguments[1].has(.tuple), record.state.has(.tuple)
    else { return nil }
    var state = items(record.state)[...]
    // The version was not there in the beginning.
    if state.count == 5, state.first.flatMap(int) ?? 2 <= 1 { state = state.dropFirst() }
    guard state.count == 4 else { return nil }
    let first = state.startIndex
    guard let shape = arrayShape(state[first]), let type = dtype(state[first + 1]),
      let isFortran = flag(state[first + 2]), let content = content(state[first + 3], shape, type.dtype)
    else { return nil }
    return ArrayDescription(
      dtype: type.dtype, shape: shape, order: isFortran ? .fortran : .c, content: content,
      dtypeWord: state[first + 1], type: arguments[0],
      isPlain: type.isPlain && globals[arguments[0].payload].state == .absent)
  }

  /// `_frombuffer(buffer, dtype, shape, order)`, and the order of the axes where that is neither C nor Fortran order.
  private func arrayFromBuffer(_ record: ObjectRecord) -> ArrayDescription? {
    let arguments = items(record.arguments)
    guard arguments.count == 4 || arguments.count == 5, record.state == .absent,
      let type = dtype(arguments[1]),
      let shape = arrayShape(arguments[2]), !type.dtype.hasObjects, arguments[3].has(.string),
      let content = content(arguments[0], shape, type.dtype)
    else { return nil }
    var description = ArrayDescription(
      dtype: type.dtype, shape: shape, content: content, dtypeWord: arguments[1], type: .absent,
      isPlain: type.isPlain)
    switch lossyString(arguments[3]) {
    case "C": break
    case "F": description.order = .fortran
    case "K":
      if arguments.count == 5, arguments[4] != .none {
        guard let axes = arrayShape(arguments[4]), axes.sorted() == Array(shape.indices) else { return nil }
        let permuted = axes.map { shape[$0] }
        description = ArrayDescription(
          dtype: type.dtype, shape: permuted, order: .permuted(axes), content: content,
          dtypeWord: arguments[1], type: .absent,
          isPlain: type.isPlain)
      }
    default: return nil
    }
    return description
  }

  /// `scalar(dtype, data)`; `nil` for one that holds an object.
  func arrayScalar(_ word: Word) -> ArrayDescription? {
    guard word.has(.object), word.construction == .reduce else { return nil }
    let record = objects[word.objectIndex]
    let arguments = items(record.arguments)
    guard known(record.callable) == .arrayScalar, record.items == .absent, record.state == .absent,
      arguments.count == 2, let type = dtype(arguments[0]), !type.dtype.hasObjects,
      let content = content(arguments[1], [], type.dtype)
    else { return nil }
    return ArrayDescription(
      dtype: type.dtype, shape: [], content: content, dtypeWord: arguments[0], type: .absent,
      isPlain: type.isPlain)
  }

  // MARK: Parts

  /// The extents of a shape: a tuple of integers that are an array's, or one integer.
  func arrayShape(_ word: Word) -> [Int]? {
    if let length = int(word) { return length >= 0 ? [length] : nil }
    guard word.isTuple else { return nil }
    let words = items(word)
    guard words.count <= 64 else { return nil }
    var shape: [Int] = []
    for word in words {
      guard let length = int(word) else { return nil }
      shape.append(length)
    }
    return NDArray.count(shape) == nil ? nil : shape
  }

  /// A truth value: old pickles have integers.
  private func flag(_ word: Word) -> Bool? {
    if word == .true || word == .false { return word == .true }
    return int(word).map { $0 != 0 }
  }

  /// The data of an array, when it is as long as it must be.
  private func content(_ word: Word, _ shape: [Int], _ dtype: DType) -> ArrayDescription.Content? {
    guard let count = shape.checkedProduct, let size = count.multiplied(dtype.itemSize),
      dtype.itemSize > 0 || count <= NDArray.mostEmptyElements
    else { return nil }
    if dtype.hasObjects {
      // Structured types with objects are lists of tuples, which no NDArray can hold.
      guard dtype.kind == .object, word.has(.list), items(word).count == count else { return nil }
      return .items(word)
    }
    switch meaning(word) {
    case .bytes(let bytes), .bytearray(let bytes):
      return self.count(bytes) == size ? .bytes(bytes) : nil
    case .string(let text):
      // What Python 2 wrote, read as Latin-1.
      return self.count(.latin1(text)) == size ? .bytes(.latin1(text)) : nil
    case .buffer(let number): return options.buffers[number].data.count == size ? .buffer(word) : nil
    case .readOnly: return PickleValue(self, word).bytes?.count == size ? .buffer(word) : nil
    default: return nil
    }
  }
}

extension ArrayDescription {
  /// The type and shape: `float64 (2, 3)`.
  var preview: String {
    let lengths = shape.map(String.init).joined(separator: ", ")
    return "\(dtype) (\(lengths)\(shape.count == 1 ? ",)" : ")")"
  }
}

extension DType {
  /// The name of NumPy's class of scalars: `float64`, `str_`, `datetime64`.
  var scalarName: String {
    switch kind {
    case .bool: "bool"
    case .str: "str_"
    case .bytes: "bytes_"
    case .void, .structured, .subarray: "void"
    case .datetime64: "datetime64"
    case .timedelta64: "timedelta64"
    case .longdouble: "longdouble"
    case .clongdouble: "clongdouble"
    default: name
    }
  }
}
