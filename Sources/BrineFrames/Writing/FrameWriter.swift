import BrineCore
import BrinePickle

/// Makes the calls and states of which pandas pickles consist. The modules are named as pandas 1 to 3 know
/// them.
struct FrameWriter {
  let options: FramePickleOptions

  init(_ options: FramePickleOptions) { self.options = options }

  var isThree: Bool { options.pandas == .three }

  func pickle(
    _ make: (FrameWriter) throws(FrameError) -> PickleTree
  ) throws(FrameError) -> Pickle {
    let tree = try make(self)
    do { return try Pickle(tree) } catch {
      throw FrameError(.notEncodable, error.detail, path: error.context.path)
    }
  }

  func dataFrame(_ frame: DataFrame) throws(FrameError) -> PickleTree {
    guard frame.columns.count == frame.labels.count else {
      throw FrameError(.lengthMismatch, "\(frame.columns.count) columns have \(frame.labels.count) labels")
    }
    for (number, column) in frame.columns.enumerated() where column.count != frame.index.count {
      throw FrameError(
        .lengthMismatch, "a column has \(column.count) values, the index \(frame.index.count)",
        path: "columns[\(number)]")
    }
    let axes: PickleTree = .list([try index(frame.labels, "labels"), try index(frame.index, "index")])
    let blocks: PickleTree = .tuple(try self.blocks(frame.columns))
    let manager: PickleTree = .call("pandas.core.internals.managers.BlockManager", arguments: [blocks, axes])
    return try object(
      "pandas.core.frame.DataFrame", "dataframe", manager, frame.attrs, frame.allowsDuplicateLabels,
      frame.subclass,
      name: nil)
  }

  func series(_ series: Series) throws(FrameError) -> PickleTree {
    guard series.column.count == series.index.count else {
      throw FrameError(
        .lengthMismatch, "a Series of \(series.column.count) values has \(series.index.count) labels")
    }
    let values = try array(series.column, isTable: false, "column")
    let count = series.count
    let block: PickleTree = ["values": values, "mgr_locs": slice(0..<count)]
    let content: PickleTree = ["axes": .list([try index(series.index, "index")]), "blocks": .list([block])]
    // The first three are what versions before 0.14 read.
    let state: PickleTree = .tuple([[], [], [], ["0.14.1": content]])
    let manager: PickleTree = .object("pandas.core.internals.managers.SingleBlockManager", state: state)
    return try object(
      "pandas.core.series.Series", "series", manager, series.attrs, series.allowsDuplicateLabels,
      series.subclass,
      name: try value(series.name))
  }

  /// An instance with what pandas puts into its state.
  private func object(
    _ name: PickleName, _ typ: String, _ manager: PickleTree, _ attrs: [DataFrame.Attribute],
    _ allowsDuplicates: Bool,
    _ subclass: DataFrame.Subclass?, name label: PickleTree?
  ) throws(FrameError) -> PickleTree {
    let properties = try (subclass?.properties ?? []).entries(self)
    let names = (label == nil ? [] : ["_name"]) + properties.map(\.key)
    var state: [(key: PickleTree, value: PickleTree)] = [
      ("_mgr", manager), ("_typ", .string(typ)), ("_metadata", .list(names)),
      ("attrs", .dict(try attrs.entries(self))),
      ("_flags", ["allows_duplicate_labels": .bool(allowsDuplicates)]),
    ]
    if let label { state.append(("_name", label)) }
    let own = subclass.flatMap { $0.name.module.isEmpty ? nil : $0.name }
    return .object(own ?? name, state: .dict(state + properties))
  }

  func slice(_ range: Range<Int>) -> PickleTree {
    .call("builtins.slice", arguments: [.int(range.lowerBound), .int(range.upperBound), 1])
  }

  // MARK: Blocks

  /// A block for each column, or for several that are rows of one array.
  private func blocks(_ columns: [Column]) throws(FrameError) -> [PickleTree] {
    var blocks: [PickleTree] = []
    var first = 0
    while first < columns.count {
      let path = "columns[\(first)]"
      var last = first + 1
      let values: PickleTree
      if case .array(let array) = columns[first], let table = Self.table(array, columns[last...]) {
        last = first + table.shape[0]
        values = try self.table(table, path)
      } else {
        values = try self.array(columns[first], isTable: true, path)
      }
      blocks.append(
        .call("pandas._libs.internals._unpickle_block", arguments: [values, slice(first..<last), 2]))
      first = last
    }
    return blocks
  }

  /// The array of which a column is a row, and those that follow it are the next ones.
  private static func table(_ first: NDArray, _ others: ArraySlice<Column>) -> NDArray? {
    var count = 1
    var step = 0
    for case .array(let next) in others {
      let distance = next.offset - first.offset
      guard next.storage === first.storage, next.dtype == first.dtype, next.shape == first.shape,
        next.strides == first.strides, count == 1 || distance == step * count, distance > 0
      else { break }
      if count == 1 { step = distance }
      count += 1
      if count > others.count { break }
    }
    // The columns that were counted must be the next ones: others may stand among them.
    for column in others.prefix(count - 1) {
      guard case .array = column else { return nil }
    }
    if count == 1 { step = first.dtype.itemSize * max(first.count, 1) }
    return try? NDArray(
      first.dtype, shape: [count, first.count], strides: [step, first.strides.first ?? first.dtype.itemSize],
      storage: first.storage, offset: first.offset)
  }
}

extension [DataFrame.Attribute] {
  /// The entries of the dict that these are.
  fileprivate func entries(_ writer: FrameWriter) throws(FrameError) -> [(key: PickleTree, value: PickleTree)]
  {
    var entries: [(key: PickleTree, value: PickleTree)] = []
    for attribute in self {
      entries.append((key: try writer.value(attribute.key), value: try writer.value(attribute.value)))
    }
    return entries
  }
}

extension PickleTree {
  static func int(_ value: Int) -> PickleTree { PickleTree(integerLiteral: value) }
  static func int(_ value: Int64) -> PickleTree { PickleTree(integerLiteral: Int(value)) }
}
