import BrineCore
import BrineHDF5
import BrinePickle

/// Indexes of `format="fixed"`: datasets whose attributes tell the kind.
extension HDFReader {
  /// The index of a name: one dataset, or several for the levels of a MultiIndex.
  mutating func fixedIndex(_ name: String, depth: Int = 0) throws -> Index {
    switch try attributes["\(name)_variety"]?.text {
    case "multi": return try fixedMultiIndex(name)
    case "regular": return try fixedIndexNode(name, depth: depth)
    case let variety: throw malformed("the variety of an index is \(variety ?? "not said")", name)
    }
  }

  private mutating func fixedMultiIndex(_ name: String) throws -> Index {
    guard let count = try attributes["\(name)_nlevels"]?.int, count > 0, count <= 1024 else {
      throw malformed("a MultiIndex does not say how many levels it has", name)
    }
    var levels: [Index] = []
    var codes: [NDArray] = []
    for number in 0..<count {
      levels.append(try fixedIndexNode("\(name)_level\(number)"))
      let (array, _) = try fixedArray("\(name)_label\(number)")
      guard array.axes == 1, array.dtype.isInteger else {
        throw malformed("the codes of a level are an array of \(array.dtype)", "\(name)_label\(number)")
      }
      codes.append(array)
    }
    return Index(.multi(try MultiIndex(levels: levels, codes: codes)), names: levels.map(\.name))
  }

  private mutating func fixedIndexNode(_ node: String, depth: Int = 0) throws -> Index {
    let dataset = try dataset(node)
    let attrs = NodeAttributes(dataset.attrs)
    guard let kind = try attrs["kind"]?.text else { throw malformed("an index has no kind", node) }
    let name = self.name(try attrs["name"])
    let data: NDArray
    if let array = try emptyArray(attrs, node) {
      data = array
    } else {
      data = try pickledArray(dataset) ?? elements(dataset)
    }
    guard data.axes == 1 else { throw malformed("an index has \(data.axes) axes", node) }
    if kind == "category" {
      guard depth == 0 else { throw malformed("categories have categories", node) }
      let categories = try fixedIndex("\(node)_categories", depth: 1)
      let isOrdered = try attrs["ordered"]?.bool ?? false
      return Index(
        .categorical(CategoricalColumn(codes: data, categories: categories, isOrdered: isOrdered)), name: name
      )
    }
    var index = Index(try fixedColumn(data, kind, attrs, node), name: name)
    if let frequency = HDFTypes.frequency(try attrs.some("freq")) {
      index.frequency = index.kept(frequency, isChecked: false)
    }
    return index
  }

  private func fixedColumn(_ data: NDArray, _ kind: String, _ attrs: NodeAttributes, _ node: String) throws
    -> Column
  {
    if let unit = try HDFTypes.unit(kind, prefix: "datetime64") {
      return try HDFTypes.times(data, unit, HDFTypes.zone(attrs.some("tz")))
    }
    if let unit = try HDFTypes.unit(kind, prefix: "timedelta64") { return try HDFTypes.spans(data, unit) }
    if try attrs["index_class"]?.text == "period" {
      guard let frequency = HDFTypes.periodFrequency(try attrs["freq"]) else {
        throw malformed("periods have no frequency that can be read", node)
      }
      return .periods(PeriodColumn(ordinals: data, frequency: frequency))
    }
    switch kind {
    case "string" where data.dtype.kind != .object:
      if data.count == 0 { return .strings(StringColumn([])) }
      let missing = try attrs["nan_rep"]?.text ?? "nan"
      return .strings(StringColumn(try encoding.texts(data, missing: missing.isEmpty ? nil : missing)))
    case "date" where data.dtype.isInteger: return try HDFTypes.dates(data)
    default:
      return data.dtype.kind == .object ? .objects(ObjectColumn(data)) : .array(data)
    }
  }

  /// The array that has no elements, of which there can be no dataset: attributes tell shape and type.
  func emptyArray(_ attrs: NodeAttributes, _ node: String) throws -> NDArray? {
    guard let shape = try attrs["shape"]?.pickle?.array?.map({ $0.int ?? -1 }) else { return nil }
    guard shape.count <= 2, shape.contains(0),
      shape.allSatisfy({ $0 >= 0 && $0 <= NDArray.mostEmptyElements })
    else {
      throw malformed("an empty array is of shape \(shape.prefix(9))", node)
    }
    let type = try attrs["value_type"]?.text ?? "float64"
    // Times are made of 64-bit integers by those who read them.
    let isTime = ["datetime64", "timedelta64", "period"].contains { type.hasPrefix($0) }
    let isObject = type == "object" || type.hasPrefix("str")
    guard let dtype = isTime ? .int64 : isObject ? .float64 : try? DType(type) else {
      throw malformed("there is no type \(type)", node)
    }
    return try NDArray(dtype, shape: shape) { _ in }
  }
}

extension Index {
  /// The frequency that an index of times keeps: pandas 3 forgets those of days and longer in a time zone,
  /// and of indexes in which
  /// times are not so far apart.
  func kept(_ frequency: Frequency, isChecked: Bool) -> Frequency? {
    guard ["DatetimeIndex", "TimedeltaIndex"].contains(className), case .column(let column) = content else {
      return nil
    }
    let span = Frequency.fixedSpans[frequency.offset]
    var counts: NDArray?
    var unit = TimeUnit.nanoseconds
    switch column {
    case .zoned(let zoned):
      guard let span, span < 86_400_000_000_000 else { return nil }
      (counts, unit) = (zoned.counts, zoned.unit)
    case .array(let array):
      counts = array
      if case .datetime64(let own) = array.dtype.kind { unit = own }
      if case .timedelta64(let own) = array.dtype.kind { unit = own }
    default: return nil
    }
    guard isChecked, let span, let counts, let perSecond = unit.perSecond else { return frequency }
    let (step, isTooLarge) = Int64(frequency.count).multipliedReportingOverflow(by: span)
    guard !isTooLarge else { return nil }
    var previous: Int64?
    for row in 0..<counts.count {
      guard let count = NumPyText.count(counts, row) else { return nil }
      if let previous {
        let (distance, isFar) = count.subtractingReportingOverflow(previous)
        let (wide, isWide) = distance.multipliedReportingOverflow(by: 1_000_000_000 / perSecond)
        guard !isFar, !isWide, wide == step else { return nil }
      }
      previous = count
    }
    return frequency
  }
}

extension DType {
  /// Whether elements are integers of up to 64 bits.
  var isInteger: Bool {
    switch kind {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
    default: false
    }
  }
}
