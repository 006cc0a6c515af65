public import BrineCore

extension Column {
  /// The values as a NumPy array: as they are, or what they all are: truth values, integers, numbers, text (`U`). Missing
  /// numbers are NaN, times in a zone are those of UTC.
  ///
  /// - Throws: `FrameError.typeMismatch` for values that no array but one of objects can hold, missing text among them.
  public func array() throws -> NDArray {
    switch self {
    case .array(let array): return array
    case .zoned(let column):
      let dtype = DType(.datetime64(column.unit))
      return try column.counts.converted(to: .int64).viewed(as: dtype)
    default: break
    }
    try checkCount()
    let values = values
    if values.allSatisfy({ $0.bool != nil }), !values.isEmpty {
      return NDArray(values.map { $0.bool == true })
    }
    if values.allSatisfy({ $0.int != nil }) { return NDArray(values.map { Int64($0.int ?? 0) }) }
    if values.contains(where: { !$0.isMissing }),
      values.allSatisfy({ $0.isMissing || $0.double != nil })
    {
      return NDArray(values.map { $0.isMissing ? .nan : $0.double ?? .nan })
    }
    guard values.allSatisfy({ $0.string != nil }) else {
      throw FrameError(
        .typeMismatch,
        "values of the type \(dtype) are no numbers and no text alone, as an array needs them")
    }
    return try NDArray(texts: values.map { $0.string ?? "" })
  }
}

extension Column {
  /// Makes sure that the values can be had one by one: a sparse column says in few bytes that there are any number.
  func checkCount() throws(FrameError) {
    if case .sparse = self, count > 1 << 24 {
      throw FrameError(.limitExceeded, "\(count) values of a sparse column are too many")
    }
  }
}

extension Index {
  /// The labels as an array. See ``Column/array()``.
  ///
  /// - Throws: As ``Column/array()``, and for a range of more than 2^27 numbers.
  public func array() throws -> NDArray {
    if case .range = content, count > 1 << 27 {
      throw FrameError(.limitExceeded, "a range of \(count) numbers is too long for an array")
    }
    return try column.array()
  }
}

extension NDArray {
  /// Text of a fixed length, as long as the longest.
  fileprivate init(texts: [String]) throws {
    let length = texts.reduce(1) { max($0, $1.unicodeScalars.count) }
    guard let dtype = DType(checking: .str(length)) else {
      throw FrameError(.limitExceeded, "text of \(length) characters is too long for an array")
    }
    try self.init(dtype, shape: [texts.count]) { memory in
      for (row, text) in texts.enumerated() {
        var place = row * dtype.itemSize
        for scalar in text.unicodeScalars {
          memory.storeBytes(of: scalar.value, toByteOffset: place, as: UInt32.self)
          place += 4
        }
      }
    }
  }
}

extension DataFrame {
  /// An array for each column, under its label; the index in front as `index`, where it is more than the rows' numbers.
  ///
  /// - Throws: `FrameError.typeMismatch` with the label of a column that is no array, or two columns with one label.
  public func arrays() throws -> [(name: String, array: NDArray)] {
    var arrays: [(name: String, array: NDArray)] = []
    if case .range = index.content {
    } else {
      arrays.append(
        (
          index.name == .none ? "index" : index.name.text,
          try located("index") { try index.array() }
        ))
    }
    for (position, column) in columns.enumerated() {
      let name = labels[position]?.text ?? ""
      arrays.append((name, try located(name) { try column.array() }))
    }
    var names: Set<String> = []
    for (name, _) in arrays where !names.insert(name).inserted {
      throw FrameError(.typeMismatch, "two columns have the label \(name), which arrays can't")
    }
    return arrays
  }

  /// One array: of two axes where the columns have no names and are numbers of one kind, else of fields, one a column,
  /// as `to_records` makes it.
  ///
  /// - Throws: As ``arrays()``.
  public func array() throws -> NDArray {
    let arrays = try arrays()
    let isUnnamed = labels.values.allSatisfy { $0.int != nil }
    if isUnnamed, let first = arrays.first, arrays.count == columns.count,
      arrays.allSatisfy({ $0.array.dtype.isNumber && first.array.dtype.isNumber })
    {
      // What several types of numbers have in common is float64.
      let isOne = arrays.allSatisfy { $0.array.dtype == first.array.dtype }
      return try Self.stacked(arrays.map(\.array), isOne ? first.array.dtype.native : .float64)
    }
    guard let record = Record(arrays.map { (name: $0.name, dtype: $0.array.dtype.native) }) else {
      throw FrameError(
        .typeMismatch,
        "the columns can't be the fields of one array; a npz file has an array a column")
    }
    return try NDArray(DType(.structured(record)), shape: [index.count]) { memory in
      for (field, (_, array)) in zip(record.fields, arrays) {
        try array.converted(to: field.dtype).copyRows(
          to: memory, at: field.offset, step: record.itemSize)
      }
    }
  }

  private static func stacked(_ columns: [NDArray], _ dtype: DType) throws -> NDArray {
    let rows = columns.first?.count ?? 0
    return try NDArray(dtype, shape: [rows, columns.count]) { memory in
      for (number, column) in columns.enumerated() {
        try column.converted(to: dtype)
          .copyRows(to: memory, at: number * dtype.itemSize, step: columns.count * dtype.itemSize)
      }
    }
  }

  private func located<Result>(_ name: String, _ make: () throws -> Result) throws -> Result {
    do { return try make() } catch let error as FrameError {
      throw FrameError(error.code, "the column \(name) can't be an array: \(error.detail)")
    }
  }
}

extension DType {
  fileprivate var isNumber: Bool {
    switch kind {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float16,
      .float32,
      .float64:
      true
    default: false
    }
  }
}

extension NDArray {
  /// Writes the elements of one axis at regular places.
  fileprivate func copyRows(to memory: UnsafeMutableRawBufferPointer, at offset: Int, step: Int)
    throws
  {
    let size = dtype.itemSize
    try withElementBytes { bytes in
      for row in 0..<count {
        let from = UnsafeRawBufferPointer(rebasing: bytes[row * size..<(row + 1) * size])
        UnsafeMutableRawBufferPointer(
          rebasing: memory[offset + row * step..<offset + row * step + size]
        )
        .copyMemory(from: from)
      }
    }
  }
}
