public import BrineCore

extension Column {
  /// Some of the rows. Numbers share memory with this column where a slice picks them.
  ///
  /// - Parameter selection: Picks from one axis and keeps it: a slice, indexes or a mask.
  /// - Throws: `ArrayError`; `FrameError.typeMismatch` for arrays of types that Brine doesn't know.
  public func rows(_ selection: Selection) throws -> Column {
    switch self {
    case .array(let array): return .array(try array.selecting(selection))
    case .categorical(var column):
      column.codes = try column.codes.selecting(selection)
      return .categorical(column)
    case .zoned(var column):
      column.counts = try column.counts.selecting(selection)
      return .zoned(column)
    case .nullable(var column):
      (column.values, column.mask) = (
        try column.values.selecting(selection), try column.mask.selecting(selection)
      )
      return .nullable(column)
    case .periods(var column):
      column.ordinals = try column.ordinals.selecting(selection)
      return .periods(column)
    case .intervals(let column):
      return .intervals(
        IntervalColumn(
          left: try column.left.rows(selection), right: try column.right.rows(selection),
          closed: column.closed))
    case .other:
      throw FrameError(.typeMismatch, "rows can't be taken from a column of the type \(dtype)")
    case .objects, .strings, .sparse, .arrow: return try valueRows(selection)
    }
  }

  /// Rows of a column that has its values in no array of one axis.
  private func valueRows(_ selection: Selection) throws -> Column {
    let rows = try selection.rows(of: count)
    let values = rows.map { value($0) }
    switch self {
    case .strings(let column):
      guard case .arrow = column.content else {
        return .strings(
          StringColumn(
            .objects(ObjectColumn(values)), storage: column.storage, missing: column.missing))
      }
      let array = ArrowArray(strings: values.map(\.string))
      return .strings(StringColumn(.arrow(array), storage: column.storage, missing: column.missing))
    case .sparse(let column):
      let stored = rows.indices.filter {
        values[$0] != column.fill && !(values[$0].isMissing && column.fill.isMissing)
      }
      let array = try NDArray(stored.map { values[$0].double ?? .nan }).converted(
        to: column.values.dtype)
      return .sparse(
        SparseColumn(
          indices: NDArray(stored.map { Int32(clamping: $0) }), values: array, fill: column.fill,
          count: rows.count))
    case .arrow(let column):
      // One slice of one piece keeps its type.
      guard column.chunks.count == 1, let chunk = column.chunks.first, let first = rows.first,
        zip(rows, first...).allSatisfy({ $0 == $1 })
      else { return .objects(ObjectColumn(values)) }
      let part = try ArrowArray(
        chunk.type, count: rows.count, offset: chunk.offset + first, buffers: chunk.buffers,
        children: chunk.children,
        dictionary: chunk.dictionary)
      return .arrow(ArrowColumn(type: column.type, chunks: [part]))
    default: return .objects(ObjectColumn(values))
    }
  }
}

extension Index {
  /// The labels of some of the rows.
  ///
  /// - Throws: As ``Column/rows(_:)``.
  public func rows(_ selection: Selection) throws -> Index {
    var index = self
    index.frequency = nil
    switch content {
    case .column(let column): index.content = .column(try column.rows(selection))
    case .multi(var multi):
      for level in multi.codes.indices {
        multi.codes[level] = try multi.codes[level].selecting(selection)
      }
      index.content = .multi(multi)
    case .range(let start, _, let step):
      let rows = try selection.rows(of: count)
      let distance = rows.count > 1 ? rows[1] - rows[0] : 1
      let isEven = zip(rows, rows.dropFirst()).allSatisfy { $1 - $0 == distance }
      if isEven, distance != 0 {
        let first = start &+ (rows.first ?? 0) &* step
        let wide = distance &* step
        index.content = .range(start: first, stop: first &+ rows.count &* wide, step: wide)
      } else {
        index.content = .column(.array(NDArray(rows.map { Int64(start &+ $0 &* step) })))
      }
    }
    return index
  }
}

extension DataFrame {
  /// Some of the rows: `frame.rows(Selection(text: "0:10"))` is pandas' `frame.iloc[0:10]`.
  ///
  /// - Throws: As ``Column/rows(_:)``.
  public func rows(_ selection: Selection) throws -> DataFrame {
    var frame = self
    frame.columns = try columns.map { try $0.rows(selection) }
    frame.index = try index.rows(selection)
    return frame
  }
}

extension Series {
  /// Some of the rows.
  ///
  /// - Throws: As ``Column/rows(_:)``.
  public func rows(_ selection: Selection) throws -> Series {
    var series = self
    series.column = try column.rows(selection)
    series.index = try index.rows(selection)
    return series
  }
}

extension Selection {
  /// The numbers of the rows that this picks from one axis.
  fileprivate func rows(of count: Int) throws -> [Int] {
    // A range takes no bytes of the file.
    guard count <= 1 << 27 else {
      throw FrameError(.limitExceeded, "\(count) rows are too many to pick from")
    }
    let rows = try NDArray((0..<count).map { Int64($0) }).selecting(self)
    guard rows.axes == 1 else {
      throw ArrayError(.badSelection, "one row alone is no part of a table; 0:1 is")
    }
    return try rows.elements(as: Int.self)
  }
}
