import BrineCore
import BrinePickle

/// Arrays of pandas' own: categories, nullable numbers, intervals, sparse arrays.
extension FrameReader {
  mutating func categorical(
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
    let place = path + "[0]/categories"
    let index = try index(categories, place, depth: depth + 1)
    if case .range = index.content, index.count > limits.expansion << 4 {
      throw FrameError(
        .limitExceeded, "a range of \(index.count) categories; see Limits.expansion", path: place)
    }
    return BlockValues(
      form: .single(
        .categorical(
          CategoricalColumn(codes: codes, categories: index, isOrdered: attributes["ordered"]?.bool ?? false))
      ))
  }

  mutating func nullable(_ attributes: PickledAttributes, _ path: String) throws(FrameError)
    -> BlockValues
  {
    let values = try vector(attributes["_data"], path + "/_data")
    let mask = try vector(attributes["_mask"], path + "/_mask")
    guard values.count == mask.count, mask.dtype.kind == .bool else {
      throw FrameError(.lengthMismatch, "\(values.count) values have a mask of \(mask.count)", path: path)
    }
    return BlockValues(form: .single(.nullable(NullableColumn(values: values, mask: mask))))
  }

  mutating func intervals(
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
    // Before pandas 1.2 the ends were Indexes.
    let column = try Self.intervals(
      end(left, place + "/_left", depth), end(right, place + "/_right", depth), closed, path)
    return BlockValues(form: .single(.intervals(column)))
  }

  static func intervals(
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

  mutating func sparse(_ attributes: PickledAttributes, _ path: String) throws(FrameError)
    -> BlockValues
  {
    let values = try vector(attributes["_sparse_values"], path + "/_sparse_values")
    guard let index = attributes["_sparse_index"]?.instance, let count = index.arguments.first?.int,
      (0...Int(Int32.max)).contains(count)
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
      guard length >= 0, start >= 0, length <= limit - rows.count,
        let end = start.adding(length), end <= Int(Int32.max)
      else {
        throw FrameError(.lengthMismatch, "a sparse array's runs are longer than its values", path: path)
      }
      rows.append(contentsOf: (start..<end).map { Int32(truncatingIfNeeded: $0) })
    }
    return NDArray(rows)
  }
}
