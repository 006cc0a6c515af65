import BrineCore
import BrinePickle

// Measures what it is told to on standard input, a name and a path a line, and answers with the best seconds of each
// way to load the file, as a JSON object. With `--once PATH` it loads the file once, for measuring memory.

/// The best of a few runs, after one that warms up.
func best(_ runs: Int = 5, _ body: () throws -> Void) rethrows -> Double {
  try body()
  var best = Double.infinity
  for _ in 0..<runs {
    let duration = try ContinuousClock().measure(body)
    best = min(best, Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds))
  }
  return best
}

/// Keeps the optimizer from dropping a value that is not looked at.
@inline(never)
func use<T>(_ value: T) {}

/// The ways to write what the file holds.
func measureWriting(_ name: String, _ path: String) throws -> [(String, Double)] {
  let source = try MemorySource(contentsOf: path)
  let pickle = try Pickle(source)
  var results = [("graph", try best { use(try pickle.encoded()) })]
  let (encoder, decoder) = (PickleEncoder(protocolVersion: 5), PickleDecoder())
  func add<T: Codable>(_ type: T.Type, _ label: String) throws {
    let value = try decoder.decode(type, from: source)
    results.append((label, try best { use(try encoder.encode(value)) }))
  }
  switch name {
  case "ints": try add([Int].self, "[Int]")
  case "floats": try add([Double].self, "[Double]")
  case "strings": try add([String].self, "[String]")
  case "str_to_int": try add([String: Int].self, "[String: Int]")
  case "mixed_dicts":
    try add([Row].self, "[Row] Codable")
    let rows = try decoder.decodeRows(Row.self, from: source)
    results.append(("[Row] fast", try best { use(try encoder.encodeRows(rows)) }))
  case "array_128MB":
    let buffer = PickleBuffer(try source.data(0..<source.count))
    results.append(("buffer in band", try best { use(try encoder.encode(buffer)) }))
    var aside = encoder
    aside.options.bufferCallback = { _ in false }
    results.append(("buffer out of band", try best { use(try aside.encode(buffer)) }))
  default: break
  }
  return results
}

func measure(_ name: String, _ path: String) throws -> [(String, Double)] {
  let source = try MemorySource(contentsOf: path)
  let decoder = PickleDecoder()
  if name == "dis" {
    var written = 0
    let seconds = try best(3) { try PickleDisassembler().disassemble(source) { written += $0.byteCount } }
    return [("dis", seconds)]
  }
  var results = [("graph", try best { use(try Pickle(source)) })]
  switch name {
  case "ints": results.append(("[Int]", try best { use(try decoder.decode([Int].self, from: source)) }))
  case "floats":
    results.append(("[Double]", try best { use(try decoder.decode([Double].self, from: source)) }))
  case "strings":
    results.append(("[String]", try best { use(try decoder.decode([String].self, from: source)) }))
  case "str_to_int":
    results.append(("[String: Int]", try best { use(try decoder.decode([String: Int].self, from: source)) }))
  case "mixed_dicts":
    results.append(("[Row] Codable", try best { use(try decoder.decode([Row].self, from: source)) }))
    results.append(("[Row] fast", try best { use(try decoder.decodeRows(Row.self, from: source)) }))
  default: break
  }
  return results
}

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--once" {
  use(try Pickle(contentsOf: CommandLine.arguments[2]))
} else {
  while let line = readLine() {
    let parts = line.split(separator: "\t").map(String.init)
    let isWriting = parts.count > 2 && parts[2] == "write"
    let results = try isWriting ? measureWriting(parts[0], parts[1]) : measure(parts[0], parts[1])
    print("{" + results.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ") + "}")
    flush()
  }
}
