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
    if value.kind == .ndarray { return try Self.table(array(value, path), .plain, path) }
    guard let instance = value.instance, let name = instance.name else {
      throw FrameError(.malformed, "a \(value.typeName) is no column", path: path)
    }
    guard name.module.hasPrefix("pandas") else { return described(value, rows) }
    switch name.name {
    case "__pyx_unpickle_NDArrayBacked":
      return try backed(value, instance.arguments.first?.global, instance.state, rows, path, depth: depth)
    case "__pyx_unpickle_PeriodMixin":
      let attributes = PickledAttributes(instance.state?[0], path + "/state[0]")
      return try known(instance.arguments.first?.global?.name ?? "", attributes, path, depth: depth)
        ?? described(value, rows)
    case "__pyx_unpickle_IntervalMixin":
      // The state may be an argument too.
      let inner = instance.arguments.at(2)?[0].map { PickledAttributes($0, path + "/args[2][0]") }
      return try intervals(
        inner ?? PickledAttributes(instance.state?[0], path + "/state[0]"), path, depth: depth)
    default:
      // Brine writes such arrays as instances with that state.
      if let state = instance.state, state.kind == .tuple, state[1]?.kind == .ndarray {
        return try backed(value, name, state, rows, path, depth: depth)
      }
      let attributes = PickledAttributes(instance.state, path)
      return try known(name.name, attributes, path, depth: depth) ?? described(value, rows)
    }
  }

  private func described(_ value: PickleValue, _ rows: Int?) -> BlockValues {
    BlockValues(form: .single(.other(OtherColumn(value, count: rows ?? 0))))
  }

  // Static, as others that are given what the reader has just read: a call of a method would hold a copy of the reader
  // meanwhile, and what it remembers would be copied for each array.
  private static func table(_ array: NDArray, _ form: BlockValues.Form, _ path: String) throws(FrameError)
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
      return try Self.dates(
        attributes["_dtype"], array(attributes["_data"] ?? attributes["_ndarray"], path), path)
    case "PeriodArray":
      return try Self.table(
        array(attributes["_data"] ?? attributes["_ndarray"], path), Self.periods(attributes["_dtype"], path),
        path)
    case "Categorical":
      return try categorical(
        attributes["_dtype"], attributes["_codes"] ?? attributes["_ndarray"], path, depth: depth)
    case "StringArray":
      return try Self.strings(attributes["_dtype"], array(attributes["_ndarray"], path), path)
    case "PandasArray", "NumpyExtensionArray":
      return try Self.table(array(attributes["_ndarray"], path), .plain, path)
    default: return nil
    }
  }

  /// `__pyx_unpickle_NDArrayBacked(class, checksum, None)` with the state `(dtype, array, {…})`.
  private mutating func backed(
    _ value: PickleValue, _ type: PickleName?, _ state: PickleValue?, _ rows: Int?, _ path: String, depth: Int
  ) throws(FrameError) -> BlockValues {
    guard let type, let state, state.count >= 2, let dtype = state[0], let data = state[1]
    else { throw FrameError(.malformed, "an array has no values", path: path) }
    guard type.module.hasPrefix("pandas") else { return described(value, rows) }
    let place = path + "/state"
    switch type.name {
    case "Categorical": return try categorical(dtype, data, place, depth: depth)
    case "DatetimeArray", "TimedeltaArray": return try Self.dates(dtype, array(data, place), place)
    case "PeriodArray": return try Self.table(array(data, place), Self.periods(dtype, place), place)
    case "StringArray", "StringArrayNumpySemantics": return try Self.strings(dtype, array(data, place), place)
    case "PandasArray", "NumpyExtensionArray": return try Self.table(array(data, place), .plain, place)
    default: return described(value, rows)
    }
  }

  // MARK: Times

  /// Times: with a zone, if the type is a DatetimeTZDtype.
  private static func dates(_ dtype: PickleValue?, _ array: NDArray, _ path: String) throws(FrameError)
    -> BlockValues
  {
    guard let attributes = dtype?.instance?.attributes, let zone = attributes["tz"] else {
      return try Self.table(array, .plain, path)
    }
    var unit = attributes["unit"]?.string.flatMap { TimeUnit($0) } ?? .nanoseconds
    if case .datetime64(let own) = array.dtype.kind { unit = own }
    return try Self.table(array, .zoned(unit, ZoneReader.zone(zone)), path)
  }

  private static func periods(_ dtype: PickleValue?, _ path: String) throws(FrameError) -> BlockValues.Form {
    guard let instance = dtype?.instance,
      let argument = instance.arguments.first ?? instance.attributes["freq"] ?? instance.attributes["_freq"],
      let frequency = OffsetReader.periodFrequency(argument)
    else { throw FrameError(.malformed, "periods have no frequency that can be read", path: path) }
    return .periods(frequency)
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
