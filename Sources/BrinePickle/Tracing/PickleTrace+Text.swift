extension PickleTrace: CustomStringConvertible {
  /// The sizes as a tree, three levels deep and the ten largest parts of each.
  public var description: String {
    var lines: [String] = []
    func add(_ node: Node, _ level: Int) {
      let label = node.step.map { "\($0): " } ?? ""
      lines.append(String(repeating: "  ", count: level) + "\(label)\(node.value), \(node.size) bytes")
      guard level < 3 else { return }
      let shown = node.largestChildren(10)
      for child in shown { add(child, level + 1) }
      let rest = node.childCount - shown.count
      if rest > 0 { lines.append(String(repeating: "  ", count: level + 1) + "… \(rest) more") }
    }
    add(root, 0)
    return lines.joined(separator: "\n")
  }
}
