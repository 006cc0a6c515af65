import Brine
import Foundation

// Measures what it is told to on standard input, once a line: see the protocol in hdf5_bench.py.

/// What was done: the time it took, by the clock and of all threads together, and a number by which the other side
/// can see that the same was done.
struct Answer {
  var seconds: Double
  var processorSeconds: Double
  var check: Double
}

/// Measures an action; the check is computed when the time is over.
func measure<Result>(_ action: () throws -> Result, check: (Result) throws -> Double) throws -> Answer {
  let processor = processorTime()
  var result: Result?
  let duration = try ContinuousClock().measure { result = try action() }
  let spent = processorTime() - processor
  let components = duration.components
  return Answer(
    seconds: Double(components.attoseconds) * 1e-18 + Double(components.seconds), processorSeconds: spent,
    check: try result.map(check) ?? .nan)
}

/// The processor time of this process so far.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func sum(_ array: NDArray) throws -> Double {
  try array.elements(as: Double.self).reduce(0, +)
}

func length(_ texts: [String]) -> Double { texts.reduce(0) { $0 + Double($1.utf8.count) } }

struct Missing: Error { let what: String }

func dataset(_ file: HDF5File, _ path: String) throws -> Dataset {
  guard let dataset = try file[path].dataset else { throw Missing(what: path) }
  return dataset
}

func group(_ file: HDF5File, _ path: String) throws -> Group {
  guard let group = try file[path].group else { throw Missing(what: path) }
  return group
}

/// What takes whole datasets.
func measureReading(_ words: [String]) throws -> Answer? {
  switch words[0] {
  case "read":
    var options = HDF5File.Options()
    options.reading.threads = Int(words[3]) ?? 1
    return try measure {
      try dataset(HDF5File(words[1], options: options), words[2]).read()
    } check: {
      try sum($0)
    }
  case "sum":
    return try measure {
      try dataset(HDF5File(words[1]), words[2]).read().sum()
    } check: { value in
      guard case .float(let sum) = value else { throw Missing(what: "a sum") }
      return sum
    }
  case "strings":
    return try measure {
      try dataset(HDF5File(words[1]), words[2]).asStrings()
    } check: {
      length($0)
    }
  case "field":
    return try measure {
      try dataset(HDF5File(words[1]), words[2]).read(field: words[3])
    } check: {
      try sum($0)
    }
  default: return nil
  }
}

/// What takes parts of one dataset, which is opened outside the time.
func measureSelecting(_ words: [String]) throws -> Answer? {
  switch words[0] {
  case "windows":
    let dataset = try dataset(HDF5File(words[1]), words[2])
    let corners = try NPYFile(contentsOf: words[3]).array.elements(as: Int.self)
    return try measure {
      try stride(from: 0, to: corners.count, by: 2).map {
        try dataset[corners[$0]..<corners[$0] + 16, corners[$0 + 1]..<corners[$0 + 1] + 16]
      }
    } check: {
      try $0.reduce(0) { try $0 + sum($1) }
    }
  case "select":
    let dataset = try dataset(HDF5File(words[1]), words[2])
    return try measure {
      try dataset.read(text: words[3]).copied()
    } check: {
      try sum($0)
    }
  case "mask":
    let dataset = try dataset(HDF5File(words[1]), words[2])
    let mask = try NPYFile(contentsOf: words[3]).array.copied()
    return try measure {
      try dataset.read(Selection([.mask(.init(mask))]))
    } check: {
      try sum($0)
    }
  default: return nil
  }
}

/// What takes many small things.
func measureMany(_ words: [String]) throws -> Answer? {
  switch words[0] {
  case "datasets":
    return try measure {
      let root = try HDF5File(words[1]).root
      return try root.keys.compactMap { try root[$0].dataset?.read() }
    } check: {
      try $0.reduce(0) { try $0 + sum($1) }
    }
  case "attributes":
    return try measure {
      let root = try HDF5File(words[1]).root
      let names = try root.keys
      let holders = try names.isEmpty ? [root.attrs] : names.map { try root[$0].attrs }
      return try holders.flatMap { try $0.all().compactMap { try $0.attribute.get().read() } }
    } check: {
      try $0.reduce(0) { try $0 + sum($1) }
    }
  case "links":
    return try measure {
      try group(HDF5File(words[1]), words[2]).keys
    } check: {
      length($0)
    }
  case "open":
    return try measure {
      var count = 0
      for _ in 0..<1000 { count = try HDF5File(words[1]).root.count }
      return count
    } check: {
      Double($0)
    }
  default: return nil
  }
}

while let line = readLine() {
  let words = line.split(separator: "\t").map(String.init)
  guard let answer = try measureReading(words) ?? measureSelecting(words) ?? measureMany(words) else {
    throw Missing(what: line)
  }
  let text =
    "{\"seconds\": \(answer.seconds), \"processor\": \(answer.processorSeconds), \"check\": \(answer.check)}\n"
  FileHandle.standardOutput.write(Data(text.utf8))
}
