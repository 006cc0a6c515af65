import BrineCore

/// Elements in a few words, for differences.
struct ElementText {
  let old: FirstPaths, new: FirstPaths

  /// How many bytes of text are shown as they are.
  private static let long = 64

  /// What changed: `1.0 → 2.0`; of long texts the place from which on they differ.
  func change(_ before: NDArray, _ after: NDArray, at place: [Int]) -> String {
    guard let old = try? before.value(at: place), let new = try? after.value(at: place) else { return "?" }
    if let first = Self.string(old, before), let second = Self.string(new, after),
      max(first.utf8.count, second.utf8.count) > Self.long
    {
      return Self.change(Array(first.unicodeScalars), Array(second.unicodeScalars))
    }
    return "\(text(old, before, self.old)) → \(text(new, after, self.new))"
  }

  private static func change(_ old: [Unicode.Scalar], _ new: [Unicode.Scalar]) -> String {
    let same = zip(old, new).prefix { $0 == $1 }.count
    let excerpts = [old, new].map { text in
      let end = min(text.count, same + 24)
      var excerpt = ""
      excerpt.unicodeScalars.append(contentsOf: text[min(same, end)..<end])
      return PythonLiteral.quoted(excerpt) + (end < text.count ? "…" : "")
    }
    return "from character \(same) on: \(excerpts[0]) → \(excerpts[1])"
  }

  private static func string(_ value: ArrayValue, _ array: NDArray) -> String? {
    switch value {
    case .string(let text): return text
    case .bytes(let bytes): return String(validating: bytes, as: UTF8.self)
    case .object(let number):
      guard case .text(let text)? = try? array.hdf5Value(number) else { return nil }
      return text
    default: return nil
    }
  }

  /// The only element of an array.
  func text(of array: NDArray) -> String {
    guard let value = try? array.value(at: []) else { return "?" }
    return Self.short(text(value, array, old))
  }

  /// One element in a line.
  private func text(_ value: ArrayValue, _ array: NDArray, _ paths: FirstPaths) -> String {
    if let text = Self.string(value, array) { return PythonLiteral.quoted(text) }
    guard case .object(let number) = value else {
      return Self.short(value.text(array.dtype, objects: array.objects))
    }
    switch try? array.hdf5Value(number) {
    case .reference(let reference): return Self.text(reference, paths)
    case .sequence(let part): return Self.short(part.text(options: ArrayTextOptions(style: .str)))
    case let other: return other.map { Self.short("\($0)") } ?? "?"
    }
  }

  private static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }
      .joined(separator: " ")
    return line.count > 120 ? line.prefix(120) + "…" : line
  }

  private static func text(_ reference: HDF5Reference, _ paths: FirstPaths) -> String {
    guard let address = reference.address else { return "null reference" }
    let path = paths.path(of: address).map { String(decoding: $0, as: UTF8.self) } ?? "address \(address)"
    var text = "reference to \(reference.file ?? "")\(path)"
    if let attribute = reference.attribute { text += "@\(attribute)" }
    if let selection = reference.selection, let region = try? selection.ddlText() { text += " \(region)" }
    return short(text)
  }
}
