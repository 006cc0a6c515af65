import BrineFrames
public import BrinePickle

extension PickleValue {
  /// A frame, Series or Index taken apart for comparisons: a dict of its columns under their labels, of their types and of
  /// the index. Where pandas keeps the columns plays no part in it. `nil` for anything else.
  ///
  /// - Throws: `FrameError` for a part that can't be told.
  public func frameParts() throws -> PickleValue? {
    switch try PandasObject(self) {
    case .dataFrame(let frame): return try Pickle(frame.parts()).root
    case .series(let series):
      let parts: [(key: PickleTree, value: PickleTree)] = [
        ("name", try series.name.tree()), ("dtype", .string(series.column.dtype)),
        ("values", try series.column.tree()), ("index", .dict(try series.index.parts())),
      ]
      return try Pickle(.dict(parts)).root
    case .index(let index): return try Pickle(.dict(index.parts())).root
    case nil: return nil
    }
  }
}

extension FrameValue {
  fileprivate func tree() throws -> PickleTree { .value(try pickle().root) }
}

extension Column {
  /// The values: numbers as an array, all others as a list.
  fileprivate func tree() throws -> PickleTree {
    if case .array(let array) = self { return .ndarray(array) }
    if case .sparse = self { return .ndarray(try array()) }
    return .list(try values.map { try $0.tree() })
  }
}

extension Index {
  fileprivate func parts() throws -> [(key: PickleTree, value: PickleTree)] {
    var parts: [(key: PickleTree, value: PickleTree)] = [
      ("class", .string(className)), ("dtype", .string(dtype)),
      ("names", .list(try names.map { try $0.tree() })),
    ]
    if case .range(let start, let stop, let step) = content {
      // A few bytes say a range of any length.
      let ends = [start, stop, step].map { PickleTree(integerLiteral: $0) }
      parts.append(("range", .list(ends)))
    } else {
      parts.append(("values", try column.tree()))
    }
    return parts
  }
}

extension DataFrame {
  fileprivate func parts() throws -> PickleTree {
    var (parts, types): ([(key: PickleTree, value: PickleTree)], [(key: PickleTree, value: PickleTree)]) = (
      [], []
    )
    var seen: [String: Int] = [:]
    for (place, column) in columns.enumerated() {
      // Labels need not be different, nor text.
      let text = labels[place]?.text ?? ""
      let count = seen[text, default: 0]
      seen[text] = count + 1
      let key: PickleTree = .string(count == 0 ? text : "\(text) (\(count + 1))")
      parts.append((key, try column.tree()))
      types.append((key, .string(column.dtype)))
    }
    parts.append(("(dtypes)", .dict(types)))
    parts.append(("(index)", .dict(try index.parts())))
    // The labels themselves are the keys.
    let names = try labels.names.map { try $0.tree() }
    parts.append(
      (
        "(columns)",
        ["class": .string(labels.className), "dtype": .string(labels.dtype), "names": .list(names)]
      ))
    let attributes = try attrs.map { PickleTree.tuple([try $0.key.tree(), try $0.value.tree()]) }
    parts.append(("(attrs)", .list(attributes)))
    return .dict(parts)
  }
}
