import Brine

/// What `show --refs` prints: who refers to a value, and what it refers to.
struct ReferenceReport {
  let value: PickleValue
  let items: Int
  private let count: Int
  private let shown: [PickleReference]
  private let isComplete: Bool

  init(_ value: PickleValue, items: Int) {
    (self.value, self.items) = (value, items)
    let references = PickleReferences(value.graph)
    count = references.count(of: value)
    shown = references.references(to: value, limit: items)
    isComplete = references.isComplete
  }

  // MARK: Text

  var text: String {
    var lines = [Output.printable(value.isNone ? "None" : value.description)]
    lines.append(
      value.isRoot ? "the root of the pickle" + (count > 0 ? ", and \(referenced)" : "") : referenced)
    var paths = PathTexts()
    lines += shown.map { line($0, &paths) }
    if count > shown.count { lines.append("  … \(count - shown.count) more") }
    if !isComplete {
      lines.append("not everything was looked at: the same parts are referred to far too often")
    }
    let children = value.children
    lines.append(
      children.isEmpty
        ? "refers to nothing" : "refers to \(children.count) value\(children.count == 1 ? "" : "s")")
    lines += children.prefix(items).map { child in
      let value = Output.printable(child.value.isNone ? "None" : child.value.description)
      return "  " + Output.colour(Output.printable(child.step.description), .name) + ": " + value
    }
    if children.count > items { lines.append("  … \(children.count - items) more") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var referenced: String {
    guard value.hasPlace else { return "a plain number or constant: stored anew wherever it stands" }
    return "referred to \(count == 1 ? "once" : "\(count) times")"
  }

  private func line(_ reference: PickleReference, _ paths: inout PathTexts) -> String {
    let path = paths.short(reference.path, depth: reference.depth, step: reference.step)
    return "  " + Output.colour(path, .name) + "  by " + Output.printable(reference.holder.description)
  }

  // MARK: JSON

  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"type\":")
    try writer.write(string: value.isNone ? "None" : value.typeName)
    try writer.write(",\"preview\":")
    try writer.write(string: value.isNone ? "" : value.preview)
    try writer.write(text: ",\"root\":\(value.isRoot),\"references\":\(count),\"parents\":[")
    var paths = PathTexts()
    for (index, reference) in shown.enumerated() {
      try writer.write(index > 0 ? ",{" : "{")
      try paths.write(reference.path, depth: reference.depth, step: reference.step, to: &writer)
      if let parent = paths.whole(reference.holderPath, depth: reference.depth - 1) {
        try writer.write(",\"parent\":")
        try writer.write(string: parent)
      }
      try write(reference.step, reference.holder, to: &writer)
    }
    try writer.write(text: "],\"count\":\(value.children.count),\"children\":[")
    for (index, child) in value.children.prefix(items).enumerated() {
      try writer.write(index > 0 ? ",{\"label\":" : "{\"label\":")
      try writer.write(string: child.step.description)
      try write(nil, child.value, to: &writer)
    }
    try writer.write("]}")
  }

  private func write(_ step: PickleStep?, _ value: PickleValue, to writer: inout JSONTextWriter) throws {
    if let step {
      try writer.write(",\"label\":")
      try writer.write(string: step.description)
    }
    try writer.write(",\"type\":")
    try writer.write(string: value.isNone ? "None" : value.typeName)
    try writer.write(",\"preview\":")
    try writer.write(string: value.isNone ? "" : value.preview)
    try writer.write("}")
  }
}
