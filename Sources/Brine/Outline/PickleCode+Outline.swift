import BrinePickle

extension PickleCode {
  /// The facts about a code object, and its constants.
  var outline: [any OutlineNode] {
    var nodes: [any OutlineNode] = [TextOutline("file", string: filename)]
    nodes.append(TextOutline("first line", type: "int", String(firstLine)))
    if let lines = lineTable.lines {
      let text = lines.count == 1 ? "" : "–\(lines.upperBound)"
      nodes.append(
        TextOutline("line table", type: text.isEmpty ? "line" : "lines", "\(lines.lowerBound)" + text))
    }
    for part in [PickleCode.Tuple.varnames, .names, .freevars, .cellvars] {
      if let node = namesOutline(part) { nodes.append(node) }
    }
    let consts = tuple(.consts)
    if consts.count > 0 { nodes.append(PickleOutline(consts, label: "consts")) }
    let names = flags.names.isEmpty ? "" : " (" + flags.names.joined(separator: ", ") + ")"
    nodes.append(TextOutline("flags", type: "int", String(flags.rawValue) + names))
    nodes.append(TextOutline("stack size", type: "int", String(stackSize)))
    nodes.append(TextOutline("bytecode", bytes: bytecodeSize))
    if let size = exceptionTableSize, size > 0 { nodes.append(TextOutline("exception table", bytes: size)) }
    return nodes
  }

  /// Names in one line, or as a tuple to open where there are many.
  private func namesOutline(_ part: PickleCode.Tuple) -> (any OutlineNode)? {
    let tuple = tuple(part)
    guard tuple.count > 0 else { return nil }
    let names = tuple.count <= 16 ? (tuple.array ?? []).map(\.preview) : []
    let text = "(" + names.joined(separator: ", ") + (names.count == 1 ? ",)" : ")")
    guard !names.isEmpty, text.utf8.count <= 200 else { return PickleOutline(tuple, label: part.rawValue) }
    return TextOutline(part.rawValue, type: "tuple", text)
  }
}
