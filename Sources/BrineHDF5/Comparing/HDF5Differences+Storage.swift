import BrineCore

/// How things are stored.
extension HDF5Differences {
  /// Facts about the files as a whole.
  mutating func reportFiles(_ old: HDF5File, _ new: HDF5File) {
    let (first, second) = (old.superblock, new.superblock)
    compareStorage("superblock version", first.version, second.version)
    compareStorage("user block", first.offset, second.offset)
    compareStorage("size of addresses", first.offsetSize, second.offsetSize)
    compareStorage("size of lengths", first.lengthSize, second.lengthSize)
  }

  mutating func compareStorage(_ old: Dataset, _ new: Dataset) {
    compareStorage("layout", old.layoutText, new.layoutText)
    compareStorage("filters", Self.text(old.filters), Self.text(new.filters))
    compareStorage("largest shape", Self.text(old.maxShape), Self.text(new.maxShape))
    guard old.datatype.relation(to: new.datatype) != .different else { return }
    compareStorage("fill value", fillText(old), fillText(new))
  }

  /// The order in which links were made.
  mutating func compareStorage(_ old: Group, _ before: LinkListing, _ new: Group, _ after: LinkListing) {
    let orders = [(old, before), (new, after)].map { group, listing -> String in
      guard (try? group.tracksCreationOrder) == true else { return "not tracked" }
      var sorted = listing
      sorted.sort(byCreation: true)
      return sorted.links.prefix(20).map(\.name.text).joined(separator: ", ")
    }
    compareStorage("order of creation", orders[0], orders[1])
  }

  private mutating func compareStorage<Value: Equatable>(_ name: String, _ old: Value, _ new: Value) {
    guard old != new else { return }
    report(
      .storage, HDF5Difference.Side(type: name, preview: "\(old)"),
      HDF5Difference.Side(type: name, preview: "\(new)"))
  }

  private func fillText(_ dataset: Dataset) -> String {
    switch dataset.fill.value {
    case .undefined: return "undefined"
    case .zeros: return "zeros"
    case .bytes: break
    }
    guard let value = try? dataset.fillValue, value.shape.isEmpty else { return "damaged" }
    return text.text(of: value)
  }

  private static func text(_ filters: [Filter]) -> String {
    filters.isEmpty ? "none" : filters.map(\.description).joined(separator: ", ")
  }

  private static func text(_ shape: [Int?]) -> String {
    "(" + shape.map { $0.map(String.init) ?? "unlimited" }.joined(separator: ", ") + ")"
  }
}

extension Dataset {
  /// `chunks (10, 10), version 1 B-tree`.
  fileprivate var layoutText: String {
    guard let layout = try? layout else { return "damaged" }
    guard case .chunked(let chunk, let index) = layout else { return "\(layout)" }
    return "chunks \(PythonLiteral.tuple(chunk.map { .int($0) })), \(index)"
  }
}
