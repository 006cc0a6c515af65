import BrineCore

/// NumPy's arrays and types, as NumPy pickles them. The modules are named as every version of NumPy knows them.
extension GraphBuilder {
  /// `_reconstruct(type, (0,), b'b')` with the state `(1, shape, dtype, isFortran, content)`.
  mutating func array(type: Word, shape: [Int], dtype: Word, isFortran: Bool, content: Word) -> Word {
    let b = withUnsafeBytes(of: UInt8(ascii: "b")) { bytes($0) }
    let array = call("numpy.core.multiarray", "_reconstruct", [type, tuple([int(0)]), b])
    let lengths = tuple(shape.map { int($0) })
    addState(tuple([int(1), lengths, dtype, isFortran ? .true : .false, content]), to: array)
    return array
  }

  /// An array: its elements are copied only when they don't lie one after the other.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for objects that are in no pickle, and fields with objects.
  mutating func array(
    _ array: NDArray, type: Word? = nil, dtype: Word? = nil, _ importers: inout ArrayImporters
  ) throws -> Word {
    let isFortran = !array.isContiguous && array.isFortranContiguous
    let content: Word
    if array.dtype.hasObjects {
      content = list(try importers.objects(of: array, &self))
    } else {
      let stored = isFortran ? try array.transposed() : array
      content = try elements(stored)
    }
    let type = type ?? global("numpy", "ndarray")
    return self.array(
      type: type, shape: array.shape, dtype: dtype ?? importers.dtype(array.dtype, &self),
      isFortran: isFortran,
      content: content)
  }

  /// The bytes of the elements, of large arrays by reference.
  private mutating func elements(_ array: NDArray) throws -> Word {
    guard array.isContiguous, array.byteCount >= 1 << 16 else {
      return try array.withElementBytes { bytes($0) }
    }
    let data = try array.storage.data(array.offset..<array.offset + array.byteCount)
    return buffer(PickleBuffer(data, isReadOnly: true))
  }

  /// `dtype('f8', False, True)` with the state `(3, '<', None, None, None, -1, -1, 0)`.
  mutating func dtype(_ dtype: DType) -> Word {
    let word = call("numpy", "dtype", [dtypeName(dtype), .false, .true])
    let order = string(dtype.hasByteOrder ? (dtype.byteOrder == .big ? ">" : "<") : "|")
    var parts: [Word] = [int(3), order, .none, .none, .none, int(-1), int(-1), int(0)]
    switch dtype.kind {
    case .datetime64(let unit), .timedelta64(let unit):
      parts[0] = int(4)
      parts.append(timeMetadata(unit))
    case .bytes, .void:
      (parts[5], parts[6]) = (int(dtype.itemSize), int(1))
    case .str: (parts[5], parts[6]) = (int(dtype.itemSize), int(4))
    case .object: parts[7] = int(63)
    case .bfloat16, .float8:
      // Types that NumPy does not know by itself have their size here.
      (parts[5], parts[6], parts[7]) = (int(dtype.itemSize), int(dtype.itemSize), int(64))
    case .subarray(let base, let shape):
      parts[2] = tuple([self.dtype(base), tuple(shape.map { int($0) })])
      (parts[5], parts[6]) = (int(dtype.itemSize), int(base.alignment))
    case .structured(let record): addFields(record, dtype, &parts)
    default: break
    }
    addState(tuple(parts), to: word)
    return word
  }

  /// The first argument of `dtype`: the type string without byte order.
  private mutating func dtypeName(_ dtype: DType) -> Word {
    switch dtype.kind {
    case .bfloat16: return global("ml_dtypes", "bfloat16")
    case .float8(let layout): return global("ml_dtypes", "float8_\(layout.rawValue)")
    case .structured(let record) where record.isRecord: return global("numpy", "record")
    case .datetime64: return string("M8")
    case .timedelta64: return string("m8")
    case .object: return string("O8")
    default: return string(String(dtype.typeString.drop { "<>|=".contains($0) }))
    }
  }

  private mutating func addFields(_ record: Record, _ dtype: DType, _ parts: inout [Word]) {
    var names: [Word] = []
    let fields = container(.dict)
    for field in record.fields {
      let name = string(field.name)
      names.append(name)
      let title = field.title.map { string($0) }
      let place = tuple([self.dtype(field.dtype), int(field.offset)] + (title.map { [$0] } ?? []))
      set(name, place, in: fields)
      if let title { set(title, place, in: fields) }
    }
    (parts[3], parts[4]) = (tuple(names), fields)
    (parts[5], parts[6]) = (int(dtype.itemSize), int(dtype.alignment))
    // What NumPy's flags say: C's alignment, and what objects among the fields need.
    parts[7] = int((record.isAligned ? 0x80 : 0x10) | (dtype.hasObjects ? 0x2F : 0))
  }

  /// `({}, (b'ns', 1, 1, 1))`.
  private mutating func timeMetadata(_ unit: TimeUnit) -> Word {
    let name = Array(unit.base.rawValue.utf8).withUnsafeBytes { bytes($0) }
    return tuple([container(.dict), tuple([name, int(unit.count), int(1), int(1)])])
  }
}

/// What several arrays that go into one pickle have in common: their types, and the pickles that their objects are from.
struct ArrayImporters {
  private var graphs: [ObjectIdentifier: GraphImporter] = [:]
  private var dtypes: [DType: Word] = [:]

  /// The objects of an array in C order.
  mutating func objects(of array: NDArray, _ builder: inout GraphBuilder) throws -> [Word] {
    guard let values = array.pickleValues else {
      throw PickleError(
        .notEncodable, "an array of \(array.dtype) whose objects are in no pickle can't be written")
    }
    var words: [Word] = []
    for value in values { words.append(try word(value, &builder)) }
    return words
  }

  /// A value of any pickle.
  mutating func word(_ value: PickleValue, _ builder: inout GraphBuilder) throws -> Word {
    let key = ObjectIdentifier(value.graph)
    var importer = graphs.removeValue(forKey: key) ?? GraphImporter(value.graph)
    defer { graphs[key] = importer }
    return try importer.word(value.word, &builder)
  }

  mutating func dtype(_ dtype: DType, _ builder: inout GraphBuilder) -> Word {
    if let word = dtypes[dtype] { return word }
    let word = builder.dtype(dtype)
    dtypes[dtype] = word
    return word
  }
}
