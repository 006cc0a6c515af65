import Brine

/// One difference, for people and for programs.
struct DiffLine {
  let kind: PickleDifference.Kind
  var path = PicklePath()
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
    (old, new) = (difference.old, difference.new)
    (detail, firstPath, wasShared) = (difference.detail, difference.firstPath, difference.wasShared)
  }

  // MARK: Text

  /// `~ config/lr: 0.1 → 0.01`
  var text: String {
    var text = mark + " " + Output.colour(Self.text(path), .name)
    if let newPath { text += " (now \(Self.text(newPath)))" }
    text += ": " + Output.printable(change)
    if let detail, kind != .sharing { text += " (\(Output.printable(detail)))" }
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
    // What differs in an array, its detail tells.
    case (.value, let old?, _?) where old.kind == .array: old.description
    case (.value, let old?, let new?): "\(old.shortText) → \(new.shortText)"
    case (.length, let old?, let new?) where old.kind == .array: "\(old) → \(new.preview)"
    case (.length, let old?, let new?): "\(old.typeName) of length \(old.length) → \(new.length)"
    case (.name, let old?, let new?): "\(old.nameText) → \(new.nameText)"
    case (.order, _, _): "the keys are in another order"
    case (.sharing, _, _): sharing
    case (_, let old?, let new?): "\(old.typedText) → \(new.typedText)"
    default: (old ?? new)?.typedText ?? ""
    }
  }

  private var sharing: String {
    let other = firstPath.map { "the one at " + Self.text($0) } ?? "an earlier one"
    return wasShared
      ? "the same object as \(other) in A, a copy in B" : "a copy in A, the same object as \(other) in B"
  }

  /// A path; a very long one without its middle.
  private static func text(_ path: PicklePath) -> String {
    let text = path.description
    guard !text.isEmpty else { return "(root)" }
    guard text.utf8.count > 400 else { return Output.printable(text) }
    return Output.printable(text.prefix(190) + " … " + text.suffix(190))
  }

  // MARK: JSON

  /// `{"path":…,"kind":…,"a":…,"b":…}`
  func write(to writer: inout JSONTextWriter, pickle: Int?) throws {
    try writer.write("{")
    if let pickle { try writer.write(text: "\"pickle\":\(pickle),") }
    try writer.write("\"path\":")
    try writer.write(string: path.description)
    if let newPath {
      try writer.write(",\"pathB\":")
      try writer.write(string: newPath.description)
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
    if let firstPath {
      try writer.write(",\"firstPath\":")
      try writer.write(string: firstPath.description)
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
