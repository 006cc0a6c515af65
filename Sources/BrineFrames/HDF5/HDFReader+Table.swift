import BrineCore
import BrineHDF5
import BrinePickle

/// `format="table"`: one dataset of compounds, a field for the index, one for each block of columns, and one
/// for each column that can be
/// searched.
extension HDFReader {
  mutating func tableFrame() throws -> DataFrame {
    let table = try HDFTable(&self)
    let frame = try frame(of: table)
    guard !table.levels.isEmpty else { return frame }
    return try frame.indexed(by: table.levels) { name in
      // Levels that had no name were given numbers.
      guard case .string(let text) = name, text.hasPrefix("level_"), text.count > 6,
        text.dropFirst(6).allSatisfy({ $0.isASCII && $0.isNumber })
      else { return name }
      return .none
    }
  }

  mutating func tableSeries() throws -> Series {
    let table = try HDFTable(&self)
    var frame = try frame(of: table)
    if !table.levels.isEmpty { frame = try frame.indexed(by: table.levels) { $0 } }
    guard let column = frame.columns.first, let label = frame.labels[0] else {
      throw malformed("a Series has no values")
    }
    return try Series(column, index: frame.index, name: label == .string("values") ? .none : label)
  }

  /// The frame as it is stored.
  private mutating func frame(of table: HDFTable) throws -> DataFrame {
    let index = try tableIndex(table)
    var columns: [FrameValue: Column] = [:]
    for field in table.fields {
      let labels = try labels(table.attributes["\(field)_kind"], "\(field)_kind")
      let values = try table.values(field, self)
      if table.index.axis == 1 { return try sideways(table, index, labels, values) }
      guard values.axes == 1 ? labels.count == 1 : values.shape[1] == labels.count else {
        throw FrameError(
          .lengthMismatch, "\(labels.count) columns have values of shape \(values.shape)",
          path: "\(group.path)/table/\(field)")
      }
      let text = try tableText(table, field, values)
      for (place, label) in labels.enumerated() {
        let row =
          values.axes == 1 ? values : try values.selecting(Selection([.slice(.init()), .index(place)]))
        let texts = text.map { texts in
          stride(from: place, to: texts.count, by: labels.count).map { texts[$0] }
        }
        let column = try tableColumn(table, field, row, texts)
        guard columns.updateValue(try typed(column, label, table), forKey: label.key) == nil else {
          throw malformed("two columns have one label", "table/\(field)")
        }
      }
    }
    let found = table.labels.compactMap { columns[$0.key] }
    guard found.count == table.labels.count else {
      throw malformed("\(columns.count) columns have \(table.labels.count) labels")
    }
    return try DataFrame(labels: columnIndex(table), columns: found, index: index)
  }

  /// A frame whose columns were stored as rows.
  private mutating func sideways(
    _ table: HDFTable, _ columns: Index, _ labels: [FrameValue], _ values: NDArray
  ) throws -> DataFrame {
    guard table.fields.count == 1, values.axes == 2, values.shape[1] == labels.count else {
      throw malformed("a frame on its side has more than one block")
    }
    var found: [Column] = []
    for number in 0..<values.shape[0] {
      let row = try values.selecting(Selection([.index(number)]))
      found.append(try tableColumn(table, table.fields[0], row, tableText(table, table.fields[0], row)))
    }
    return try DataFrame(labels: columns, columns: found, index: columnIndex(table))
  }

  /// The labels that are in attributes.
  private mutating func columnIndex(_ table: HDFTable) throws -> Index {
    var names: [FrameValue] = []
    for name in table.axisInfo("names")?.array ?? [] { names.append(label(name)) }
    guard table.axisInfo("type")?.string == "MultiIndex" else {
      return Index(.inferred(labels: table.labels), name: names.first ?? .none)
    }
    let tuples = table.labels.map { label -> [FrameValue] in
      guard case .tuple(let items) = label else { return [] }
      return items
    }
    guard let count = tuples.first?.count, count > 0, tuples.allSatisfy({ $0.count == count }) else {
      throw malformed("labels of several levels are no tuples of one length")
    }
    let levels = (0..<count).map { level in Column.inferred(labels: tuples.map { $0[level] }) }
    return try Index(
      levels: levels, names: names.count == count ? names : [FrameValue](repeating: .none, count: count))
  }

  // MARK: The index

  private mutating func tableIndex(_ table: HDFTable) throws -> Index {
    let field = table.index.field
    let values = try table.values(field, self)
    guard values.axes == 1 else { throw malformed("an index has two axes", "table/\(field)") }
    let kind = try table.attributes["\(field)_kind"]?.text ?? ""
    let name = name(table.info(field, "index_name"))
    if let categories = try categories(table, field) {
      let isOrdered = table.info(field, "ordered")?.bool ?? false
      return Index(.categorical(try categorical(values, categories, isOrdered)), name: name)
    }
    var index = Index(try indexColumn(table, kind, values), name: name)
    if let frequency = HDFTypes.frequency(table.info(field, "freq")) {
      index.frequency = index.kept(frequency, isChecked: true)
    }
    return index
  }

  private func indexColumn(_ table: HDFTable, _ kind: String, _ values: NDArray) throws -> Column {
    let field = table.index.field
    if let unit = try HDFTypes.unit(kind, prefix: "datetime64") {
      return try HDFTypes.times(values, unit, HDFTypes.zone(table.info(field, "tz")))
    }
    if let unit = try HDFTypes.unit(kind, prefix: "timedelta64") { return try HDFTypes.spans(values, unit) }
    if kind == "string" {
      let missing = try table.attributes["\(field)_nan_rep"]?.text ?? "nan"
      return .strings(StringColumn(try encoding.texts(values, missing: missing.isEmpty ? nil : missing)))
    }
    if kind == "integer", let frequency = HDFTypes.periodFrequency(table.info(field, "freq")) {
      return .periods(PeriodColumn(ordinals: values, frequency: frequency))
    }
    return .array(values)
  }

  // MARK: Columns

  /// The texts of a field in C order; `nil` for fields that hold none.
  private func tableText(_ table: HDFTable, _ field: String, _ values: NDArray) throws -> [String?]? {
    guard case .bytes = values.dtype.kind else { return nil }
    let isLevel = table.levels.contains(.string(field))
    var hasOwn = try attributes["data_col_nan_rep"]?.bool == true
    if isLevel, try attributes["mi_level_nan_rep"]?.bool == true { hasOwn = true }
    let missing =
      try hasOwn ? table.attributes["\(field)_nan_rep"]?.text : attributes.some("nan_rep")?.text ?? "nan"
    return try encoding.texts(values, missing: missing)
  }

  private mutating func tableColumn(
    _ table: HDFTable, _ field: String, _ row: NDArray, _ texts: [String?]?
  ) throws -> Column {
    if let texts {
      // Objects, which become text where there is any.
      return texts.contains { $0 != nil }
        ? .strings(StringColumn(texts))
        : .objects(ObjectColumn([FrameValue](repeating: .float(.nan), count: texts.count)))
    }
    let type = try table.attributes["\(field)_dtype"]?.text ?? ""
    if let unit = try HDFTypes.unit(type, prefix: "datetime64") {
      return try HDFTypes.times(row, unit, HDFTypes.zone(table.info(field, "tz")))
    }
    if let unit = try HDFTypes.unit(type, prefix: "timedelta64") { return try HDFTypes.spans(row, unit) }
    if type.hasPrefix("period") {
      guard let frequency = HDFTypes.period(type) else { throw malformed("there is no type \(type)", field) }
      return .periods(PeriodColumn(ordinals: row, frequency: frequency))
    }
    if type == "date" { return try HDFTypes.dates(row) }
    guard try table.attributes["\(field)_meta"]?.text == "category" else { return .array(row) }
    let isOrdered = table.info(field, "ordered")?.bool ?? false
    let categories = try categories(table, field) ?? Index(.array(NDArray([Double]())))
    return .categorical(try categorical(row, categories, isOrdered))
  }

  /// What the attribute of a column says that its text is: pandas looks for that under the column's label.
  private func typed(_ column: Column, _ label: FrameValue, _ table: HDFTable) throws -> Column {
    guard case .string(let name) = label, let type = try table.attributes["\(name)_meta"]?.text,
      type == "str" || type == "string"
    else { return column }
    let texts = column.values.map(\.string)
    let missing: FrameValue = type == "str" ? .float(.nan) : .na
    return .strings(StringColumn(.arrow(ArrowArray(strings: texts)), storage: "python", missing: missing))
  }

  /// The categories of a field, which are a Series of their own; `nil` where there is none.
  private mutating func categories(_ table: HDFTable, _ field: String) throws -> Index? {
    let isSaid = try table.attributes["\(field)_meta"]?.text == "category"
    guard group.contains("meta/\(field)/meta"), case .group(let inner) = try group["meta/\(field)/meta"]
    else {
      return isSaid ? Index(.array(NDArray([Double]()))) : nil
    }
    guard depth == 0 else { throw malformed("categories have categories", "meta/\(field)") }
    var reader = try HDFReader(inner, limits: limits, depth: 1, bytesLeft: bytesLeft)
    defer { bytesLeft = reader.bytesLeft }
    return Index(try reader.tableSeries().column)
  }

  /// Codes and their categories. A category that is missing is none.
  private func categorical(_ codes: NDArray, _ categories: Index, _ isOrdered: Bool) throws
    -> CategoricalColumn
  {
    guard codes.dtype.isInteger else { throw malformed("the codes of categories are \(codes.dtype)") }
    let isThere = categories.values.map { !$0.isMissing }
    guard isThere.contains(false) else {
      return CategoricalColumn(codes: codes, categories: categories, isOrdered: isOrdered)
    }
    var places: [Int: Int] = [:]
    for (number, isThere) in isThere.enumerated() where isThere { places[number] = places.count }
    let kept = try categories.rows(Selection([.indexes(.init(isThere.indices.filter { isThere[$0] }))]))
    let numbers = try codes.elements(as: Int.self).map { Int32(truncatingIfNeeded: places[$0] ?? -1) }
    return CategoricalColumn(codes: NDArray(numbers), categories: kept, isOrdered: isOrdered)
  }
}

extension DataFrame {
  /// The frame with some of its columns as the index.
  fileprivate func indexed(by levels: [FrameValue], name: (FrameValue) -> FrameValue) throws -> DataFrame {
    var found: [Column] = []
    var used: Set<Int> = []
    for level in levels {
      guard let place = labels.firstIndex(of: level), used.insert(place).inserted else {
        throw FrameError(.malformed, "a level of the index is no column")
      }
      found.append(columns[place])
    }
    let kept = columns.indices.filter { !used.contains($0) }
    let names = levels.map(name)
    let index =
      try found.count == 1 ? Index(.column(found[0]), names: names) : Index(levels: found, names: names)
    return try DataFrame(
      labels: labels.rows(Selection([.indexes(.init(kept))])), columns: kept.map { columns[$0] }, index: index
    )
  }
}
