import BrineCore
import BrineHDF5
import BrinePickle

/// What the attributes of a group say of the table in it (`format="table"`), and the table's rows.
struct HDFTable {
  /// The field that has the labels of the rows, and the axis that these are: 1 for a frame that is stored on
  /// its side.
  let index: (field: String, axis: Int)
  /// The fields that have the columns.
  let fields: [String]
  /// The labels of the other axis.
  let labels: [FrameValue]
  /// What is said of fields and of axes besides: zones, frequencies, names.
  let info: PickleValue?
  /// The columns that become levels of the index.
  let levels: [FrameValue]
  /// The attributes of the table itself.
  let attributes: NodeAttributes
  private let rows: NDArray
  private let members: [Datatype.Member]

  init(_ reader: inout HDFReader) throws {
    let group = reader.attributes
    guard let first = try group["index_cols"]?.pickle?.array?.first?.array, first.count == 2,
      let axis = first[0].int, axis == 0 || axis == 1, let field = first[1].string
    else { throw reader.malformed("a table does not say which field is the index") }
    index = (field, axis)
    guard let fields = try group["values_cols"]?.pickle?.array else {
      throw reader.malformed("a table does not say which fields it has")
    }
    self.fields = fields.map { $0.string ?? "" }
    guard let other = try group["non_index_axes"]?.pickle?.array?.first?.array, other.count == 2,
      other[0].int == 1 - axis, let labels = other[1].array
    else { throw reader.malformed("a table does not say which labels it has") }
    var made: [FrameValue] = []
    for label in labels { made.append(reader.label(label)) }
    self.labels = made
    info = try group["info"]?.pickle
    if case .pickle(let value)? = try group["levels"], value.kind == .list {
      levels = try reader.labels(.pickle(value), "levels")
    } else {
      levels = []
    }
    let dataset = try reader.dataset("table")
    guard case .compound(let members) = dataset.datatype.kind else {
      throw reader.malformed("a table has no fields", "table")
    }
    self.members = members
    attributes = NodeAttributes(dataset.attrs)
    rows = try reader.elements(dataset)
    guard rows.axes == 1 else { throw reader.malformed("a table has \(rows.axes) axes", "table") }
  }

  /// The values of a field: of one axis, or of two where it holds a block of columns.
  func values(_ field: String, _ reader: HDFReader) throws -> NDArray {
    guard let member = members.first(where: { $0.name == field }) else {
      throw reader.malformed("a table has no field \(field)", "table")
    }
    let values = try HDFReader.withTruth(rows.field(field), member.type)
    guard values.axes <= 2 else {
      throw reader.malformed("a field has \(values.axes) axes", "table/\(field)")
    }
    return values
  }

  /// What is said of a field: its zone, its frequency.
  func info(_ field: String, _ name: String) -> NodeValue? {
    guard let value = info?[field]?[name], !value.isNone else { return nil }
    return .pickle(value)
  }

  /// What is said of the axis that the labels belong to.
  func axisInfo(_ name: String) -> PickleValue? {
    info?.entries?.first { $0.key.int == 1 - index.axis }?.value[name]
  }
}
