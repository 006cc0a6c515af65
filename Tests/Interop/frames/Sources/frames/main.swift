// For Tests/Interop/run_frames.py: reads pickled pandas objects and writes them again.
//
//     frames PANDAS OUT FILE…      PANDAS is 2 or 3; items of a list are written as FILE.0, FILE.1 …

import BrineFrames
import BrinePickle
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: frames PANDAS OUT FILE…\n".utf8))
  exit(64)
}
let options = FramePickleOptions(pandas: arguments.first == "2" ? .two : .three)
let folder = URL(fileURLWithPath: Array(arguments)[1])
var failures = 0

/// Writes the object that a value is; answers false when it is none.
func copy(_ value: PickleValue, to name: String, protocolVersion: Int) throws -> Bool {
  let pickle: Pickle
  switch try PandasObject(value, path: name) {
  case .dataFrame(let frame): pickle = try frame.pickle(options)
  case .series(let series): pickle = try series.pickle(options)
  case .index(let index): pickle = try index.pickle(options)
  case nil: return false
  }
  let path = folder.appendingPathComponent(name).path
  try pickle.write(to: path, PickleWriteOptions(protocolVersion: protocolVersion))
  return true
}

for (number, file) in arguments.dropFirst(2).enumerated() {
  let name = URL(fileURLWithPath: file).lastPathComponent
  do {
    let root = try Pickle(contentsOf: file).root
    // Every protocol from 2 on is written.
    let version = 2 + number % 4
    if try copy(root, to: name, protocolVersion: version) { continue }
    for (index, item) in (root.kind == .list ? root.array ?? [] : []).enumerated() {
      _ = try copy(item, to: "\(name).\(index)", protocolVersion: version)
    }
  } catch {
    failures += 1
    FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
  }
}
exit(failures == 0 ? 0 : 1)
