import Brine

/// The texts of paths.
///
/// A path may be as long as the file, and there may be as many such paths: after some millions of steps those that
/// are long are given by their last step alone.
struct PathTexts {
  private var stepsLeft = 2_000_000

  /// The whole text; `nil` when it would be too much.
  mutating func whole(_ path: PicklePath, depth: Int) -> String? {
    if depth > 100 {
      guard depth <= stepsLeft else { return nil }
      stepsLeft -= depth
    }
    return path.description
  }

  /// The text for people; a very long one without its middle.
  mutating func short(_ path: PicklePath, depth: Int, step: PickleStep?) -> String {
    guard let text = whole(path, depth: depth) else {
      return "(\(depth - 1) steps) … " + Output.printable(step?.description ?? "")
    }
    guard !text.isEmpty else { return "(root)" }
    guard text.utf8.count > 400 else { return Output.printable(text) }
    return Output.printable(text.prefix(190) + " … " + text.suffix(190))
  }

  /// Writes `"path":"…"`, or `"path":null,"depth":100000,"step":"[1]"`.
  mutating func write(
    _ path: PicklePath, depth: Int, step: PickleStep?, as name: String = "path",
    to writer: inout JSONTextWriter
  ) throws {
    try writer.write(text: "\"\(name)\":")
    if let text = whole(path, depth: depth) { return try writer.write(string: text) }
    try writer.write(text: "null,\"depth\":\(depth),\"step\":")
    try writer.write(string: step?.description ?? "")
  }
}
