import Brine

/// One difference, for people and for programs.
struct DiffLine {
  let kind: PickleDifference.Kind
  var path = PicklePath()
  var step: PickleStep?
  var depth = 0
  var newPath: PicklePath?
  let old: PickleValue?
  let new: PickleValue?
  var detail: String?
  var firstPath: PicklePath?
  var wasShared = false

  /// A difference between whole pickles.
  init(kind: PickleDifference.Kind, old: PickleValue?, new: PickleValue?) {
    (self.kind, self.old, self.new) = (kind, old, new)
  }

  init(_ difference: PickleDifference) {
    (kind, path, newPath) = (difference.kind, difference.path, difference.newPath)
    (step, depth) = (difference.step, difference.depth)
    (old, new) = (difference.old, difference.new)
    (detail, firstPath, wasShared) = (difference.detail, difference.firstPath, difference.wasShared)
  }

  // MARK: Text

  /// `~ config/lr: 0.1 → 0.01`
  func text(_ paths: inout PathTexts) -> String {
    var text = mark + " " + Output.colour(paths.short(path, depth: depth, step: step), .name)
    if let newPath { text += " (now \(paths.short(newPath, depth: depth, step: step)))" }
    text += ": " + Output.printable(kind == .sharing ? sharing(&paths) : change)
    return text
  }

  private var mark: String {
    switch kind {
    case .added: Output.colour("+", .value)
    case .removed: Output.hasColour ? "\u{1B}[31m-\u{1B}[0m" : "-"
    default: Output.colour("~", .warning)
    }
  }

  private var change: String {
    switch (kind, old, new) {
    case (.value, let old?, let new?): valueChange(old, new)
    case (.length, let old?, let new?) where old.kind == .array || old.kind == .ndarray:
      "\(old) → \(new.preview)"
    case (.length, let old?, let new?): "\(old.typeName) of length \(old.length) → \(new.length)"
    case (.name, let old?, let new?): "\(old.nameText) → \(new.nameText)"
    case (.order, _, _): "the keys are in another order"
    case (_, let old?, let new?): "\(old.typedText) → \(new.typedText)"
    default: (old ?? new)?.typedText ?? ""
    }
  }

  /// Both values where they are short, else what differs in them.
  private func valueChange(_ old: PickleValue, _ new: PickleValue) -> String {
    let texts = (old.shortText, new.shortText)
    guard let detail else { return "\(texts.0) → \(texts.1)" }
    switch old.kind {
    case .string: return "str (\(old.length) bytes → \(new.length)), \(detail)"
    case .array, .ndarray: return "\(old.description), \(detail)"
    case .scalar: return detail
    case .bytes, .bytearray:
      return texts.0 == texts.1 ? "\(old.description), \(detail)" : "\(texts.0) → \(texts.1)"
    default: return "\(texts.0) → \(texts.1) (\(detail))"
    }
  }

  private func sharing(_ paths: inout PathTexts) -> String {
    let other = firstPath.map { "the one at " + paths.short($0, depth: depth, step: nil) } ?? "an earlier one"
    return wasShared
      ? "the same object as \(other) in A, a copy in B" : "a copy in A, the same object as \(other) in B"
  }

  // MARK: JSON

  /// `{"path":…,"kind":…,"a":…,"b":…}`
  func write(to writer: inout JSONTextWriter, pickle: Int?, _ paths: inout PathTexts) throws {
    try writer.write("{")
    if let pickle { try writer.write(text: "\"pickle\":\(pickle),") }
    try paths.write(path, depth: depth, step: step, to: &writer)
    if let newPath, let text = paths.whole(newPath, depth: depth) {
      try writer.write(",\"pathB\":")
      try writer.write(string: text)
    }
    try writer.write(text: ",\"kind\":\"\(kind.rawValue)\",\"a\":")
    try write(old, to: &writer)
    try writer.write(",\"b\":")
    try write(new, to: &writer)
    if let detail {
      try writer.write(",\"detail\":")
      try writer.write(string: detail)
    }
    if kind == .sharing { try writer.write(text: ",\"sharedIn\":\"\(wasShared ? "a" : "b")\"") }
    if let firstPath, let text = paths.whole(firstPath, depth: depth) {
      try writer.write(",\"firstPath\":")
      try writer.write(string: text)
    }
    try writer.write("}")
  }

  private func write(_ value: PickleValue?, to writer: inout JSONTextWriter) throws {
    guard let value else { return try writer.write("null") }
    try writer.write("{\"type\":")
    try writer.write(string: value.isNone ? "None" : value.typeName)
    try writer.write(",\"preview\":")
    try writer.write(string: value.preview)
    try value.writePlainJSON(to: &writer)
    try writer.write("}")
  }
}
