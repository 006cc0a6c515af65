import Brine
import Foundation

/// The tree of sizes that `show --trace` prints. Nesting is followed to `depth` only, so recursion is safe.
struct TraceReport {
  let trace: PickleTrace
  let depth: Int
  let items: Int

  /// Columns for all bytes, their share and the node's own bytes, then the tree, the largest children first.
  func print() throws {
    try Output.write("     bytes   share        own\n")
    try Output.write(columns(trace.root) + line(trace.root) + "\n")
    try printChildren(of: trace.root, prefix: "", level: 0)
    if !trace.isComplete {
      try Output.write("not everything was counted: the same parts are referred to far too often\n")
    }
  }

  private func printChildren(of node: PickleTrace.Node, prefix: String, level: Int) throws {
    guard level < depth else { return }
    let count = node.childCount
    let shown = node.largestChildren(items)
    for (index, child) in shown.enumerated() {
      let isLast = index == count - 1
      let isCut = level + 1 == depth && child.childCount > 0
      let text = line(child) + (isCut ? " …" : "")
      try Output.write(columns(child) + prefix + (isLast ? "└─ " : "├─ ") + text + "\n")
      try printChildren(of: child, prefix: prefix + (isLast ? "   " : "│  "), level: level + 1)
    }
    if count > shown.count {
      let rest = shown.reduce(node.size - node.ownSize) { $0 - $1.size }
      let columns = right(String(rest), 10) + right(share(rest), 8) + right("", 11) + "  "
      try Output.write(columns + prefix + "└─ … \(count - shown.count) more\n")
    }
  }

  private func columns(_ node: PickleTrace.Node) -> String {
    right(String(node.size), 10) + right(share(node.size), 8) + right(String(node.ownSize), 11) + "  "
  }

  private func share(_ size: Int) -> String {
    trace.size > 0 ? String(format: "%.1f%%", 100 * Double(size) / Double(trace.size)) : ""
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func line(_ node: PickleTrace.Node) -> String {
    let label = node.step.map { Output.colour(Output.printable($0.description), .name) + ": " } ?? ""
    let value = Output.printable(node.value.isNone ? "None" : node.value.description)
    return label + value + (node.isRepeated && node.value.identity != nil ? " ↑" : "")
  }

  // MARK: JSON

  /// Writes `{"label":…,"type":…,"preview":…,"size":…,"own":…,"count":…,"children":[…]}`.
  func write(to writer: inout JSONTextWriter) throws {
    try write(trace.root, level: 0, to: &writer)
  }

  private func write(_ node: PickleTrace.Node, level: Int, to writer: inout JSONTextWriter) throws {
    let count = node.childCount
    try writer.write("{\"label\":")
    try writer.write(string: node.step?.description ?? "")
    try writer.write(",\"type\":")
    try writer.write(string: node.value.isNone ? "None" : node.value.typeName)
    try writer.write(",\"preview\":")
    try writer.write(string: node.value.isNone ? "" : node.value.preview)
    try writer.write(text: ",\"size\":\(node.size),\"own\":\(node.ownSize),\"count\":\(count)")
    if node.isRepeated { try writer.write(",\"repeated\":true") }
    if count > 0, level >= depth || count > items { try writer.write(",\"truncated\":true") }
    if count > 0, level < depth {
      try writer.write(",\"children\":[")
      for (index, child) in node.largestChildren(items).enumerated() {
        if index > 0 { try writer.write(",") }
        try write(child, level: level + 1, to: &writer)
      }
      try writer.write("]")
    }
    try writer.write("}")
  }
}
