import BrineCore
import BrinePickle

/// The arrays that blocks and indexes hold.
extension FrameReader {
  /// A column of one axis.
  mutating func column(
    _ value: PickleValue, rows: Int?, _ path: String, depth: Int = 0
  ) throws(FrameError) -> Column {
    let values = try values(value, rows: rows, path, depth: depth)
    guard let table = values.table else { return try values.column(0, path) }
    // pandas keeps times of a Series as a table of one row in places.
    guard table.shape[0] == 1 else {
      throw FrameError(.malformed, "an array has two axes instead of one", path: path)
    }
    return try values.column(0, path)
  }

  /// The values of a block: NumPy's or an array of pandas'. An unknown one becomes a description.
  mutating func values(
    _ value: PickleValue, rows: Int?, _ path: String, depth: Int = 0
  ) throws(FrameError) -> BlockValues {
    if value.kind == .ndarray { return try table(array(value, path), .plain, path) }
    guard let instance = value.instance, let name = instance.name else {
      throw FrameError(.malformed, "a \(value.typeName) is no column", path: path)
    }
    guard name.module.hasPrefix("pandas") else { return described(value, rows) }
    switch name.name {
    case "__pyx_unpickle_NDArrayBacked": return try backed(value, instance, rows, path, depth: depth)
    case "__pyx_unpickle_IntervalMixin":
      return try intervals(PickledAttributes(instance.state?[0], path + "/state[0]"), path, depth: depth)
    default:
      let attributes = PickledAttributes(instance.state, path)
      return try known(name.name, attributes, path, depth: depth) ?? described(value, rows)
    }
  }

  private func described(_ value: PickleValue, _ rows: Int?) -> BlockValues {
    BlockValues(form: .single(.other(OtherColumn(value, count: rows ?? 0))))
  }

  private func table(_ array: NDArray, _ form: BlockValues.Form, _ path: String) throws(FrameError)
    -> BlockValues
  {
    switch array.shape.count {
    case 1: return BlockValues(form: .single(BlockValues.column(array, form)))
    case 2: return BlockValues(table: array, form: form)
    default: throw FrameError(.malformed, "a block has \(array.shape.count) axes", path: path)
    }
  }

  /// The arrays whose state is a dict of attributes, by class; `nil` for classes that are not known.
  private mutating func known(
    _ name: String, _ attributes: PickledAttributes, _ path: String, depth: Int
  ) throws(FrameError) -> BlockValues? {
    switch name {
    case "IntegerArray", "FloatingArray", "BooleanArray":
      return try nullable(attributes, path)
    case "SparseArray": return try sparse(attributes, path)
    case "ArrowStringArray", "ArrowStringArrayNumpySemantics":
      return try arrowStrings(attributes, isNumPy: name != "ArrowStringArray", path)
    case "ArrowExtensionArray": return try arrow(attributes, path)
    case "IntervalArray": return try intervals(attributes, path, depth: depth)
    // Before pandas 1.2 these had dicts of attributes too.
    case "DatetimeArray", "TimedeltaArray":
      return try dates(attributes["_dtype"], array(attributes["_data"] ?? attributes["_ndarray"], path), path)
    case "PeriodArray":
      return try table(
        array(attributes["_data"] ?? attributes["_ndarray"], path), periods(attributes["_dtype"], path), path)
    case "Categorical":
      return try categorical(
        attributes["_dtype"], attributes["_codes"] ?? attributes["_ndarray"], path, depth: depth)
    case "StringArray":
      return try strings(attributes["_dtype"], array(attributes["_ndarray"], path), path)
    case "PandasArray", "NumpyExtensionArray":
      return try table(array(attributes["_ndarray"], path), .plain, path)
    default: return nil
    }
  }

  /// `__pyx_unpickle_NDArrayBacked(class, checksum, None)` with the state `(dtype, array, {…})`.
  private mutating func backed(
    _ value: PickleValue, _ instance: PickleInstance, _ rows: Int?, _ path: String, depth: Int
  ) throws(FrameError) -> BlockValues {
    guard let type = instance.arguments.first?.global, let state = instance.state, state.count >= 2,
      let dtype = state[0], let data = state[1]
    else { throw FrameError(.malformed, "an array has no values", path: path) }
    guard type.module.hasPrefix("pandas") else { return described(value, rows) }
    let place = path + "/state"
    switch type.name {
    case "Categorical": return try categorical(dtype, data, place, depth: depth)
    case "DatetimeArray", "TimedeltaArray": return try dates(dtype, array(data, place), place)
    case "PeriodArray": return try table(array(data, place), periods(dtype, place), place)
    case "StringArray", "StringArrayNumpySemantics": return try strings(dtype, array(data, place), place)
    case "PandasArray", "NumpyExtensionArray": return try table(array(data, place), .plain, place)
    default: return described(value, rows)
    }
  }

  // MARK: Times

  /// Times: with a zone, if the type is a DatetimeTZDtype.
  private func dates(_ dtype: PickleValue?, _ array: NDArray, _ path: String) throws(FrameError)
    -> BlockValues
  {
    guard let attributes = dtype?.instance?.attributes, let zone = attributes["tz"] else {
      return try table(array, .plain, path)
    }
    var unit = attributes["unit"]?.string.flatMap { TimeUnit($0) } ?? .nanoseconds
    if case .datetime64(let own) = array.dtype.kind { unit = own }
    return try table(array, .zoned(unit, ZoneReader.zone(zone)), path)
  }

  private func periods(_ dtype: PickleValue?, _ path: String) throws(FrameError) -> BlockValues.Form {
    guard let instance = dtype?.instance,
      let argument = instance.arguments.first ?? instance.attributes["freq"] ?? instance.attributes["_freq"],
      let frequency = OffsetReader.periodFrequency(argument)
    else { throw FrameError(.malformed, "periods have no frequency that can be read", path: path) }
    return .periods(frequency)
  }

  // MARK: Others

  private mutating func categorical(
    _ dtype: PickleValue?, _ codes: PickleValue?, _ path: String, depth: Int
  ) throws(FrameError) -> BlockValues {
    let attributes = dtype?.instance?.attributes ?? [:]
    guard let categories = attributes["categories"] else {
      throw FrameError(.malformed, "a Categorical has no categories", path: path)
    }
    let codes = try vector(codes, path + "[1]")
    switch codes.dtype.kind {
    case .int8, .int16, .int32, .int64: break
    default: throw FrameError(.malformed, "a Categorical has codes of \(codes.dtype)", path: path + "[1]")
    }
    let index = try index(categories, path + "[0]/categories", depth: depth + 1)
    return BlockValues(
      form: .single(
        .categorical(
          CategoricalColumn(codes: codes, categories: index, isOrdered: attributes["ordered"]?.bool ?? false))
      ))
  }

  private mutating func nullable(_ attributes: PickledAttributes, _ path: String) throws(FrameError)
    -> BlockValues
  {
    let values = try vector(attributes["_data"], path + "/_data")
    let mask = try vector(attributes["_mask"], path + "/_mask")
    guard values.count == mask.count, mask.dtype.kind == .bool else {
      throw FrameError(.lengthMismatch, "\(values.count) values have a mask of \(mask.count)", path: path)
    }
    return BlockValues(form: .single(.nullable(NullableColumn(values: values, mask: mask))))
  }

  private mutating func intervals(
    _ attributes: PickledAttributes, _ path: String, depth: Int
  ) throws(FrameError) -> BlockValues {
    guard depth < 8 else {
      throw FrameError(.limitExceeded, "intervals nest deeper than 8 levels", path: path)
    }
    guard let left = attributes["_left"], let right = attributes["_right"] else {
      throw FrameError(.malformed, "intervals have no ends", path: path)
    }
    let closed = attributes["_dtype"]?.instance?.attributes["closed"] ?? attributes["_closed"]
    let place = attributes.path
    let column = try intervals(
      column(left, rows: nil, place + "/_left", depth: depth + 1),
      column(right, rows: nil, place + "/_right", depth: depth + 1), closed, path)
    return BlockValues(form: .single(.intervals(column)))
  }

  func intervals(
    _ left: Column, _ right: Column, _ closed: PickleValue?, _ path: String
  ) throws(FrameError) -> IntervalColumn {
    guard left.count == right.count else {
      throw FrameError(.lengthMismatch, "intervals have \(left.count) and \(right.count) ends", path: path)
    }
    guard let side = Interval.Closed(rawValue: closed?.string ?? "right") else {
      throw FrameError(.malformed, "intervals are closed at \(closed?.preview ?? "")", path: path)
    }
    return IntervalColumn(left: left, right: right, closed: side)
  }

  private mutating func sparse(_ attributes: PickledAttributes, _ path: String) throws(FrameError)
    -> BlockValues
  {
    let values = try vector(attributes["_sparse_values"], path + "/_sparse_values")
    guard let index = attributes["_sparse_index"]?.instance, let count = index.arguments.first?.int,
      count >= 0
    else {
      throw FrameError(.malformed, "a sparse array has no index", path: path + "/_sparse_index")
    }
    let place = path + "/_sparse_index/args"
    var runs: SparseColumn.Runs?
    let rows: NDArray
    if index.name?.name == "BlockIndex" {
      let parts = try SparseColumn.Runs(
        starts: vector(index.arguments.at(1), place + "[1]"),
        lengths: vector(index.arguments.at(2), place + "[2]"))
      rows = try parts.rows(limit: values.count, place)
      runs = parts
    } else {
      rows = try vector(index.arguments.at(1), place + "[1]")
    }
    guard rows.count == values.count else {
      throw FrameError(
        .lengthMismatch, "a sparse array has \(values.count) values in \(rows.count) places", path: path)
    }
    let fill = attributes["_dtype"]?.instance?.attributes["_fill_value"].map { ValueReader.value($0) }
    return BlockValues(
      form: .single(
        .sparse(
          SparseColumn(indices: rows, values: values, fill: fill ?? .float(.nan), count: count, runs: runs))))
  }
}

extension SparseColumn.Runs {
  /// The rows that the runs cover, of which there must be no more than `limit`.
  func rows(limit: Int, _ path: String) throws(FrameError) -> NDArray {
    guard let starts = try? starts.elements(as: Int.self), let lengths = try? lengths.elements(as: Int.self),
      starts.count == lengths.count
    else { throw FrameError(.malformed, "a sparse array's runs can't be read", path: path) }
    var rows: [Int32] = []
    for (start, length) in zip(starts, lengths) {
      guard length >= 0, start >= 0, rows.count + length <= limit, start + length <= Int(Int32.max) else {
        throw FrameError(.lengthMismatch, "a sparse array's runs are longer than its values", path: path)
      }
      rows.append(contentsOf: (start..<start + length).map { Int32(truncatingIfNeeded: $0) })
    }
    return NDArray(rows)
  }
}

/// The attributes of an object, and where they are.
struct PickledAttributes {
  let attributes: PickleValue?
  let path: String

  init(_ state: PickleValue?, _ path: String) {
    attributes = state
    self.path = path
  }

  subscript(name: String) -> PickleValue? {
    if let value = attributes?[name] { return value }
    // Classes with slots have a pair of dicts.
    guard attributes?.kind == .tuple else { return nil }
    return attributes?.array?.lazy.compactMap { $0[name] }.first
  }
}
