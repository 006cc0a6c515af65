import BrinePickle

/// A node that is no value of its own: a fact about one, such as the lines of a function.
struct TextOutline: OutlineNode {
  let label: String
  let typeName: String
  let preview: String
  var childCount: Int { 0 }
  var identity: AnyHashable? { nil }

  init(_ label: String, type: String, _ preview: String) {
    self.label = label
    typeName = type
    self.preview = preview
  }

  /// A string as Python writes it, cut off where it is long.
  init(_ label: String, string: String) {
    let isLong = string.utf8.count > 80
    let shown = isLong ? String(string.unicodeScalars.prefix(60)) : string
    self.init(label, type: "str", PythonRepr.string(shown) + (isLong ? "… (\(string.utf8.count) bytes)" : ""))
  }

  /// The size of bytes.
  init(_ label: String, bytes count: Int) {
    self.init(label, type: "bytes", count == 1 ? "(1 byte)" : "(\(count) bytes)")
  }

  func children(limit: Int) -> [any OutlineNode] { [] }
}

/// A node that holds some of the parts of a value: the methods of a class, the cells of a closure.
struct GroupOutline: OutlineNode {
  /// A group is shown once, however many values share what it is made of.
  private struct Identity: Hashable {
    let of: PickleIdentity?
    let label: String
  }

  let label: String
  let typeName: String
  let preview: String
  var childCount: Int { make().count }
  var identity: AnyHashable? { AnyHashable(shared) }
  private let shared: Identity
  private let make: @Sendable () -> [any OutlineNode]

  /// - Parameter count: how many parts there are, where that is known.
  init(
    _ label: String, type: String, count: Int?, of value: PickleValue,
    _ make: @escaping @Sendable () -> [any OutlineNode]
  ) {
    self.label = label
    typeName = type
    preview = count.map { "(\($0))" } ?? ""
    self.make = make
    shared = Identity(of: value.identity, label: label)
  }

  func children(limit: Int) -> [any OutlineNode] { Array(make().prefix(limit)) }
}
