import BrineCore
import BrinePickle

/// Reads the attributes of SciPy's sparse classes. Every index is checked against the shape.
struct SparseReader {
  private let attributes: [String: PickleValue]
  private let value: PickleValue
  private let format: SparseMatrix.Format

  typealias Element = SparseMatrix.Element

  init(instance: PickleInstance, value: PickleValue, format: SparseMatrix.Format) {
    attributes = instance.attributes
    self.value = value
    self.format = format
  }

  mutating func header() throws(NumPyError) -> ([Int], DType) {
    guard let items = (attributes["_shape"] ?? attributes["shape"])?.array else {
      throw bad("there is no shape", "_shape")
    }
    var shape: [Int] = []
    for item in items {
      guard let length = item.int ?? item.ndarray.flatMap({ try? $0.element(as: Int.self) }), length >= 0
      else {
        throw bad("the shape is no tuple of lengths", "_shape")
      }
      shape.append(length)
    }
    // Rows have one axis or two, coordinates any number, and all others two.
    let axes: ClosedRange<Int> =
      switch format {
      case .coo, .dok: 1...64
      case .csr: 1...2
      case .csc, .bsr, .dia, .lil: 2...2
      }
    guard NDArray.count(shape) != nil, axes.contains(shape.count) else {
      throw bad("\(shape) is no shape of a sparse array", "_shape")
    }
    let data = attributes["data"]?.ndarray
    return (
      shape, data.flatMap { $0.dtype == .object ? nil : $0.dtype } ?? attributes["dtype"]?.dtype ?? .float64
    )
  }

  func elements(_ shape: [Int]) throws(NumPyError) -> [Element] {
    switch format {
    case .csr: try compressed(shape, isByRow: true)
    case .csc: try compressed(shape, isByRow: false)
    case .coo: try coordinates(shape)
    case .bsr: try blocks(shape)
    case .dia: try diagonals(shape)
    case .dok: try dictionary(shape)
    case .lil: try lists(shape)
    }
  }

  private func bad(_ detail: String, _ path: String) -> NumPyError {
    NumPyError(.badObjects, detail, path: path)
  }

  // MARK: Parts

  private func array(_ name: String) throws(NumPyError) -> NDArray {
    guard let array = attributes[name]?.ndarray, array.dtype != .object else {
      throw bad("there is no array", name)
    }
    return array
  }

  private func indexes(_ name: String) throws(NumPyError) -> [Int] {
    let array = try array(name)
    guard array.axes == 1, let numbers = try? array.elements(as: Int.self) else {
      throw bad("the indexes are no integers in one axis", name)
    }
    return numbers
  }

  private func checked(_ index: Int, _ length: Int, _ name: String) throws(NumPyError) -> Int {
    guard index >= 0, index < length else {
      throw bad("index \(index) is out of range for an axis of \(length)", name)
    }
    return index
  }

  /// The ranges that an `indptr` parts `count` elements into.
  private func ranges(_ major: Int, _ count: Int) throws(NumPyError) -> [Range<Int>] {
    let pointers = try indexes("indptr")
    guard pointers.count - 1 == major, pointers.first == 0 else {
      throw bad("it has not one more entry than lines", "indptr")
    }
    var ranges: [Range<Int>] = []
    for (start, end) in zip(pointers, pointers.dropFirst()) {
      guard start <= end, end <= count else {
        throw bad("it goes backwards, or beyond the elements", "indptr")
      }
      ranges.append(start..<end)
    }
    return ranges
  }

  // MARK: Formats

  private func compressed(_ shape: [Int], isByRow: Bool) throws(NumPyError) -> [Element] {
    let (data, minor) = (try array("data").values, try indexes("indices"))
    // Arrays of one axis are one row.
    let lengths = shape.count == 1 ? [1, shape[0]] : isByRow ? shape : shape.reversed()
    var elements: [Element] = []
    for (line, range) in try ranges(lengths[0], min(data.count, minor.count)).enumerated() {
      for position in range {
        let index = try checked(minor[position], lengths[1], "indices")
        let place = shape.count == 1 ? [index] : isByRow ? [line, index] : [index, line]
        elements.append(Element(indexes: place, value: data[position]))
      }
    }
    return elements
  }

  private func coordinates(_ shape: [Int]) throws(NumPyError) -> [Element] {
    let data = try array("data").values
    var axes: [[Int]] = []
    if let coords = attributes["coords"]?.array {
      for item in coords {
        guard let numbers = item.ndarray.flatMap({ try? $0.elements(as: Int.self) }) else {
          throw bad("the coordinates are no integers", "coords")
        }
        axes.append(numbers)
      }
    } else {
      axes = [try indexes("row"), try indexes("col")]
    }
    guard axes.count == shape.count, axes.allSatisfy({ $0.count == data.count }) else {
      throw bad("there are not as many coordinates as elements", "coords")
    }
    var elements: [Element] = []
    for (position, value) in data.enumerated() {
      var place: [Int] = []
      for (axis, length) in zip(axes, shape) { place.append(try checked(axis[position], length, "coords")) }
      elements.append(Element(indexes: place, value: value))
    }
    return elements
  }

  private func blocks(_ shape: [Int]) throws(NumPyError) -> [Element] {
    let (data, columns) = (try array("data"), try indexes("indices"))
    guard data.axes == 3, data.shape[1] > 0, data.shape[2] > 0, shape[0] % data.shape[1] == 0,
      shape[1] % data.shape[2] == 0
    else { throw bad("the blocks don't fill the shape", "data") }
    let (height, width, values) = (data.shape[1], data.shape[2], data.values)
    var elements: [Element] = []
    for (line, range) in try ranges(shape[0] / height, min(data.shape[0], columns.count)).enumerated() {
      for block in range {
        let column = try checked(columns[block], shape[1] / width, "indices")
        for offset in 0..<height * width {
          elements.append(
            Element(
              indexes: [line * height + offset / width, column * width + offset % width],
              value: values[block * height * width + offset]))
        }
      }
    }
    return elements
  }

  private func diagonals(_ shape: [Int]) throws(NumPyError) -> [Element] {
    let (data, offsets) = (try array("data"), try indexes("offsets"))
    guard data.axes == 2, data.shape[0] == offsets.count else {
      throw bad("there are not as many diagonals as offsets", "data")
    }
    let (width, values) = (data.shape[1], data.values)
    var elements: [Element] = []
    for (line, offset) in offsets.enumerated() {
      for column in 0..<min(width, shape[1]) {
        guard let row = column.subtracting(offset), row >= 0, row < shape[0] else { continue }
        elements.append(Element(indexes: [row, column], value: values[line * width + column]))
      }
    }
    return elements
  }

  /// The dict is an attribute, or in older versions the object itself.
  private func dictionary(_ shape: [Int]) throws(NumPyError) -> [Element] {
    var elements: [Element] = []
    for (key, value) in attributes["_dict"]?.entries ?? value.entries ?? [] {
      let parts = key.array ?? [key]
      guard parts.count == shape.count else {
        throw bad("a key has not as many indexes as there are axes", "_dict")
      }
      var place: [Int] = []
      for (part, length) in zip(parts, shape) {
        guard let index = part.int ?? part.ndarray.flatMap({ try? $0.element(as: Int.self) }) else {
          throw bad("a key is no index", "_dict")
        }
        place.append(try checked(index, length, "_dict"))
      }
      elements.append(Element(indexes: place, value: try scalar(value, "_dict")))
    }
    return elements
  }

  private func lists(_ shape: [Int]) throws(NumPyError) -> [Element] {
    guard let rows = attributes["rows"]?.ndarray?.pickleValues,
      let data = attributes["data"]?.ndarray?.pickleValues,
      rows.count == shape[0], data.count == shape[0]
    else { throw bad("there is not one list for each row", "rows") }
    var elements: [Element] = []
    for (line, (columns, values)) in zip(rows, data).enumerated() {
      guard let columns = columns.array, let values = values.array, columns.count == values.count else {
        throw bad("a row has not as many columns as elements", "rows")
      }
      for (column, value) in zip(columns, values) {
        guard let index = column.int ?? column.ndarray.flatMap({ try? $0.element(as: Int.self) }) else {
          throw bad("a column is no index", "rows")
        }
        elements.append(
          Element(indexes: [line, try checked(index, shape[1], "rows")], value: try scalar(value, "data")))
      }
    }
    return elements
  }

  private func scalar(_ value: PickleValue, _ path: String) throws(NumPyError) -> ArrayValue {
    if let flag = value.bool { return .bool(flag) }
    if let int = value.int { return .int(Int64(int)) }
    if let double = value.double { return .float(double) }
    if let complex = value.complex { return .complex(complex.real, complex.imaginary) }
    guard let element = value.ndarray?.values.first else { throw bad("an element is no number", path) }
    return element
  }
}
