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
    try writer.write(descr: scalar.dtype.descr)
    try writeData(scalar)
  }

  private mutating func writeType(_ array: ArrayDescription) throws {
    try writer.write("\"dtype\":")
    try writer.write(descr: array.dtype.descr)
    try writer.write(",\"shape\":")
    try writer.write(shape: array.shape)
  }

  private mutating func writeData(_ array: ArrayDescription) throws {
    try writer.write(",\"data\":")
    guard let elements = graph.ndarray(array) else {
      throw PickleError(.limitExceeded, "an array can't be read")
    }
    try elements.withElementBytes { try writer.write(base64: $0) }
    try writer.write("}}")
  }
}
