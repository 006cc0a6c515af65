import Brine

/// One difference between HDF5 files, for people and for programs.
struct HDF5DiffLine {
  let difference: HDF5Difference

  /// `~ /dense/kernel: float32 (32, 3), 1 of 96 elements differs, [0, 1]: 0.5 → 0.25`
  var text: String {
    var text = mark + " " + Output.colour(Self.short(difference.path), .name)
    if let newPath = difference.newPath { text += " (now \(Self.short(newPath)))" }
    return text + ": " + Output.printable(change)
  }

  private var mark: String {
    switch difference.kind {
    case .added: Output.colour("+", .value)
    case .removed: Output.hasColour ? "\u{1B}[31m-\u{1B}[0m" : "-"
    case .unreadable: Output.hasColour ? "\u{1B}[31m!\u{1B}[0m" : "!"
    default: Output.colour("~", .warning)
    }
  }

  private static func short(_ path: String) -> String {
    guard path.utf8.count > 400 else { return Output.printable(path) }
    return Output.printable(path.prefix(190) + " … " + path.suffix(190))
  }

  private var change: String {
    let (old, new) = (difference.old, difference.new)
    switch (difference.kind, old, new) {
    case (.value, let old?, _):
      let detail = difference.detail ?? ""
      return old.shape == nil ? detail : "\(old.type) \(old.preview), \(detail)"
    case (.unreadable, let old?, let new?): return "can't be read in A: \(old.preview); in B: \(new.preview)"
    case (.unreadable, let old?, nil): return "can't be read in A: \(old.preview)"
    case (.unreadable, nil, let new?): return "can't be read in B: \(new.preview)"
    case (.sharing, _, _): return difference.detail ?? ""
    case (.shape, let old?, let new?), (.storage, let old?, let new?):
      return "\(old.type) \(old.preview) → \(new.preview)"
    case (_, let old?, let new?) where old.type == new.type && old.type == "type":
      return "\(old.preview) → \(new.preview)"
    case (_, let old?, let new?): return "\(Self.text(old)) → \(Self.text(new))"
    default: return (old ?? new).map(Self.text) ?? ""
    }
  }

  private static func text(_ side: HDF5Difference.Side) -> String {
    side.preview.isEmpty ? side.type : "\(side.type) \(side.preview)"
  }

  /// `{"path":…,"kind":…,"a":…,"b":…}`
  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"path\":")
    try writer.write(string: difference.path)
    if let newPath = difference.newPath {
      try writer.write(",\"pathB\":")
      try writer.write(string: newPath)
    }
    try writer.write(text: ",\"kind\":\"\(difference.kind.rawValue)\",\"a\":")
    try write(difference.old, to: &writer)
    try writer.write(",\"b\":")
    try write(difference.new, to: &writer)
    if let detail = difference.detail {
      try writer.write(",\"detail\":")
      try writer.write(string: detail)
    }
    try writer.write("}")
  }

  private func write(_ side: HDF5Difference.Side?, to writer: inout JSONTextWriter) throws {
    guard let side else { return try writer.write("null") }
    try writer.write("{\"type\":")
    try writer.write(string: side.type)
    try writer.write(",\"preview\":")
    try writer.write(string: side.preview)
    if let shape = side.shape {
      try writer.write(text: ",\"shape\":[\(shape.map(String.init).joined(separator: ","))]")
    }
    try writer.write("}")
  }
}
