import BrineCore
import BrineJSON

/// NumPy's arrays: `{"$ndarray":{"dtype":"<f8","shape":[2,3],"data":"…"}}`.
extension TypedJSONEncoder {
  mutating func write(_ array: ArrayDescription, id: Int?) throws {
    try open("\"$ndarray\":{", id: id)
    if array.type != .absent, graph.className(of: array) != PickleGraph.ndarrayName {
      try writer.write("\"class\":")
      try write(graph.className(of: array))
      try writer.write(",")
    }
    try writeType(array)
    if case .fortran = array.order { try writer.write(",\"order\":\"F\"") }
    if case .items(let list) = array.content {
      try writer.write(",\"items\":[")
      return schedule(.items(graph.items(list), next: 0), .text("]}}"))
    }
    try writeData(array)
  }

  mutating func write(scalar: ArrayDescription) throws {
    try writer.write("{\"$scalar\":{\"dtype\":")
    try write(scalar.dtype.descr ?? .none)
    try writeData(scalar)
  }

  private mutating func writeType(_ array: ArrayDescription) throws {
    try writer.write("\"dtype\":")
    try write(array.dtype.descr ?? .none)
    try writer.write(text: ",\"shape\":[\(array.shape.map(String.init).joined(separator: ","))]")
  }

  private mutating func writeData(_ array: ArrayDescription) throws {
    try writer.write(",\"data\":")
    guard let elements = graph.ndarray(array) else {
      throw PickleError(.limitExceeded, "an array can't be read")
    }
    try elements.withElementBytes { try writer.write(base64: $0) }
    try writer.write("}}")
  }

  /// A type's description: tuples are arrays in JSON.
  private mutating func write(_ descr: PythonLiteral) throws {
    switch descr {
    case .int(let value): try writer.write(text: String(value))
    case .string(let text): try writer.write(string: text)
    case .tuple(let items), .list(let items):
      try writer.write("[")
      for (index, item) in items.enumerated() {
        if index > 0 { try writer.write(",") }
        try write(item)
      }
      try writer.write("]")
    default: try writer.write("null")
    }
  }
}
