import BrineCore
import BrinePickle

/// Columns as the arrays that blocks and indexes hold.
extension FrameWriter {
  /// An array of NumPy's or pandas', with a further axis in front if it is a block of a DataFrame that has
  /// one.
  func array(_ column: Column, isTable: Bool, _ path: String) throws(FrameError) -> PickleTree {
    switch column {
    case .array(let array): return try table(shaped(array, isTable, path), path)
    case .objects(let objects): return .ndarray(try shaped(self.objects(objects, path), isTable, path))
    case .strings(let strings): return try self.strings(strings, isTable: isTable, path)
    case .categorical(let categorical): return try self.categorical(categorical, path)
    case .zoned(let zoned): return try self.zoned(zoned, isTable: isTable, path)
    case .nullable(let nullable): return try self.nullable(nullable, path)
    case .periods(let periods):
      let dtype: PickleTree = .call(
        "pandas.core.dtypes.dtypes.PeriodDtype",
        arguments: [.string("period[\(try periodText(periods, path))]")])
      let ordinals = try shaped(periods.ordinals, isTable, path)
      return backed("pandas.core.arrays.period.PeriodArray", dtype, .ndarray(ordinals))
    case .intervals(let intervals): return try self.intervals(intervals, path)
    case .sparse(let sparse): return try self.sparse(sparse, path)
    case .arrow(let arrow): return try self.arrow(arrow, path)
    case .other(let other): return .value(other.value)
    }
  }

  /// A NumPy array; times become pandas' arrays of them.
  func table(_ array: NDArray, _ path: String, frequency: Frequency? = nil) throws(FrameError) -> PickleTree {
    let name: PickleName
    switch array.dtype.kind {
    case .datetime64(let unit) where unit.perSecond != nil:
      name = "pandas.core.arrays.datetimes.DatetimeArray"
    case .timedelta64(let unit) where unit.perSecond != nil:
      name = "pandas.core.arrays.timedeltas.TimedeltaArray"
    case .datetime64, .timedelta64, .structured, .subarray, .float8, .bfloat16, .void, .str, .bytes:
      throw FrameError(.notEncodable, "pandas has no columns of \(array.dtype)", path: path)
    default: return .ndarray(array)
    }
    return backed(name, dtype(array.dtype), .ndarray(array), try arrayState(frequency))
  }

  /// What arrays of times have besides: before pandas 3 how far apart they are.
  func arrayState(_ frequency: Frequency?) throws(FrameError) -> PickleTree {
    guard !isThree, let frequency else { return [:] }
    return ["_freq": self.frequency(frequency)]
  }

  /// `dtype('<M8[ns]', False, True)`.
  func dtype(_ dtype: DType) -> PickleTree {
    .call("numpy.dtype", arguments: [.string(dtype.typeString), false, true])
  }

  /// An array of pandas' whose state is its type, its data, and a dict.
  func backed(_ name: PickleName, _ dtype: PickleTree, _ data: PickleTree, _ state: PickleTree = [:])
    -> PickleTree
  {
    .object(name, state: .tuple([dtype, data, state]))
  }

  /// An array of one axis, or with one more in front.
  func shaped(_ array: NDArray, _ isTable: Bool, _ path: String) throws(FrameError) -> NDArray {
    guard isTable else { return array }
    do { return try array.reshaped([1, array.count]) } catch {
      throw FrameError(.notEncodable, error.detail, path: path)
    }
  }

  /// Objects, those of a pickle as they are.
  func objects(_ column: ObjectColumn, _ path: String) throws(FrameError) -> NDArray {
    if let array = column.array, !hasOtherForms(column) { return array }
    return try objects(column.values, path)
  }

  /// Whether an object is a `NaT` or a time as only another version of pandas knows it.
  private func hasOtherForms(_ column: ObjectColumn) -> Bool {
    let forms = [isThree ? "__nat_unpickle" : "_nat_unpickle", "Timestamp", "Timedelta"]
    return (0..<column.count).contains { index in
      guard let object = column.object(index), object.kind == .call else { return false }
      return object.instance?.name.map { forms.contains($0.name) } ?? false
    }
  }

  func objects(_ values: [FrameValue], _ path: String) throws(FrameError) -> NDArray {
    var trees: [PickleTree] = []
    trees.reserveCapacity(values.count)
    for value in values { trees.append(try self.value(value)) }
    do {
      let list = try Pickle(.list(trees)).root
      return try NDArray(objects: list.array ?? [], shape: [values.count])
    } catch { throw FrameError(.notEncodable, "\(error)", path: path) }
  }

  // MARK: Arrays of pandas' own

  private func periodText(_ periods: PeriodColumn, _ path: String) throws(FrameError) -> String {
    guard Frequency.prefixes[periods.frequency.offset] != nil else {
      throw FrameError(.notEncodable, "periods of \(periods.frequency) can't be written", path: path)
    }
    return periods.frequency.periodText
  }

  private func zoned(_ column: ZonedColumn, isTable: Bool, _ path: String) throws(FrameError) -> PickleTree {
    try zoned(column, isTable: isTable, path, frequency: nil)
  }

  func zoned(
    _ column: ZonedColumn, isTable: Bool, _ path: String, frequency: Frequency?
  ) throws(FrameError) -> PickleTree {
    let state: PickleTree = ["unit": .string("\(column.unit)"), "tz": zone(column.zone)]
    let dtype: PickleTree = .object("pandas.core.dtypes.dtypes.DatetimeTZDtype", state: state)
    let counts: NDArray
    do {
      counts = try column.counts.viewed(
        as: DType(.datetime64(column.unit), byteOrder: column.counts.dtype.byteOrder))
    } catch {
      throw FrameError(.notEncodable, error.detail, path: path)
    }
    return backed(
      "pandas.core.arrays.datetimes.DatetimeArray", dtype, .ndarray(try shaped(counts, isTable, path)),
      try arrayState(frequency))
  }

  func categorical(_ column: CategoricalColumn, _ path: String) throws(FrameError) -> PickleTree {
    let state: PickleTree = [
      "categories": try index(column.categories, path + "/categories"), "ordered": .bool(column.isOrdered),
    ]
    let dtype: PickleTree = .object("pandas.core.dtypes.dtypes.CategoricalDtype", state: state)
    return backed("pandas.core.arrays.categorical.Categorical", dtype, .ndarray(column.codes))
  }

  private func nullable(_ column: NullableColumn, _ path: String) throws(FrameError) -> PickleTree {
    var state: [(key: PickleTree, value: PickleTree)] = [
      ("_data", .ndarray(column.values)), ("_mask", .ndarray(column.mask)),
    ]
    switch column.values.dtype.kind {
    case .bool:
      state.append(("_dtype", .call("pandas.core.arrays.boolean.BooleanDtype")))
      return .object("pandas.core.arrays.boolean.BooleanArray", state: .dict(state))
    case .float32, .float64: return .object("pandas.core.arrays.floating.FloatingArray", state: .dict(state))
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      return .object("pandas.core.arrays.integer.IntegerArray", state: .dict(state))
    default:
      throw FrameError(.notEncodable, "pandas has no nullable columns of \(column.values.dtype)", path: path)
    }
  }

  private func intervals(_ column: IntervalColumn, _ path: String) throws(FrameError) -> PickleTree {
    let subtype: PickleTree
    if case .array(let array) = column.left {
      subtype = dtype(array.dtype)
    } else if case .zoned(let zoned) = column.left {
      let state: PickleTree = ["unit": .string("\(zoned.unit)"), "tz": zone(zoned.zone)]
      subtype = .object("pandas.core.dtypes.dtypes.DatetimeTZDtype", state: state)
    } else {
      throw FrameError(.notEncodable, "intervals of \(column.left.dtype) can't be written", path: path)
    }
    let dtypeState: PickleTree = ["subtype": subtype, "closed": .string(column.closed.rawValue)]
    let state: PickleTree = [
      "_left": try array(column.left, isTable: false, path + "/left"),
      "_right": try array(column.right, isTable: false, path + "/right"),
      "_dtype": .object("pandas.core.dtypes.dtypes.IntervalDtype", state: dtypeState),
    ]
    // The number says which members the compiled class has: none, by MD5, which every version of Cython
    // accepts.
    return .call(
      "pandas._libs.interval.__pyx_unpickle_IntervalMixin",
      arguments: [.global("pandas.core.arrays.interval.IntervalArray"), 222_419_149, .tuple([state])])
  }

  private func sparse(_ column: SparseColumn, _ path: String) throws(FrameError) -> PickleTree {
    let index: PickleTree
    if let runs = column.runs {
      index = .call(
        "pandas._libs.sparse.BlockIndex",
        arguments: [.int(column.count), .ndarray(runs.starts), .ndarray(runs.lengths)])
    } else {
      index = .call(
        "pandas._libs.sparse.IntIndex", arguments: [.int(column.count), .ndarray(column.indices)])
    }
    let type: PickleTree = ["_dtype": dtype(column.values.dtype), "_fill_value": try value(column.fill)]
    return .object(
      "pandas.core.arrays.sparse.array.SparseArray",
      state: [
        "_sparse_index": index, "_sparse_values": .ndarray(column.values),
        "_dtype": .object("pandas.core.dtypes.dtypes.SparseDtype", state: type),
      ])
  }
}
