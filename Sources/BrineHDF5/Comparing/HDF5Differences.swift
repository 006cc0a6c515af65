/// Compares two objects of HDF5 files, and all that is in them, one difference after the other.
///
/// Hard links are followed, each pair of objects once; soft, external and user-defined links are compared by where they
/// lead, as in `h5diff`. What can't be read is a difference of its own, and does not end the walk.
public struct HDF5Differences: Sequence, IteratorProtocol {
  let options: HDF5DifferenceOptions
  var elements: ElementComparison
  let text: ElementText
  /// What was found at `place` and not yet given out, the next one last.
  private var found: [Finding] = []
  private var groups: [GroupPair] = []
  private var seen: Set<ObjectPair> = []
  private var counterparts: (old: [Int: Int], new: [Int: Int]) = ([:], [:])
  /// The paths of `groups`; the name of a pair is the same on both sides.
  private var paths: (old: PathTable, new: PathTable)
  /// The groups that are being looked at, the last of `groups`.
  private var inside: (old: Group, new: Group)?
  /// What is being looked at.
  var place: (old: String, new: String)
  /// The name of the link to it.
  private var name: NameSlice?

  /// Deeper groups are not entered: making the path of each would take too long.
  private static let deepest = 4096

  private struct ObjectPair: Hashable {
    let oldFile: ObjectIdentifier, newFile: ObjectIdentifier
    let old: Int, new: Int
  }

  /// A difference without its path: one object may have thousands, and a path a million bytes.
  private struct Finding {
    let kind: HDF5Difference.Kind
    let old: HDF5Difference.Side?, new: HDF5Difference.Side?
    let detail: String?, attribute: String?
  }

  /// Two groups, and which of their links, which are in order, come next.
  private struct GroupPair {
    // States, since groups have whole paths, and thousands of pairs may be kept.
    let old: ObjectState, new: ObjectState
    let oldFile: HDF5File, newFile: HDF5File
    let oldLinks: [LinkRecord], newLinks: [LinkRecord]
    /// The number of its path from where the comparison began.
    let number: Int
    var next: (old: Int, new: Int) = (0, 0)
  }

  /// What changed from one object to another.
  public init(from old: HDF5Object, to new: HDF5Object, options: HDF5DifferenceOptions = .init()) {
    self.options = options
    elements = ElementComparison(old.file, new.file, options)
    text = ElementText(old: elements.old, new: elements.new)
    place = (old.path, new.path)
    paths = (PathTable(root: old.path), PathTable(root: new.path))
    if options.storage { reportFiles(old.file, new.file) }
    compare(old, new)
    found.reverse()
  }

  /// What changed from some elements to others.
  public init(from old: HDF5Elements, to new: HDF5Elements, options: HDF5DifferenceOptions = .init()) {
    self.options = options
    elements = ElementComparison(old.file, new.file, options)
    text = ElementText(old: elements.old, new: elements.new)
    place = (old.path, new.path)
    paths = (PathTable(root: old.path), PathTable(root: new.path))
    compare(old, new)
    found.reverse()
  }

  /// What changed from one file to another.
  public init(from old: HDF5File, to new: HDF5File, options: HDF5DifferenceOptions = .init()) {
    self.init(from: .group(old.root), to: .group(new.root), options: options)
  }

  /// The next difference; `nil` when there are no more.
  public mutating func next() -> HDF5Difference? {
    while found.isEmpty, let last = groups.indices.last {
      guard let (old, new) = nextLinks(last) else {
        leave()
        continue
      }
      let (oldGroup, newGroup) = groupsInside(last)
      place = (Self.join(oldGroup.path, name), Self.join(newGroup.path, name))
      compare(old, new, in: oldGroup, newGroup)
      found.reverse()
    }
    return found.popLast().map(difference)
  }

  private func difference(_ found: Finding) -> HDF5Difference {
    let suffix = found.attribute.map { "@\($0)" } ?? ""
    let (path, newPath) = (place.old + suffix, place.new + suffix)
    let isOnOneSide = found.kind == .added || found.kind == .removed
    return HDF5Difference(
      kind: found.kind, path: found.kind == .added ? newPath : path,
      newPath: path == newPath || isOnOneSide ? nil : newPath, old: found.old, new: found.new,
      detail: found.detail)
  }

  // MARK: Links

  /// The links of the next name: one of each group, or one of one of them alone.
  private mutating func nextLinks(_ number: Int) -> (LinkRecord?, LinkRecord?)? {
    let pair = groups[number]
    let old = pair.next.old < pair.oldLinks.count ? pair.oldLinks[pair.next.old] : nil
    let new = pair.next.new < pair.newLinks.count ? pair.newLinks[pair.next.new] : nil
    guard old != nil || new != nil else { return nil }
    var order = 0
    if let old, let new { order = old.name.compare(new.name.bytes) } else { order = old == nil ? 1 : -1 }
    if order <= 0 { groups[number].next.old += 1 }
    if order >= 0 { groups[number].next.new += 1 }
    name = (order <= 0 ? old : new)?.name
    return (order <= 0 ? old : nil, order >= 0 ? new : nil)
  }

  private static func join(_ path: String, _ name: NameSlice?) -> String {
    let name = name?.text ?? ""
    return path == "/" ? "/\(name)" : "\(path)/\(name)"
  }

  /// The groups of a pair, which is the last.
  private mutating func groupsInside(_ number: Int) -> (old: Group, new: Group) {
    if let inside { return inside }
    let pair = groups[number]
    let made = (
      old: Group(file: pair.oldFile, state: pair.old, path: paths.old.text(of: pair.number)),
      new: Group(file: pair.newFile, state: pair.new, path: paths.new.text(of: pair.number))
    )
    inside = made
    return made
  }

  private mutating func compare(
    _ old: LinkRecord?, _ new: LinkRecord?, in oldGroup: Group, _ newGroup: Group
  ) {
    guard !options.excludes(place.old), !options.excludes(place.new) else { return }
    guard let old, let new else {
      return report(
        new == nil ? .removed : .added, old.map { side($0, in: oldGroup, place.old) },
        new.map { side($0, in: newGroup, place.new) })
    }
    let areHard = (old.isHard, new.isHard)
    guard areHard == (true, true) || options.followsLinks else {
      let (before, after) = (side(old, in: oldGroup, place.old), side(new, in: newGroup, place.new))
      if before != after || areHard.0 != areHard.1 { report(.link, before, after) }
      return
    }
    let before = object(old, in: oldGroup, place.old)
    let after = object(new, in: newGroup, place.new)
    switch (before, after) {
    case (.success(let before), .success(let after)): compare(before, after)
    case (.failure(let first), .failure(let second)):
      if !areHard.0, !areHard.1, first.leadsNowhere, second.leadsNowhere { return }
      reportDamage(first, second)
    case (.failure(let error), .success) where !areHard.0 && error.leadsNowhere:
      report(.link, error.side, side(new, in: newGroup, place.new))
    case (.success, .failure(let error)) where !areHard.1 && error.leadsNowhere:
      report(.link, side(old, in: oldGroup, place.old), error.side)
    case (.failure(let error), .success): reportDamage(error, nil)
    case (.success, .failure(let error)): reportDamage(nil, error)
    }
  }

  /// What a link leads to.
  private func object(
    _ link: LinkRecord, in group: Group, _ path: String
  ) -> Result<HDF5Object, HDF5Error> {
    do throws(HDF5Error) {
      if case .hard(let address) = link.target {
        return .success(try group.file.object(at: address, path: path))
      }
      return .success(try group[link.name.text])
    } catch { return .failure(error) }
  }

  private func side(_ link: LinkRecord, in group: Group, _ path: String) -> HDF5Difference.Side {
    switch Link(link).target {
    case .hard:
      switch object(link, in: group, path) {
      case .success(let object): return object.side
      case .failure(let error): return HDF5Difference.Side(type: "damaged", preview: error.description)
      }
    case .soft(let target): return HDF5Difference.Side(type: "soft link", preview: "to \(target)")
    case .external(let file, let target):
      return HDF5Difference.Side(type: "external link", preview: "to \(target) of \(file)")
    case .userDefined(let kind, let data):
      let bytes = data.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let hash = data.withUnsafeBytes { Lookup3.hash($0) }
      let rest = data.count > 32 ? "… (\(data.count) bytes, hash \(hash))" : ""
      return HDF5Difference.Side(
        type: "user-defined link", preview: "of class \(kind), data \(bytes)\(rest)")
    }
  }

  // MARK: Objects

  /// Compares two objects, unless this pair was met before.
  private mutating func compare(_ old: HDF5Object, _ new: HDF5Object) {
    let pair = ObjectPair(
      oldFile: ObjectIdentifier(old.file), newFile: ObjectIdentifier(new.file), old: old.objectAddress,
      new: new.objectAddress)
    if options.sharing { compareSharing(pair) }
    guard seen.insert(pair).inserted else { return }
    switch (old, new) {
    case (.group(let old), .group(let new)):
      compareAttributes(old.attrs, new.attrs)
      enter(old, new)
    case (.dataset(let old), .dataset(let new)):
      compareAttributes(old.attrs, new.attrs)
      compareDatasets(old, new)
    case (.datatype(let old), .datatype(let new)):
      compareAttributes(old.attrs, new.attrs)
      compareTypes(old.datatype, new.datatype)
    default: report(.type, old.side, new.side)
    }
  }

  private mutating func compareSharing(_ pair: ObjectPair) {
    let (known, knownNew) = (counterparts.old[pair.old], counterparts.new[pair.new])
    counterparts.old[pair.old] = known ?? pair.new
    counterparts.new[pair.new] = knownNew ?? pair.old
    if let known, known != pair.new {
      report(.sharing, nil, nil, "the same object as an earlier one in A, a copy in B")
    } else if let knownNew, knownNew != pair.old {
      report(.sharing, nil, nil, "a copy in A, the same object as an earlier one in B")
    }
  }

  private mutating func enter(_ old: Group, _ new: Group) {
    guard groups.count < Self.deepest else {
      let error = HDF5Error(.tooLarge, "more than \(Self.deepest) groups deep", path: place.old)
      return reportDamage(error, error)
    }
    let (before, after) = (old.listing(.name), new.listing(.name))
    for problem in before.problems { reportDamage(problem, nil) }
    for problem in after.problems { reportDamage(nil, problem) }
    if options.storage { compareStorage(old, before, new, after) }
    var number = 0
    if let name, let last = groups.last {
      number = paths.old.add(name, to: last.number)
      _ = paths.new.add(name, to: last.number)
    }
    groups.append(
      GroupPair(
        old: old.state, new: new.state, oldFile: old.file, newFile: new.file, oldLinks: before.links,
        newLinks: after.links, number: number))
    inside = nil
  }

  private mutating func leave() {
    groups.removeLast()
    paths.old.removeLast()
    paths.new.removeLast()
    inside = nil
  }

  // MARK: Reports

  mutating func report(
    _ kind: HDF5Difference.Kind, _ old: HDF5Difference.Side?, _ new: HDF5Difference.Side?,
    _ detail: String? = nil, attribute: String? = nil
  ) {
    found.append(Finding(kind: kind, old: old, new: new, detail: detail, attribute: attribute))
  }

  mutating func reportDamage(_ old: HDF5Error?, _ new: HDF5Error?, attribute: String? = nil) {
    report(
      .unreadable, old.map { HDF5Difference.Side(type: $0.code.rawValue, preview: $0.description) },
      new.map { HDF5Difference.Side(type: $0.code.rawValue, preview: $0.description) },
      attribute: attribute)
  }

  mutating func reportDamage(_ problem: SidedError, attribute: String? = nil) {
    reportDamage(problem.old, problem.new, attribute: attribute)
  }
}

extension LinkRecord {
  fileprivate var isHard: Bool { if case .hard = target { true } else { false } }
}

extension HDF5Error {
  /// The error in place of what can't be read.
  fileprivate var side: HDF5Difference.Side { HDF5Difference.Side(type: "nothing:", preview: description) }

  /// Whether a link led to nothing, rather than to something that is damaged.
  fileprivate var leadsNowhere: Bool {
    switch code {
    case .brokenLink, .notFound, .wrongKind, .cyclic: true
    default: false
    }
  }
}

extension HDF5Object {
  /// The object for a difference.
  var side: HDF5Difference.Side {
    switch self {
    case .group(let group):
      let count = (try? group.count) ?? group.listing(.name).links.count
      return HDF5Difference.Side(type: "group", preview: "(\(count))")
    case .dataset(let dataset): return dataset.datatype.side(dataset.dataspace)
    case .datatype(let committed):
      return HDF5Difference.Side(type: "datatype", preview: "\(committed.datatype)")
    }
  }
}
