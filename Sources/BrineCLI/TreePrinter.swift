import Brine

/// Draws an outline with lines, or writes it as JSON. Nesting is followed to `depth` only, so recursion is safe.
struct TreePrinter {
  let depth: Int
  let items: Int

  func print(_ root: any OutlineNode) throws {
    var seen: Set<AnyHashable> = []
    try Output.write(line(root, isRepeated: false) + "\n")
    _ = root.identity.map { seen.insert($0) }
    try printChildren(of: root, prefix: "", level: 0, &seen)
  }

  private func printChildren(
    of node: any OutlineNode, prefix: String, level: Int, _ seen: inout Set<AnyHashable>
  ) throws {
    guard level < depth else { return }
    let count = node.childCount
    let shown = node.children(limit: items)
    for (index, child) in shown.enumerated() {
      let isLast = index == count - 1
      let isRepeated = child.identity.map { !seen.insert($0).inserted } ?? false
      let isCut = !isRepeated && level + 1 == depth && child.childCount > 0
      let text = line(child, isRepeated: isRepeated) + (isCut ? " …" : "")
      try Output.write(prefix + (isLast ? "└─ " : "├─ ") + text + "\n")
      guard !isRepeated, !isCut else { continue }
      let next = prefix + (isLast ? "   " : "│  ")
      try printChildren(of: child, prefix: next, level: level + 1, &seen)
    }
    if count > shown.count { try Output.write(prefix + "└─ … \(count - shown.count) more\n") }
  }

  private func line(_ node: any OutlineNode, isRepeated: Bool) -> String {
    let name = node.label.isEmpty ? "" : Output.colour(Output.printable(node.label), .name) + ": "
    let isValue = node.identity == nil
    let (text, typeName) = (Output.printable(node.preview), Output.printable(node.typeName))
    let preview = isValue ? Output.colour(text, .value) : text
    let type = isValue && !preview.isEmpty ? Output.colour(typeName, .type) : typeName
    let danger = node.danger.map { Output.colour("  !! unsafe: \($0)", .warning) } ?? ""
    return name + type + (preview.isEmpty ? "" : " " + preview) + (isRepeated ? " ↑" : "") + danger
  }

  // MARK: JSON

  /// Writes `{"label":…,"type":…,"preview":…,"count":…,"children":[…]}`.
  func write(_ root: any OutlineNode, to writer: inout JSONTextWriter) throws {
    var seen: Set<AnyHashable> = []
    try write(root, level: 0, &seen, to: &writer)
  }

  private func write(
    _ node: any OutlineNode, level: Int, _ seen: inout Set<AnyHashable>, to writer: inout JSONTextWriter
  ) throws {
    let isRepeated = node.identity.map { !seen.insert($0).inserted } ?? false
    try writer.write("{\"label\":")
    try writer.write(string: node.label)
    try writer.write(",\"type\":")
    try writer.write(string: node.typeName)
    try writer.write(",\"preview\":")
    try writer.write(string: node.preview)
    try writer.write(text: ",\"count\":\(node.childCount)")
    if let danger = node.danger {
      try writer.write(",\"danger\":")
      try writer.write(string: danger)
    }
    if isRepeated { try writer.write(",\"repeated\":true") }
    let isCut = node.childCount > 0 && (level >= depth || node.childCount > items)
    if isCut && !isRepeated { try writer.write(",\"truncated\":true") }
    if !isRepeated, level < depth, node.childCount > 0 {
      try writer.write(",\"children\":[")
      for (index, child) in node.children(limit: items).enumerated() {
        if index > 0 { try writer.write(",") }
        try write(child, level: level + 1, &seen, to: &writer)
      }
      try writer.write("]")
    }
    try writer.write("}")
  }
}
