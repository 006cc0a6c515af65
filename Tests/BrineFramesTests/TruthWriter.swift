import BrineCore
import BrineFrames
import BrinePickle

/// Says what Brine read in the words of `Fixtures/pandas/truth.py`.
struct TruthWriter {
  /// Whether offsets have the letters of before pandas 2.2.
  var isOld = false
  /// Whether types of intervals say which ends belong to them, as from pandas 1.2 on.
  var saysClosed = true

  func frame(_ frame: DataFrame) -> Truth {
    .object([
      "class": .string(frame.subclass?.name.name ?? "DataFrame"), "kind": .string("frame"),
      "shape": .array([.int(frame.shape.rows), .int(frame.shape.columns)]),
      "attrs": attrs(frame.attrs), "flags": flags(frame.allowsDuplicateLabels),
      "metadata": metadata(frame.subclass),
      "index": index(frame.index), "columns": index(frame.labels),
      "values": .array(frame.columns.map { column($0) }),
    ])
  }

  func series(_ series: Series) -> Truth {
    .object([
      "class": .string(series.subclass?.name.name ?? "Series"), "kind": .string("series"),
      "name": scalar(series.name),
      "attrs": attrs(series.attrs), "flags": flags(series.allowsDuplicateLabels),
      "metadata": metadata(series.subclass), "index": index(series.index), "column": column(series.column),
    ])
  }

  private func attrs(_ attrs: [DataFrame.Attribute]) -> Truth {
    .array(attrs.map { .array([scalar($0.key), scalar($0.value)]) })
  }

  private func flags(_ allows: Bool) -> Truth { .object(["allows_duplicate_labels": .bool(allows)]) }

  private func metadata(_ subclass: DataFrame.Subclass?) -> Truth {
    .object(
      Dictionary(
        uniqueKeysWithValues: (subclass?.properties ?? []).map { ($0.key.string ?? "", scalar($0.value)) }))
  }

  func index(_ index: Index) -> Truth {
    var truth: [String: Truth] = [
      "class": .string(index.className), "names": .array(index.names.map { scalar($0) }),
      "length": .int(index.count),
    ]
    switch index.content {
    case .multi(let multi):
      truth["levels"] = .array(multi.levels.map { self.index($0) })
      truth["codes"] = .array(multi.codes.map { .array($0.values.map { scalar($0) }) })
      truth["tuples"] = .array(index.values.map { scalar($0) })
      return .object(truth)
    case .range(let start, let stop, let step):
      truth["range"] = .array([.int(start), .int(stop), .int(step)])
    case .column(.periods(let periods)): truth["freq"] = .string(periods.frequency.periodText(isOld: isOld))
    case .column: break
    }
    if ["DatetimeIndex", "TimedeltaIndex"].contains(index.className) {
      truth["freq"] = index.frequency.map { .string($0.text(isOld: isOld)) } ?? .null
    }
    truth["array"] = column(index.column)
    return .object(truth)
  }

  private func scalar(_ element: ArrayValue) -> Truth {
    if case .int(let code) = element { return .int(code) }
    return .null
  }

  func column(_ column: Column) -> Truth {
    var truth: [String: Truth] = ["dtype": .string(column.dtype)]
    switch column {
    case .array: (truth["kind"], truth["values"]) = (.string("numpy"), plain(column))
    case .objects:
      (truth["kind"], truth["values"]) = (.string("numpy"), .array(column.values.map { scalar($0) }))
    case .strings(let strings):
      (truth["kind"], truth["storage"]) = (.string("string"), .string(strings.storage))
      truth["values"] = .array(column.values.map { $0.isMissing ? missing($0) : .string($0.string ?? "?") })
    case .categorical(let categorical):
      (truth["kind"], truth["ordered"]) = (.string("categorical"), .bool(categorical.isOrdered))
      truth["categories"] = index(categorical.categories)
      truth["codes"] = .array(categorical.codes.values.map { scalar($0) })
    case .zoned(let zoned):
      (truth["kind"], truth["unit"]) = (.string("datetimetz"), .string("\(zoned.unit)"))
      (truth["tz"], truth["values"]) = (.string("\(zoned.zone)"), plain(column))
    case .nullable: (truth["kind"], truth["values"]) = (.string("masked"), plain(column))
    case .periods(let periods):
      let text = periods.frequency.periodText(isOld: isOld)
      (truth["kind"], truth["freq"], truth["values"]) = (.string("period"), .string(text), plain(column))
      truth["dtype"] = .string("period[\(text)]")
    case .intervals(let intervals):
      (truth["kind"], truth["closed"]) = (.string("interval"), .string(intervals.closed.rawValue))
      if !saysClosed { truth["dtype"] = .string("interval[\(intervals.left.dtype)]") }
      (truth["left"], truth["right"]) = (self.column(intervals.left), self.column(intervals.right))
    case .sparse(let sparse):
      (truth["kind"], truth["subtype"]) = (.string("sparse"), .string(Column.array(sparse.values).dtype))
      (truth["fill"], truth["values"]) = (fill(sparse.fill), plain(column))
      truth["indices"] = .array(sparse.indices.values.map { scalar($0) })
    case .arrow(let arrow):
      (truth["kind"], truth["arrow"]) = (.string("arrow"), .string("\(arrow.type)"))
      truth["values"] = .array(column.values.map { scalar($0) })
    case .other(let other):
      (truth["kind"], truth["dtype"]) = (.string("extension"), .string("money"))
      truth["values"] = .array(other.value["_cents"]?.ndarray?.values.map { scalar($0) } ?? [])
    }
    return .object(truth)
  }

  private func fill(_ value: FrameValue) -> Truth {
    if case .float(let number) = value, number.isNaN { return .object(["missing": .string("NaN")]) }
    return plain(value)
  }

  private func plain(_ column: Column) -> Truth { .array(column.values.map { plain($0) }) }

  private func missing(_ value: FrameValue) -> Truth {
    let name: String
    switch value {
    case .none: name = "None"
    case .na: name = "NA"
    case .nat: name = "NaT"
    default: name = "NaN"
    }
    return .object(["missing": .string(name)])
  }

  private func plain(_ value: FrameValue) -> Truth {
    switch value {
    case .none, .na, .nat: missing(value)
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): .int(value)
    case .float: .string(value.text)
    case .complex(let real, let imaginary):
      .array([.string(FrameValue.float(real).text), .string(FrameValue.float(imaginary).text)])
    case .string(let text): .string(text)
    case .timestamp(let time): .int(time.count)
    case .timedelta(let span): .int(span.count)
    case .period(let period): .int(period.ordinal)
    default: scalar(value)
    }
  }
}
