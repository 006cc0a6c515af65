import BrineCore
import BrineFrames
import BrineJoblib
import BrineNumPy
import BrinePickle
import Foundation

// Measures what it is told to on standard input, an operation and its paths a line, and answers with the best seconds
// and a number by which the other side can see that the same was done.

/// The best of a few runs, after one that warms up.
func best(_ runs: Int = 3, _ body: () throws -> Double) rethrows -> (seconds: Double, check: Double) {
  var result = try body()
  var best = Double.infinity
  for _ in 0..<runs {
    let duration = try ContinuousClock().measure { result = try body() }
    best = min(best, Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds))
  }
  return (best, result)
}

func number(_ value: ArrayValue) -> Double {
  switch value {
  case .float(let value): value
  case .int(let value): Double(value)
  case .uint(let value): Double(value)
  default: .nan
  }
}

/// The sizes of all arrays of a value, as a check.
func arrayBytes(_ value: PickleValue) -> Double {
  value.walk.reduce(0) { $0 + Double($1.value.ndarray?.byteCount ?? 0) }
}

func measure(_ operation: String, _ paths: [String]) throws -> (seconds: Double, check: Double) {
  switch operation {
  case "npy sum": return try best { number(try NPYFile(contentsOf: paths[0]).array.sum()) }
  case "npy write":
    let array = try NPYFile(contentsOf: paths[0]).array.copied()
    return try best {
      try NPYWriter().write(array, toFile: paths[1])
      return Double(array.count)
    }
  case "joblib array write":
    let array = try NPYFile(contentsOf: paths[0]).array.copied()
    return try best {
      try JoblibWriter().write(array, toFile: paths[1])
      return Double(array.count)
    }
  case "joblib load": return try best { Double(try JoblibFile(contentsOf: paths[0]).root.count) }
  case "joblib dump":
    let root = try JoblibFile(contentsOf: paths[0]).root
    return try best {
      try JoblibWriter().write(root, toFile: paths[1])
      return Double(root.count)
    }
  case "frame load":
    return try best {
      let frame = try DataFrame(try Pickle(contentsOf: paths[0]).root)
      return Double(frame.shape.rows * frame.shape.columns)
    }
  case "npz inflate":
    return try best {
      let file = try NPZFile(contentsOf: paths[0])
      return try file.names.reduce(0) { $0 + Double(try file[$1].byteCount) }
    }
  default: return try select(operation, paths)
  }
}

/// Selections of an array in memory.
func select(_ operation: String, _ paths: [String]) throws -> (seconds: Double, check: Double) {
  let array = try NPYFile(contentsOf: paths[0]).array.copied()
  if operation == "transposed copy" {
    return try best(5) { Double(try array.transposed().copied().count) }
  }
  if operation == "mask" {
    let mask = try NPYFile(contentsOf: paths[1]).array.copied()
    return try best(5) { Double(try array.selecting(Selection([.mask(.init(mask))])).count) }
  }
  let selection = try Selection(text: operation)
  return try best(5) { Double(try array.selecting(selection).copied().count) }
}

while let line = readLine() {
  let parts = line.split(separator: "\t").map(String.init)
  let result = try measure(parts[0], Array(parts.dropFirst()))
  let answer = "{\"seconds\": \(result.seconds), \"check\": \(result.check)}\n"
  FileHandle.standardOutput.write(Data(answer.utf8))
}
