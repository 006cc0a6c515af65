import BrinePickle

/// Indexes: `_new_Index(class, {…})` and its relatives.
extension FrameWriter {
  func index(_ index: Index, _ path: String) throws(FrameError) -> PickleTree {
    let name = try value(index.name)
    switch index.content {
    case .range(let start, let stop, let step):
      return make(
        "pandas.core.indexes.base._new_Index", "pandas.core.indexes.range.RangeIndex",
        [("name", name), ("start", .int(start)), ("stop", .int(stop)), ("step", .int(step))])
    case .multi(let multi): return try self.multi(multi, names: index.names, path)
    case .column(let column): return try self.index(column, name, index.frequency, path)
    }
  }

  private func make(
    _ function: PickleName, _ type: PickleName, _ content: [(key: PickleTree, value: PickleTree)]
  ) -> PickleTree {
    .call(function, arguments: [.global(type), .dict(content)])
  }

  private func multi(_ multi: MultiIndex, names: [FrameValue], _ path: String) throws(FrameError)
    -> PickleTree
  {
    var (levels, labels): ([PickleTree], [PickleTree]) = ([], [])
    for (number, level) in multi.levels.enumerated() {
      levels.append(try index(level, "\(path)/levels[\(number)]"))
      labels.append(try value(names.at(number) ?? .none))
    }
    let order: PickleTree = multi.sortOrder.map { .int($0) } ?? .none
    return make(
      "pandas.core.indexes.base._new_Index", "pandas.core.indexes.multi.MultiIndex",
      [
        ("levels", .list(levels)), ("codes", .list(multi.codes.map { .ndarray($0) })), ("sortorder", order),
        ("names", .list(labels)),
      ])
  }

  private func index(
    _ column: Column, _ name: PickleTree, _ frequency: Frequency?, _ path: String
  ) throws(FrameError) -> PickleTree {
    let base: PickleName = "pandas.core.indexes.base._new_Index"
    switch column {
    case .array(let array):
      switch array.dtype.kind {
      case .datetime64:
        return try times(
          "datetimes", "DatetimeIndex", table(array, path, frequency: frequency), name, frequency)
      case .timedelta64:
        return try times(
          "timedeltas", "TimedeltaIndex", table(array, path, frequency: frequency), name, frequency)
      default: break
      }
    case .zoned(let zoned):
      let data = try self.zoned(zoned, isTable: false, path, frequency: frequency)
      return try times("datetimes", "DatetimeIndex", data, name, frequency)
    case .intervals(let intervals): return try self.intervals(intervals, name, path)
    case .periods:
      let data = try self.array(column, isTable: false, path)
      return make(base, "pandas.core.indexes.period.PeriodIndex", [("data", data), ("name", name)])
    case .categorical(let categorical):
      let data = try self.categorical(categorical, path)
      return make(base, "pandas.core.indexes.category.CategoricalIndex", [("data", data), ("name", name)])
    default: break
    }
    let data = try self.array(column, isTable: false, path)
    return make(base, "pandas.core.indexes.base.Index", [("data", data), ("name", name)])
  }

  /// Times: in pandas 3 the index says how far they are apart.
  private func times(
    _ module: String, _ type: String, _ data: PickleTree, _ name: PickleTree, _ frequency: Frequency?
  ) throws(FrameError) -> PickleTree {
    let place = "pandas.core.indexes.\(module)"
    var content: [(key: PickleTree, value: PickleTree)] = [("data", data), ("name", name)]
    if isThree { content.append(("freq", frequency.map { self.frequency($0) } ?? .none)) }
    let isSpan = type == "TimedeltaIndex"
    let function =
      isSpan && !isThree
      ? PickleName(module: "pandas.core.indexes.base", name: "_new_Index")
      : PickleName(module: place, name: "_new_\(type)")
    return make(function, PickleName(module: place, name: type), content)
  }

  private func intervals(
    _ column: IntervalColumn, _ name: PickleTree, _ path: String
  ) throws(FrameError) -> PickleTree {
    make(
      "pandas.core.indexes.interval._new_IntervalIndex", "pandas.core.indexes.interval.IntervalIndex",
      [
        ("left", try index(Index(column.left), path + "/left")),
        ("right", try index(Index(column.right), path + "/right")),
        ("closed", .string(column.closed.rawValue)), ("name", name),
      ])
  }
}
