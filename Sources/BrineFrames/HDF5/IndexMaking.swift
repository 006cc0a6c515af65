import BrineCore

extension Column {
  /// A column of objects, or of what they all are: text, times, spans, periods. As pandas 3 takes it.
  static func inferred(objects column: ObjectColumn) -> Column {
    let values = column.values
    return typed(values) ?? .objects(column)
  }

  /// Labels, which may be numbers too.
  static func inferred(labels values: [FrameValue]) -> Column {
    if let column = typed(values) { return column }
    guard !values.isEmpty else { return .objects(ObjectColumn([])) }
    let integers = values.compactMap { value -> Int64? in
      guard case .int(let number) = value else { return nil }
      return number
    }
    if integers.count == values.count { return .array(NDArray(integers)) }
    let flags = values.compactMap(\.bool)
    if flags.count == values.count { return .array(NDArray(flags)) }
    let isNumeric = values.allSatisfy { value in
      switch value {
      case .int, .uint, .float: true
      default: false
      }
    }
    return isNumeric ? .array(NDArray(values.map { $0.double ?? .nan })) : .objects(ObjectColumn(values))
  }

  /// A column for values that are all of one kind or missing; `nil` for others, and where all are missing.
  private static func typed(_ values: [FrameValue]) -> Column? {
    guard let first = values.first(where: { !$0.isMissing }) else { return nil }
    switch first {
    case .string:
      guard values.allSatisfy({ $0.isMissing || $0.string != nil }) else { return nil }
      return .strings(StringColumn(values.map(\.string)))
    case .timestamp(let time):
      let counts = counts(values) { value in
        guard case .timestamp(let other) = value, other.unit == time.unit, other.zone == time.zone else {
          return nil
        }
        return other.count
      }
      return try? counts.flatMap { try HDFTypes.times($0, time.unit, time.zone) }
    case .timedelta(let span):
      let counts = counts(values) { value in
        guard case .timedelta(let other) = value, other.unit == span.unit else { return nil }
        return other.count
      }
      return try? counts.flatMap { try HDFTypes.spans($0, span.unit) }
    case .period(let period):
      let ordinals = counts(values) { value in
        guard case .period(let other) = value, other.frequency == period.frequency else { return nil }
        return other.ordinal
      }
      return ordinals.map { .periods(PeriodColumn(ordinals: $0, frequency: period.frequency)) }
    default: return nil
    }
  }

  /// Counts of values that are all of one kind, the lowest number for those that are missing.
  private static func counts(_ values: [FrameValue], _ count: (FrameValue) -> Int64?) -> NDArray? {
    var counts: [Int64] = []
    counts.reserveCapacity(values.count)
    for value in values {
      guard let number = value.isMissing ? .min : count(value) else { return nil }
      counts.append(number)
    }
    return NDArray(counts)
  }
}

extension Index {
  /// An index whose levels are columns: the distinct values of each, sorted where they have an order, as
  /// pandas'
  /// `MultiIndex.from_arrays` makes them.
  init(levels columns: [Column], names: [FrameValue]) throws {
    var levels: [Index] = []
    var codes: [NDArray] = []
    for (column, name) in zip(columns, names) {
      if case .categorical(var categorical) = column {
        codes.append(categorical.codes)
        categorical.codes = NDArray((0..<categorical.categories.count).map { Int32(truncatingIfNeeded: $0) })
        levels.append(Index(.categorical(categorical), name: name))
      } else {
        let (values, numbers) = try Index.factorized(column)
        levels.append(Index(values, name: name))
        codes.append(numbers)
      }
    }
    self.init(.multi(try MultiIndex(levels: levels, codes: codes)), names: names)
  }

  /// The distinct values of a column, and for each value which one it is.
  private static func factorized(_ column: Column) throws -> (Column, NDArray) {
    var numbers: [FrameValue: Int] = [:]
    var rows: [Int] = []
    var distinct: [FrameValue] = []
    let codes = column.values.enumerated().map { row, value -> Int in
      if value.isMissing { return -1 }
      if let known = numbers[value] { return known }
      numbers[value] = rows.count
      rows.append(row)
      distinct.append(value)
      return rows.count - 1
    }
    let order = FrameValue.sorted(distinct)
    var places = [Int](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = place }
    let level = try column.rows(Selection([.indexes(.init(order.map { rows[$0] }))]))
    return (level, NDArray(codes.map { Int32(truncatingIfNeeded: $0 < 0 ? -1 : places[$0]) }))
  }
}

extension FrameValue {
  /// The order in which values are sorted, as their numbers; their own order where Python can't compare them.
  fileprivate static func sorted(_ values: [FrameValue]) -> [Int] {
    let numbers = Array(values.indices)
    let texts = values.compactMap(\.string)
    if texts.count == values.count {
      return numbers.sorted { texts[$0].unicodeScalars.lexicographicallyPrecedes(texts[$1].unicodeScalars) }
    }
    let integers = values.compactMap(\.sortKey)
    if integers.count == values.count { return numbers.sorted { integers[$0] < integers[$1] } }
    let doubles = values.compactMap(\.double)
    if doubles.count == values.count { return numbers.sorted { doubles[$0] < doubles[$1] } }
    return numbers
  }

  /// The integer by which values of one kind are sorted.
  private var sortKey: Int64? {
    switch self {
    case .int(let value): value
    case .timestamp(let time): time.count
    case .timedelta(let span): span.count
    case .period(let period): period.ordinal
    case .date(let day): day
    default: nil
    }
  }
}
