import BrineCore
import BrinePickle

/// The block manager: columns of one type are rows of one array.
extension FrameReader {
  /// A block: its values, and which columns they are.
  struct Block {
    var values: PickleValue
    var places: PickleValue
    var path: String
  }

  /// What a manager consists of.
  struct ManagerParts {
    var axes: [(value: PickleValue, path: String)]
    var blocks: [Block]
  }

  /// The parts of a BlockManager or SingleBlockManager: from pandas 1.3 on the arguments of the former are
  /// its blocks
  /// and axes; the latter, and both before that, have a state.
  func managerParts(_ manager: PickleValue, _ path: String) throws(FrameError) -> ManagerParts {
    guard let instance = manager.instance else {
      throw FrameError(.malformed, "a \(manager.typeName) is no block manager", path: path)
    }
    if let state = instance.state { return try managerParts(state: state, path + "/state") }
    let arguments = instance.arguments
    guard arguments.count >= 2, let blocks = arguments[0].array, let axes = arguments[1].array else {
      throw FrameError(.malformed, "a block manager has no blocks or axes", path: path)
    }
    var parts = ManagerParts(axes: [], blocks: [])
    for (number, axis) in axes.enumerated() { parts.axes.append((axis, "\(path)/args[1][\(number)]")) }
    for (number, block) in blocks.enumerated() {
      let place = "\(path)/args[0][\(number)]"
      guard let arguments = block.instance?.arguments, arguments.count >= 2 else {
        throw FrameError(.malformed, "a \(block.typeName) is no block", path: place)
      }
      parts.blocks.append(Block(values: arguments[0], places: arguments[1], path: place + "/args[0]"))
    }
    return parts
  }

  /// `(axes, values, items, {'0.14.1': {'axes': …, 'blocks': [{'values': …, 'mgr_locs': …}]}})`.
  private func managerParts(state: PickleValue, _ path: String) throws(FrameError) -> ManagerParts {
    guard let content = state[3]?["0.14.1"], let axes = content["axes"]?.array,
      let blocks = content["blocks"]?.array
    else { throw FrameError(.malformed, "a block manager's state is not as pandas writes it", path: path) }
    let place = path + "[3]/0.14.1"
    var parts = ManagerParts(axes: [], blocks: [])
    for (number, axis) in axes.enumerated() { parts.axes.append((axis, "\(place)/axes[\(number)]")) }
    for (number, block) in blocks.enumerated() {
      guard let values = block["values"], let places = block["mgr_locs"] else {
        throw FrameError(.malformed, "a block has no values", path: "\(place)/blocks[\(number)]")
      }
      parts.blocks.append(Block(values: values, places: places, path: "\(place)/blocks[\(number)]/values"))
    }
    return parts
  }

  /// The columns of all blocks, each at its place.
  mutating func columns(
    _ blocks: [Block], labels: Int, rows: Int, _ path: String
  ) throws(FrameError) -> [Column] {
    // A range of labels takes no bytes of the file, nor does a column without rows.
    var columns: [Int: Column] = [:]
    for block in blocks {
      let values = try values(block.values, rows: rows, block.path)
      let count = values.count ?? 1
      guard count <= mostColumns - columns.count else {
        throw FrameError(
          .limitExceeded, "\(count) columns are far more than the file has bytes", path: block.path)
      }
      let places = try places(block, count: count, limit: labels)
      for (number, place) in places.enumerated() {
        let column = try values.column(number, block.path)
        guard column.count == rows else {
          throw FrameError(
            .lengthMismatch, "a column has \(column.count) values, the index \(rows)", path: block.path)
        }
        guard columns.updateValue(column, forKey: place) == nil else {
          throw FrameError(.malformed, "two blocks are for column \(place)", path: block.path)
        }
      }
    }
    guard columns.count == labels else {
      throw FrameError(.lengthMismatch, "\(columns.count) columns have \(labels) labels", path: path)
    }
    return (0..<labels).compactMap { columns[$0] }
  }

  /// The places of a block's columns, which must be `count`: a slice or an array of numbers.
  private mutating func places(_ block: Block, count: Int, limit: Int) throws(FrameError) -> [Int] {
    let wrong = FrameError(.malformed, "a block is for columns that there are not", path: block.path)
    func check(_ found: Int) throws(FrameError) {
      guard found == count else {
        throw FrameError(
          .lengthMismatch, "a block of \(count) columns is for \(found)", path: block.path)
      }
    }
    var places: [Int] = []
    if let instance = block.places.instance, instance.name?.name == "slice" {
      let numbers = instance.arguments.map(\.int)
      guard numbers.count == 3, let start = numbers[0], start >= 0, start <= limit else { throw wrong }
      let step = numbers[2] ?? 1
      guard step != 0 else { throw wrong }
      let stop = numbers[1] ?? (step < 0 ? -1 : limit)
      guard Index.count(start, stop, step) <= limit else { throw wrong }
      try check(Index.count(start, stop, step))
      places = Array(stride(from: start, to: stop, by: step))
    } else {
      let array = try vector(block.places, block.path)
      guard array.count <= limit else { throw wrong }
      try check(array.count)
      guard let numbers = try? array.elements(as: Int.self) else { throw wrong }
      places = numbers
    }
    guard places.allSatisfy({ $0 >= 0 && $0 < limit }) else { throw wrong }
    return places
  }
}

/// What the values of a block are: a table of columns, or one column.
struct BlockValues {
  /// How a row of the table becomes a column.
  enum Form {
    case plain
    case zoned(TimeUnit, Zone)
    case periods(Frequency)
    case single(Column)
  }

  var table: NDArray?
  var form: Form

  /// How many columns there are; `nil` for a block that is no table.
  var count: Int? { table?.shape[0] }

  func column(_ number: Int, _ path: String) throws(FrameError) -> Column {
    guard let table else {
      guard case .single(let column) = form else {
        throw FrameError(.malformed, "a block is empty", path: path)
      }
      return column
    }
    let row: NDArray
    do {
      row = try NDArray(
        table.dtype, shape: [table.shape[1]], strides: [table.strides[1]], storage: table.storage,
        offset: table.offset + (table.count == 0 ? 0 : number * table.strides[0]), objects: table.objects)
    } catch { throw FrameError(.malformed, error.detail, path: path) }
    return BlockValues.column(row, form)
  }

  /// A column of an array of one axis.
  static func column(_ row: NDArray, _ form: Form) -> Column {
    switch form {
    case .zoned(let unit, let zone): .zoned(ZonedColumn(counts: row, unit: unit, zone: zone))
    case .periods(let frequency): .periods(PeriodColumn(ordinals: row, frequency: frequency))
    case .single(let column): column
    case .plain: row.dtype.kind == .object ? .objects(ObjectColumn(row)) : .array(row)
    }
  }
}
