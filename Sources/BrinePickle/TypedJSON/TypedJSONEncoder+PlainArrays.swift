import BrineCore
import BrineJSON

/// Arrays as nested lists, for those who want the numbers rather than the array.
extension TypedJSONEncoder {
  mutating func writePlain(_ array: ArrayDescription) throws {
    guard let elements = graph.ndarray(array) else {
      throw PickleError(.limitExceeded, "an array can't be read")
    }
    if elements.count > 0, let objects = elements.pickleValues {
      return schedulePlain(objects.map(\.word), elements.shape)
    }
    if elements.count == 0 { return try writeEmpty(elements.shape) }
    var nesting = Nesting(shape: elements.shape)
    try writer.write(text: nesting.start)
    try elements.forEachValue { value in
      try write(value, elements.dtype)
      try writer.write(text: nesting.next())
    }
  }

  /// Objects are values of the graph, so they wait for their turn.
  private mutating func schedulePlain(_ words: [Word], _ shape: [Int]) {
    var nesting = Nesting(shape: shape)
    var parts: [Step] = [.literal(nesting.start)]
    for word in words { parts += [.value(word), .literal(nesting.next())] }
    steps.append(contentsOf: parts.reversed())
  }

  /// An array without elements: of the axes before the empty one the lists are there, and may be any number.
  private mutating func writeEmpty(_ shape: [Int]) throws {
    let outer = Array(shape.prefix { $0 != 0 })
    var nesting = Nesting(shape: outer)
    try writer.write(text: nesting.start)
    repeat {
      try writer.write("[]")
      try writer.write(text: nesting.next())
    } while !nesting.isAtEnd
  }

  private mutating func write(_ value: ArrayValue, _ dtype: DType) throws {
    switch value {
    case .bool(let flag): try writer.write(flag ? "true" : "false")
    case .int, .uint: try writer.write(text: value.text(dtype))
    case .float(let number):
      if number.isFinite { try writer.write(text: value.text(dtype)) } else { try write(number) }
    case .complex(let real, let imaginary):
      try writer.write("{\"$complex\":[")
      try write(real)
      try writer.write(",")
      try write(imaginary)
      try writer.write("]}")
    case .bytes(let bytes), .void(let bytes):
      try writer.write("{\"$bytes\":")
      try bytes.withUnsafeBytes { try writer.write(base64: $0) }
      try writer.write("}")
    case .record(let fields): try write(fields, dtype)
    case .subarray(let items, let shape):
      guard case .subarray(let base, _) = dtype.kind else { return }
      if items.isEmpty { return try writeEmpty(shape) }
      var nesting = Nesting(shape: shape)
      try writer.write(text: nesting.start)
      for item in items {
        try write(item, base)
        try writer.write(text: nesting.next())
      }
    case .string, .datetime, .timedelta, .object: try writer.write(string: value.text(dtype))
    }
  }

  private mutating func write(_ fields: [ArrayValue], _ dtype: DType) throws {
    guard case .structured(let record) = dtype.kind else { return }
    try writer.write("{")
    for (index, (value, field)) in zip(fields, record.fields).enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(string: field.name)
      try writer.write(":")
      try write(value, field.dtype)
    }
    try writer.write("}")
  }
}

/// The brackets and commas between the elements of an array that has some.
private struct Nesting {
  private let shape: [Int]
  /// Whether the last element has been.
  private(set) var isAtEnd = false
  private var indexes: [Int]

  init(shape: [Int]) {
    self.shape = shape
    indexes = shape.map { _ in 0 }
  }

  /// What comes before the first element.
  var start: String { String(repeating: "[", count: shape.count) }

  /// What comes after an element.
  mutating func next() -> String {
    var closed = 0
    for axis in shape.indices.reversed() {
      indexes[axis] += 1
      if indexes[axis] < shape[axis] { break }
      indexes[axis] = 0
      closed += 1
    }
    isAtEnd = closed == shape.count
    return String(repeating: "]", count: closed)
      + (isAtEnd ? "" : "," + String(repeating: "[", count: closed))
  }
}
