public import BrineCore

/// A structure that reads itself from the fields of a dict or instance, several times faster than `Codable` does.
///
/// ```swift
/// struct User: PickleRow {
///   var id: Int, name: String, score: Double
///   init(fields: inout PickleFields) throws(PickleError) {
///     id = try fields.int("id")
///     name = try fields.string("name")
///     score = try fields.double("score")
///   }
/// }
/// let users = try PickleDecoder().decodeRows(User.self, from: data)
/// ```
///
/// Reading the fields in the order in which they are in the file is fastest; any order works.
public protocol PickleRow {
  /// Makes a row of the fields of one dict or instance.
  ///
  /// - Throws: what the accessors of `fields` throw.
  init(fields: inout PickleFields) throws(PickleError)
}

extension PickleValue {
  /// The rows of a list or tuple of dicts or instances.
  ///
  /// - Throws: `PickleError.Code.typeMismatch` or `notFound`, with the index of the row and the name of the field;
  ///   `limitExceeded` when there are far more rows than the pickle has bytes.
  @inlinable
  public func rows<Row: PickleRow>(
    _ type: Row.Type = Row.self, limits: Limits = .default
  ) throws(PickleError) -> [Row] {
    let count = try rowCount(limits)
    var rows: [Row] = []
    rows.reserveCapacity(count)
    var fields = PickleFields(rowsOf: self)
    for _ in 0..<count {
      try fields.moveToNext()
      rows.append(try Row(fields: &fields))
    }
    return rows
  }

  /// How many rows a list has.
  @usableFromInline
  func rowCount(_ limits: Limits) throws(PickleError) -> Int {
    guard word.has(.list) || word.isTuple else {
      throw PickleError(.typeMismatch, "rows are read from a list, not from \(typeName)")
    }
    let count = graph.items(word).count
    let most = budget(limits)
    guard count <= most else { throw PickleError(.limitExceeded, "there are more than \(most) rows") }
    return count
  }

  /// How many values reading this one may make, which is more than any honest file needs.
  package var valueBudget: Int { budget(.default) }

  private func budget(_ limits: Limits) -> Int {
    (graph.size.multiplied(4) ?? .max).adding(limits.expansion) ?? .max
  }
}
