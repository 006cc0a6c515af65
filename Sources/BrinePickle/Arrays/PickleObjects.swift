public import BrineCore

/// Objects of arrays that are values of pickles.
protocol PickleObjects: ArrayObjects {
  /// An object by its number; `nil` where there is none.
  subscript(index: Int) -> PickleValue? { get }
}

extension PickleObjects {
  /// What Python's `repr` has for simple values, else the type and size.
  func text(_ index: Int) -> String {
    guard let value = self[index] else { return "" }
    switch value.kind {
    case .bool, .none, .int, .float, .string, .bytes: return value.preview
    case .decimal: return "Decimal('\(value.preview)')"
    default: return value.description
    }
  }
}

/// The objects of an array as its pickle has them: a list.
struct PickledObjects: PickleObjects {
  let graph: PickleGraph
  let list: Word

  var count: Int { graph.items(list).count }

  subscript(index: Int) -> PickleValue? {
    let items = graph.items(list)
    return items.indices.contains(index) ? PickleValue(graph, items[index]) : nil
  }
}

/// Objects that were put together, maybe out of several pickles.
struct CollectedObjects: PickleObjects {
  let values: [PickleValue]

  var count: Int { values.count }

  subscript(index: Int) -> PickleValue? { values.indices.contains(index) ? values[index] : nil }
}

extension NDArray {
  /// An array of objects.
  ///
  /// - Throws: `ArrayError.badShape` when there are not as many as the shape says.
  public init(objects values: [PickleValue], shape: [Int]) throws(ArrayError) {
    guard NDArray.count(shape) == values.count else {
      throw ArrayError(.badShape, "\(values.count) objects are not of shape \(shape)")
    }
    let indexes = MemorySource(keeping: values.indices.map { Int64($0) })
    try self.init(.object, shape: shape, storage: indexes, objects: CollectedObjects(values: values))
  }

  /// The object that an element of an array of objects from a pickle refers to, by the element's number.
  public func pickleValue(_ index: Int) -> PickleValue? { (objects as? any PickleObjects)?[index] }

  /// The objects in C order, where this is an array of objects from a pickle.
  public var pickleValues: [PickleValue]? {
    guard dtype.kind == .object, let objects = objects as? any PickleObjects else { return nil }
    var values: [PickleValue] = []
    forEachValue { element in
      if case .object(let index) = element, let value = objects[index] { values.append(value) }
    }
    return values
  }
}
