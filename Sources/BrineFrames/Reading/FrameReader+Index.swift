import BrineCore
import BrinePickle

/// Indexes: `_new_Index(class, {…})` and its relatives.
extension FrameReader {
  mutating func readIndex(_ value: PickleValue, _ path: String, depth: Int) throws(FrameError) -> Index {
    guard let instance = value.instance, let function = instance.name, function.module.hasPrefix("pandas"),
      Self.functions.contains(function.name), let type = instance.arguments.first?.global,
      let content = instance.arguments.at(1)
    else {
      throw FrameError(.notAFrame, "a \(value.typeName) is no Index", path: path.isEmpty ? nil : path)
    }
    let place = (path.isEmpty ? "" : path + "/") + "args[1]"
    let name = content["name"].map { frameValue($0) } ?? .none
    switch type.name {
    case "RangeIndex": return try rangeIndex(content, name, place)
    case "MultiIndex": return try multiIndex(content, place, depth: depth)
    case "IntervalIndex" where content["left"] != nil:
      return try intervalIndex(content, name, place, depth: depth)
    default: break
    }
    guard let data = content["data"] else {
      throw FrameError(.malformed, "an index has no data", path: place)
    }
    var column = try column(data, rows: nil, place + "/data", depth: depth)
    column = zoned(column, content)
    var index = Index(column, name: name)
    index.frequency = frequency(content, data)
    if index.className == "Index", ["Int64Index", "UInt64Index", "Float64Index"].contains(type.name) {
      index.oldClass = type.name
    }
    return index
  }

  private static let functions: Set = [
    "_new_Index", "_new_DatetimeIndex", "_new_TimedeltaIndex", "_new_PeriodIndex", "_new_IntervalIndex",
  ]

  /// Times that are not in an array of pandas' own, as before pandas 1: the zone is besides them.
  private func zoned(_ column: Column, _ content: PickleValue) -> Column {
    guard case .array(let array) = column, case .datetime64(let unit) = array.dtype.kind,
      let zone = content["tz"],
      !zone.isNone
    else { return column }
    return .zoned(ZonedColumn(counts: array, unit: unit, zone: ZoneReader.zone(zone)))
  }

  /// How far apart times are: said by the index in pandas 3, by its array before.
  private func frequency(_ content: PickleValue, _ data: PickleValue) -> Frequency? {
    let state = data.instance?.state
    let offset = content["freq"] ?? state?[2]?["_freq"] ?? state?["_freq"]
    guard let offset, !offset.isNone else { return nil }
    return OffsetReader.frequency(offset)
  }

  private func rangeIndex(
    _ content: PickleValue, _ name: FrameValue, _ path: String
  ) throws(FrameError) -> Index {
    guard let start = content["start"]?.int, let stop = content["stop"]?.int, let step = content["step"]?.int,
      step != 0
    else { throw FrameError(.malformed, "a RangeIndex has no start, stop or step", path: path) }
    return Index(.range(start: start, stop: stop, step: step), names: [name])
  }

  private mutating func multiIndex(_ content: PickleValue, _ path: String, depth: Int) throws(FrameError)
    -> Index
  {
    guard let levels = content["levels"]?.array, let codes = (content["codes"] ?? content["labels"])?.array,
      levels.count == codes.count
    else { throw FrameError(.malformed, "a MultiIndex has no levels or codes", path: path) }
    var (labels, numbers): ([Index], [NDArray]) = ([], [])
    for (number, level) in levels.enumerated() {
      let index = try index(level, "\(path)/levels[\(number)]", depth: depth + 1)
      if case .multi = index.content {
        throw FrameError(
          .malformed, "a level of a MultiIndex is one itself", path: "\(path)/levels[\(number)]")
      }
      labels.append(index)
      let array = try vector(codes[number], "\(path)/codes[\(number)]")
      switch array.dtype.kind {
      case .int8, .int16, .int32, .int64: numbers.append(array)
      default:
        throw FrameError(
          .malformed, "a MultiIndex has codes of \(array.dtype)", path: "\(path)/codes[\(number)]")
      }
    }
    let names = content["names"]?.array?.map { frameValue($0) } ?? labels.map(\.name)
    guard names.count == labels.count else {
      throw FrameError(.lengthMismatch, "\(labels.count) levels have \(names.count) names", path: path)
    }
    var multi: MultiIndex
    do { multi = try MultiIndex(levels: labels, codes: numbers) } catch {
      throw FrameError(error.code, error.detail, path: path)
    }
    multi.sortOrder = content["sortorder"]?.int
    return Index(.multi(multi), names: names)
  }

  private mutating func intervalIndex(
    _ content: PickleValue, _ name: FrameValue, _ path: String, depth: Int
  ) throws(FrameError) -> Index {
    guard let left = content["left"], let right = content["right"] else {
      throw FrameError(.malformed, "an IntervalIndex has no ends", path: path)
    }
    let ends = try (end(left, path + "/left", depth), end(right, path + "/right", depth))
    return Index(.intervals(try Self.intervals(ends.0, ends.1, content["closed"], path)), name: name)
  }

  /// The ends of intervals: an Index, or an array.
  mutating func end(_ value: PickleValue, _ path: String, _ depth: Int) throws(FrameError) -> Column {
    if let function = value.instance?.name?.name, Self.functions.contains(function) {
      let index = try index(value, path, depth: depth + 1)
      // Ranges of numbers are not made out: nobody has intervals of a range.
      guard case .column(let column) = index.content else {
        guard index.count <= 1 << 24 else {
          throw FrameError(.limitExceeded, "a range of intervals is too long", path: path)
        }
        return index.column
      }
      return column
    }
    return try column(value, rows: nil, path, depth: depth + 1)
  }
}
