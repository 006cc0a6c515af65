import BrineHDF5

/// The links in a group, and in the groups below it, that a dict or an archive of datasets has no place for.
struct LeftOutLinks {
  private static let kinds = ["soft link", "external link", "user-defined link", "further hard link"]

  /// How many there are of each kind, and the paths of the first few.
  private var counts = [0, 0, 0, 0]
  private var first: [[String]] = [[], [], [], []]

  /// Finds the links in a group: each object has one name that is kept, the first of its paths.
  init(_ group: Group) {
    var groups: [(path: String, group: Group)] = [("", group)]
    var paths = [group.objectAddress: ""]
    for element in group.walk() {
      guard case .success(let object) = element.object else { continue }
      paths[object.objectAddress] = element.path
      if let group = object.group { groups.append((element.path, group)) }
    }
    for (path, group) in groups { add(group, path, paths) }
  }

  private mutating func add(_ group: Group, _ path: String, _ kept: [Int: String]) {
    for link in group.readableLinks().links {
      let place = path.isEmpty ? link.name : "\(path)/\(link.name)"
      switch link.target {
      case .soft: add(place, 0)
      case .external: add(place, 1)
      case .userDefined: add(place, 2)
      case .hard(let address):
        // What can't be read has no path, and is reported for itself.
        if let path = kept[address], path != place { add(place, 3) }
      }
    }
  }

  private mutating func add(_ path: String, _ kind: Int) {
    counts[kind] += 1
    guard first[kind].count < 3 else { return }
    first[kind].append(path.count > 100 ? "…" + path.suffix(99) : path)
  }

  /// `2 soft links (a, b/c), 1 external link (d)`; `nil` when there is none.
  var text: String? {
    let parts = Self.kinds.indices.filter { counts[$0] > 0 }.map { kind in
      let more = counts[kind] > first[kind].count ? ", …" : ""
      let name = Self.kinds[kind] + (counts[kind] == 1 ? "" : "s")
      return "\(counts[kind]) \(name) (\(first[kind].joined(separator: ", "))\(more))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
