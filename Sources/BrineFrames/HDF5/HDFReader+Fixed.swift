import BrineCore
import BrineHDF5

/// `format="fixed"`: a dataset for each axis and for each block of columns of one type.
extension HDFReader {
  mutating func fixedFrame() throws -> DataFrame {
    guard try attributes["ndim"]?.int == 2 else { throw malformed("a frame does not have two axes") }
    let (labels, rows) = (try fixedIndex("axis0"), try fixedIndex("axis1"))
    guard let blocks = try attributes["nblocks"]?.int, blocks >= 0, blocks <= labels.count else {
      throw malformed("a frame does not say how many blocks it has")
    }
    var places: [FrameValue: Int] = [:]
    for (place, label) in labels.values.enumerated() { places[label.key] = place }
    var columns = [Column?](repeating: nil, count: labels.count)
    for number in 0..<blocks {
      let items = try fixedIndex("block\(number)_items")
      let found = try fixedColumns("block\(number)_values", count: items.count)
      for (label, column) in zip(items.values, found) {
        guard let place = places[label.key], columns[place] == nil else {
          throw malformed("a column belongs to no label or to that of another", "block\(number)_items")
        }
        guard column.count == rows.count else {
          throw FrameError(
            .lengthMismatch, "a column has \(column.count) values, the index \(rows.count)",
            path: "\(group.path)/block\(number)_values")
        }
        columns[place] = column
      }
    }
    let whole = columns.compactMap { $0 }
    guard whole.count == labels.count else {
      throw malformed("\(whole.count) columns have \(labels.count) labels")
    }
    return try DataFrame(labels: labels, columns: whole, index: rows)
  }

  mutating func fixedSeries() throws -> Series {
    let index = try fixedIndex("index")
    let columns = try fixedColumns("values", count: 1)
    let name = self.name(try attributes["name"])
    return try Series(columns[0], index: index, name: name)
  }

  /// An array as it was before it was stored, and its attributes.
  mutating func fixedArray(_ node: String) throws -> (array: NDArray, attributes: NodeAttributes) {
    let dataset = try dataset(node)
    let attrs = NodeAttributes(dataset.attrs)
    var array: NDArray
    if let empty = try emptyArray(attrs, node) {
      array = empty
    } else {
      array = try pickledArray(dataset) ?? elements(dataset)
    }
    // Of a block: the columns first.
    if try attrs["transposed"]?.bool == true { array = try array.transposed() }
    return (array, attrs)
  }

  /// The columns of a block, or of a Series.
  private mutating func fixedColumns(_ node: String, count: Int) throws -> [Column] {
    let (array, attrs) = try fixedArray(node)
    guard array.axes == 1 ? count == 1 : array.axes == 2 && array.shape[0] == count else {
      throw FrameError(
        .lengthMismatch, "an array of shape \(array.shape) is for \(count) columns",
        path: "\(group.path)/\(node)")
    }
    let type = try attrs["value_type"]?.text
    let zone = HDFTypes.zone(try attrs.some("tz"))
    var columns: [Column] = []
    for number in 0..<count {
      let row = array.axes == 1 ? array : try array.selecting(Selection([.index(number)]))
      columns.append(try fixedColumn(row, type ?? "", zone, node))
    }
    // Objects that are all text or missing are text, even if all are missing.
    let isText = columns.allSatisfy { column in
      guard case .objects(let objects) = column else { return false }
      return objects.values.allSatisfy { $0.isMissing || $0.string != nil }
    }
    if isText, array.count > 0, array.axes == 2 {
      return columns.map { .strings(StringColumn($0.values.map(\.string))) }
    }
    return columns.map { column in
      guard case .objects(let objects) = column else { return column }
      return .inferred(objects: objects)
    }
  }

  private func fixedColumn(_ row: NDArray, _ type: String, _ zone: Zone?, _ node: String) throws -> Column {
    if let unit = try HDFTypes.unit(type, prefix: "datetime64") { return try HDFTypes.times(row, unit, zone) }
    if let unit = try HDFTypes.unit(type, prefix: "timedelta64") { return try HDFTypes.spans(row, unit) }
    if type.hasPrefix("period") {
      guard let frequency = HDFTypes.period(type) else { throw malformed("there is no type \(type)", node) }
      return .periods(PeriodColumn(ordinals: row, frequency: frequency))
    }
    if type == "object", row.dtype.kind != .object { return .objects(ObjectColumn([])) }
    guard row.dtype.kind == .object else { return .array(row) }
    let objects = ObjectColumn(row)
    guard type == "str" || type.hasPrefix("string") else { return .objects(objects) }
    let missing: FrameValue = type == "str" ? .float(.nan) : .na
    return .strings(
      StringColumn(
        .arrow(ArrowArray(strings: objects.values.map(\.string))), storage: "python", missing: missing))
  }
}

extension FrameValue {
  /// A value by which labels are found: NaN is not equal to itself.
  var key: FrameValue {
    switch self {
    case .tuple(let items): .tuple(items.map(\.key))
    default: isMissing ? .none : self
    }
  }
}
