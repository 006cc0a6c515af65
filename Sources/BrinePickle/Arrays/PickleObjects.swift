public import BrineCore

/// Objects of arrays that are values of pickles.
protocol PickleObjects: ArrayObjects {
  /// An object by its number; `nil` where there is none.
  subscript(index: Int) -> PickleValue? { get }
}

extension PickleObjects {
  /// What NumPy has for an object: Python's `repr` of simple values and small containers, else the type and size.
  func text(_ index: Int) -> String {
    guard let value = self[index] else { return "" }
    var budget = 200
    let text = ObjectRepr.text(value, depth: 0, &budget)
    // NumPy tells lists from axes.
    return value.kind == .list ? "list(\(text))" : text
  }
}

/// Python's `repr` of objects, as far as a line has room.
private enum ObjectRepr {
  static func text(_ value: PickleValue, depth: Int, _ budget: inout Int) -> String {
    budget -= 1
    switch value.kind {
    case .bool, .none, .int, .float, .string, .bytes: return value.preview
    case .decimal: return "Decimal('\(value.preview)')"
    case .list, .tuple, .dict, .set:
      guard depth < 8, value.count <= budget, value.kind != .set || value.count > 0 else {
        return value.description
      }
      let items = items(value, depth, &budget)
      switch value.kind {
      case .list: return "[" + items + "]"
      case .tuple: return "(" + items + (value.count == 1 ? ",)" : ")")
      default: return "{" + items + "}"
      }
    default: return value.description
    }
  }

  private static func items(_ value: PickleValue, _ depth: Int, _ budget: inout Int) -> String {
    var texts: [String] = []
    if let entries = value.entries {
      for (key, item) in entries {
        let name = text(key, depth: depth + 1, &budget)
        texts.append(name + ": " + text(item, depth: depth + 1, &budget))
      }
    } else {
      for item in value.children { texts.append(text(item.value, depth: depth + 1, &budget)) }
    }
    return texts.joined(separator: ", ")
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
