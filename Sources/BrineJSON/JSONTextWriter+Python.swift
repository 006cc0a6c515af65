public import BrineCore

extension JSONTextWriter {
  /// Writes the description of an element type (``DType/descr``): tuples are arrays in JSON.
  public mutating func write(descr: PythonLiteral?) throws {
    switch descr {
    case .int(let value): try write(text: String(value))
    case .string(let text): try write(string: text)
    case .tuple(let items), .list(let items):
      try write("[")
      for (index, item) in items.enumerated() {
        if index > 0 { try write(",") }
        try write(descr: item)
      }
      try write("]")
    default: try write("null")
    }
  }

  /// Writes the lengths of axes: `[2,3]`.
  public mutating func write(shape: [Int]) throws {
    try write(text: "[" + shape.map(String.init).joined(separator: ",") + "]")
  }
}
