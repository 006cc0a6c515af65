import BrineCore

/// What is in objects: elements and attributes.
extension HDF5Differences {
  mutating func compareTypes(_ old: Datatype, _ new: Datatype, attribute: String? = nil) {
    guard let kind = kind(old.relation(to: new)) else { return }
    report(
      kind, HDF5Difference.Side(type: "type", preview: old.text(beside: new)),
      HDF5Difference.Side(type: "type", preview: new.text(beside: old)), attribute: attribute)
  }

  /// What a relation is reported as.
  private func kind(_ relation: TypeRelation) -> HDF5Difference.Kind? {
    switch relation {
    case .same: nil
    case .stored: options.storage ? .storage : nil
    case .comparable, .different: .type
    }
  }

  // MARK: Datasets

  mutating func compareDatasets(_ old: Dataset, _ new: Dataset) {
    compareTypes(old.datatype, new.datatype)
    if options.storage { compareStorage(old, new) }
    guard old.shape == new.shape, old.dataspace.kind == new.dataspace.kind else {
      return report(.shape, old.dataspace.side, new.dataspace.side)
    }
    let relation = old.datatype.relation(to: new.datatype)
    guard relation != .different, old.dataspace.kind != .null else { return }
    do throws(SidedError) {
      var comparison = try DatasetComparison(old, new, relation, text)
      guard let differences = try comparison.differences(&elements), differences.differing > 0 else { return }
      report(
        .value, old.datatype.side(old.dataspace), new.datatype.side(new.dataspace),
        differences.text(comparison.change))
    } catch { reportDamage(error.completed(old, new)) }
  }

  // MARK: Attributes

  mutating func compareAttributes(_ old: Attributes, _ new: Attributes) {
    for problem in old.problems { reportDamage(problem, nil) }
    for problem in new.problems { reportDamage(nil, problem) }
    let (before, after) = (old.all(), new.all())
    var (first, second) = (0, 0)
    while first < before.count || second < after.count {
      let name = first < before.count ? before[first].name : nil
      let other = second < after.count ? after[second].name : nil
      // By bytes, as they were sorted.
      let isOld = name.map { name in other.map { Self.precedes(name, $0) || name == $0 } ?? true } ?? false
      let isNew = other.map { other in name.map { Self.precedes(other, $0) || other == $0 } ?? true } ?? false
      if !isExcluded((isOld ? name : other) ?? "") {
        compare(isOld ? before[first] : nil, isNew ? after[second] : nil)
      }
      first += isOld ? 1 : 0
      second += isNew ? 1 : 0
    }
  }

  private static func precedes(_ name: String, _ other: String) -> Bool {
    name.utf8.lexicographicallyPrecedes(other.utf8)
  }

  private func isExcluded(_ name: String) -> Bool {
    options.excludes("\(place.old)@\(name)") || options.excludes("\(place.new)@\(name)")
  }

  typealias NamedAttribute = (name: String, attribute: Result<Attribute, HDF5Error>)

  private mutating func compare(_ old: NamedAttribute?, _ new: NamedAttribute?) {
    guard let old, let new else {
      guard let only = old ?? new else { return }
      let side: HDF5Difference.Side
      switch only.attribute {
      case .success(let attribute): side = text.side(attribute)
      case .failure(let error):
        side = HDF5Difference.Side(type: "damaged", preview: error.description)
      }
      return report(
        new == nil ? .removed : .added, new == nil ? side : nil, new == nil ? nil : side,
        attribute: only.name)
    }
    switch (old.attribute, new.attribute) {
    case (.success(let before), .success(let after)): compare(before, after)
    case (.failure(let first), .failure(let second)): reportDamage(first, second, attribute: old.name)
    case (.failure(let error), .success): reportDamage(error, nil, attribute: old.name)
    case (.success, .failure(let error)): reportDamage(nil, error, attribute: old.name)
    }
  }

  private mutating func compare(_ old: Attribute, _ new: Attribute) {
    let before = HDF5Elements(old.datatype, old.dataspace, old.file, old.objectPath) { () throws(HDF5Error) in
      try old.read()
    }
    let after = HDF5Elements(new.datatype, new.dataspace, new.file, new.objectPath) { () throws(HDF5Error) in
      try new.read()
    }
    compare(before, after, attribute: old.name)
  }

  /// Elements that are read at once.
  mutating func compare(_ old: HDF5Elements, _ new: HDF5Elements, attribute: String? = nil) {
    compareTypes(old.datatype, new.datatype, attribute: attribute)
    guard old.dataspace.shape == new.dataspace.shape, old.dataspace.kind == new.dataspace.kind else {
      return report(.shape, old.dataspace.side, new.dataspace.side, attribute: attribute)
    }
    guard old.datatype.relation(to: new.datatype) != .different else { return }
    do throws(SidedError) {
      let (before, after) = try SidedError.both(old.read, new.read)
      guard let before, let after, before.shape == after.shape else { return }
      let differences = try elements.differences(before, after)
      guard let first = differences.first else { return }
      report(
        .value, text.side(old, before), text.side(new, after),
        differences.text(text.change(before, after, at: first)), attribute: attribute)
    } catch { reportDamage(error, attribute: attribute) }
  }
}

/// Elements to be compared: of an attribute, or a selection of a dataset's.
public struct HDF5Elements: Sendable {
  /// The type of the elements.
  public let datatype: Datatype
  /// The path of what has them.
  public let path: String
  let file: HDF5File
  let dataspace: Dataspace
  let read: @Sendable () throws(HDF5Error) -> NDArray?

  init(
    _ datatype: Datatype, _ dataspace: Dataspace, _ file: HDF5File, _ path: String,
    _ read: @escaping @Sendable () throws(HDF5Error) -> NDArray?
  ) {
    (self.datatype, self.dataspace, self.file, self.path, self.read) = (datatype, dataspace, file, path, read)
  }

  /// Elements that were read from a file; `nil` for those of a null dataspace.
  public init(_ array: NDArray?, of datatype: Datatype, in file: HDF5File, path: String) {
    let kind: Dataspace.Kind = array.map { $0.shape.isEmpty ? .scalar : .simple } ?? .null
    self.init(datatype, Dataspace(kind, shape: array?.shape ?? []), file, path) { array }
  }
}

extension Datatype {
  /// The type in words; h5dump's where the words of the other one are the same.
  func text(beside other: Datatype) -> String {
    let (words, others) = (description, other.description)
    guard words == others else { return words }
    let lines = ddl.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }
    return lines.joined(separator: " ")
  }

  /// Elements of this type, for a difference.
  func side(_ space: Dataspace) -> HDF5Difference.Side {
    HDF5Difference.Side(
      type: description, preview: space.side.preview, shape: space.kind == .simple ? space.shape : nil)
  }
}

extension Dataspace {
  fileprivate var side: HDF5Difference.Side {
    let text = kind == .null ? "null" : PythonLiteral.tuple(shape.map { .int($0) }).description
    return HDF5Difference.Side(type: "shape", preview: text)
  }
}

extension ElementText {
  /// An attribute for a difference.
  fileprivate func side(_ attribute: Attribute) -> HDF5Difference.Side {
    guard attribute.dataspace.kind == .scalar, let value = try? attribute.read(), value.shape.isEmpty else {
      return attribute.datatype.side(attribute.dataspace)
    }
    return HDF5Difference.Side(type: attribute.datatype.description, preview: text(of: value))
  }

  /// Elements for a difference: the value where it is one.
  fileprivate func side(_ elements: HDF5Elements, _ array: NDArray) -> HDF5Difference.Side {
    guard array.shape.isEmpty else { return elements.datatype.side(elements.dataspace) }
    return HDF5Difference.Side(type: elements.datatype.description, preview: text(of: array))
  }
}
