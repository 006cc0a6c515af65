import BrineCore
import BrinePickle

/// Reads pickled pandas objects: what the calls and states in the pickle of a frame say.
///
/// Parts that are shared are read once, so that a small file that refers to one part very often costs no
/// more.
struct FrameReader {
  let limits: Limits
  private var arrays: [PickleIdentity: NDArray] = [:]
  private var arrowArrays: [PickleIdentity: ArrowArray] = [:]
  private var indexes: [PickleIdentity: Index] = [:]
  /// The types of Arrow's that were read.
  var arrowTypes: [PickleIdentity: SizedArrowType?] = [:]
  /// How many columns there may be.
  private(set) var mostColumns = 0
  /// How many parts of labels, names and attributes may be made, all of which are made at once.
  private var partsLeft = 1 << 20

  init(limits: Limits) { self.limits = limits }

  // MARK: Parts that are met again

  /// A NumPy array, converted once.
  mutating func array(_ value: PickleValue?, _ path: String) throws(FrameError) -> NDArray {
    guard let value else { throw FrameError(.malformed, "an array is missing", path: path) }
    guard let identity = value.identity else { throw FrameReader.noArray(value, path) }
    if let known = arrays[identity] { return known }
    guard let array = value.ndarray else { throw FrameReader.noArray(value, path) }
    // Elements of no size could be any number, and take no bytes of the file.
    guard array.dtype.itemSize > 0 || array.count == 0 else { throw FrameReader.noArray(value, path) }
    arrays[identity] = array
    return array
  }

  /// A NumPy array of one axis.
  mutating func vector(_ value: PickleValue?, _ path: String) throws(FrameError) -> NDArray {
    let array = try array(value, path)
    guard array.shape.count == 1 else {
      throw FrameError(.malformed, "an array has \(array.shape.count) axes instead of one", path: path)
    }
    return array
  }

  /// An array of Arrow's, checked once.
  mutating func arrowArray(
    _ value: PickleValue, _ read: (inout FrameReader) throws(FrameError) -> ArrowArray
  ) throws(FrameError) -> ArrowArray {
    if let known = value.identity.flatMap({ arrowArrays[$0] }) { return known }
    let array = try read(&self)
    if let identity = value.identity { arrowArrays[identity] = array }
    return array
  }

  /// An index, read once.
  mutating func index(_ value: PickleValue, _ path: String, depth: Int = 0) throws(FrameError) -> Index {
    if let known = value.identity.flatMap({ indexes[$0] }) { return known }
    guard depth < 8 else { throw FrameError(.limitExceeded, "indexes nest deeper than 8 levels", path: path) }
    let index = try readIndex(value, path, depth: depth)
    if let identity = value.identity { indexes[identity] = index }
    return index
  }

  private static func noArray(_ value: PickleValue, _ path: String) -> FrameError {
    FrameError(.malformed, "a \(value.typeName) is not an array that can be read", path: path)
  }

  /// A name, label or attribute. When tuples that refer to tuples have made too many, they stay what they
  /// are.
  mutating func frameValue(_ value: PickleValue) -> FrameValue {
    ValueReader.value(value, within: &partsLeft)
  }

  // MARK: Frames

  /// What a DataFrame's or Series' state is, and the class if it is not pandas' own.
  struct State {
    var attributes: [String: PickleValue]
    var subclass: PickleName?
    var path: String
  }

  /// The state of an object whose `_typ` is the one given.
  func state(_ value: PickleValue, typ: String, className: String, _ path: String) throws(FrameError) -> State
  {
    guard let instance = value.instance, let name = instance.name else {
      throw FrameError(.notAFrame, "a \(value.typeName) is no \(className)", path: path.isEmpty ? nil : path)
    }
    let attributes = instance.attributes
    let isOwn = name.name == className && name.module.hasPrefix("pandas")
    guard isOwn || attributes["_typ"]?.string == typ else {
      throw FrameError(.notAFrame, "a \(value.typeName) is no \(className)", path: path.isEmpty ? nil : path)
    }
    return State(attributes: attributes, subclass: isOwn ? nil : name, path: path.isEmpty ? "" : path + "/")
  }

  mutating func dataFrame(_ value: PickleValue, _ path: String) throws(FrameError) -> DataFrame {
    mostColumns = value.valueBudget
    let state = try state(value, typ: "dataframe", className: "DataFrame", path)
    let (manager, managerPath) = try manager(state)
    let parts = try managerParts(manager, managerPath)
    guard parts.axes.count == 2 else {
      throw FrameError(
        .malformed, "a DataFrame has \(parts.axes.count) axes instead of two", path: managerPath)
    }
    let labels = try index(parts.axes[0].value, parts.axes[0].path)
    let rows = try index(parts.axes[1].value, parts.axes[1].path)
    let columns = try columns(parts.blocks, labels: labels.count, rows: rows.count, managerPath)
    var frame = try DataFrame(labels: labels, columns: columns, index: rows)
    frame.attrs = try attributes(state.attributes["attrs"], state.path + "attrs")
    frame.allowsDuplicateLabels = state.attributes["_flags"]?["allows_duplicate_labels"]?.bool ?? true
    frame.subclass = subclass(state, known: Self.frameAttributes)
    return frame
  }

  mutating func series(_ value: PickleValue, _ path: String) throws(FrameError) -> Series {
    let state = try state(value, typ: "series", className: "Series", path)
    let (manager, managerPath) = try manager(state)
    let parts = try managerParts(manager, managerPath)
    guard parts.axes.count == 1, parts.blocks.count == 1 else {
      throw FrameError(
        .malformed,
        "a Series has \(parts.axes.count) axes and \(parts.blocks.count) blocks instead of one each",
        path: managerPath)
    }
    let rows = try index(parts.axes[0].value, parts.axes[0].path)
    let block = parts.blocks[0]
    let column = try column(block.values, rows: rows.count, block.path)
    let name = state.attributes["_name"] ?? state.attributes["name"]
    guard column.count == rows.count else {
      throw FrameError(
        .lengthMismatch, "a Series of \(column.count) values has \(rows.count) labels", path: block.path)
    }
    var series = try Series(column, index: rows, name: name.map { frameValue($0) } ?? .none)
    series.attrs = try attributes(state.attributes["attrs"], state.path + "attrs")
    series.allowsDuplicateLabels = state.attributes["_flags"]?["allows_duplicate_labels"]?.bool ?? true
    series.subclass = subclass(state, known: Self.seriesAttributes)
    return series
  }

  private static let frameAttributes: Set = [
    "_mgr", "_data", "_typ", "_metadata", "attrs", "_flags", "_attrs",
  ]
  private static let seriesAttributes = frameAttributes.union(["name", "_name"])

  /// The properties that pandas pickles besides what it knows.
  private mutating func subclass(_ state: State, known: Set<String>) -> DataFrame.Subclass? {
    let others = state.attributes.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
    guard state.subclass != nil || !others.isEmpty else { return nil }
    var properties: [DataFrame.Attribute] = []
    for (key, value) in others { properties.append(DataFrame.Attribute(.string(key), frameValue(value))) }
    return DataFrame.Subclass(
      name: state.subclass ?? PickleName(module: "", name: ""), properties: properties)
  }

  private func manager(_ state: State) throws(FrameError) -> (PickleValue, String) {
    // pandas 1.0 had another name for it.
    for name in ["_mgr", "_data"] {
      if let manager = state.attributes[name] { return (manager, state.path + name) }
    }
    throw FrameError(.malformed, "there is no block manager", path: state.path + "_mgr")
  }

  /// The entries of `attrs`.
  private mutating func attributes(
    _ value: PickleValue?, _ path: String
  ) throws(FrameError) -> [DataFrame.Attribute] {
    guard let value, !value.isNone else { return [] }
    guard let entries = value.entries else {
      throw FrameError(.malformed, "attrs is a \(value.typeName) instead of a dict", path: path)
    }
    var attributes: [DataFrame.Attribute] = []
    for (key, value) in entries { attributes.append(DataFrame.Attribute(frameValue(key), frameValue(value))) }
    return attributes
  }
}
