import BrineCore

/// Looks at all of a file: see ``HDF5Check``.
struct FileCheck {
  let file: HDF5File
  var storage: FileStorage { file.storage }
  var result = HDF5Check()
  var claims = ClaimedRanges()
  /// The object that is being looked at.
  private(set) var path = "/"
  private var paths = PathTable()
  /// The number of `path`.
  private var number = 0
  /// Structures that several objects may share, by their addresses.
  var known: Set<Int> = []
  var heapAddresses: Set<Int> = []
  /// How many bytes of sequences may still be looked at.
  var budget: Int
  /// How many bytes of chunks and blocks may still be decoded: many of them can be the same bytes.
  var decodeBudget: Int
  /// The references in global heaps that were looked at.
  var references: Set<GlobalHeapPlace> = []

  /// How many bytes of paths problems may still have; later ones get short paths.
  private var pathBudget = 64 << 20

  private var reported: Set<Key> = []
  private var waiting: [(address: Int, path: Int, depth: Int)] = []
  private var links: [Int: Int] = [:]

  private struct Key: Hashable {
    let code: HDF5Error.Code
    let offset: Int?
    let structure: String?
    let path: String?
  }

  /// Deeper groups are not entered: making the path of each would take too long.
  private static let deepest = 4096
  /// So many problems are more than anyone reads.
  private static let mostProblems = 10_000

  init(_ file: HDF5File) {
    self.file = file
    budget = max(512 << 20, file.options.limits.mostDecompressed(from: file.byteCount))
    decodeBudget = max(1 << 30, file.byteCount.multiplied(1100) ?? .max)
  }

  mutating func run() {
    checkFile()
    links[file.superblock.rootAddress] = 1
    waiting = [(file.superblock.rootAddress, 0, 0)]
    while let next = waiting.popLast() {
      (number, path) = (next.path, paths.text(of: next.path))
      let isReadable = isSound { $0.checkObject(next.address, depth: next.depth) }
      result.objects.add(isReadable: isReadable)
    }
    (number, path) = (0, "/")
    checkCollections()
    for overlap in finish() {
      let detail = "\(overlap.range.count) bytes belong to \(overlap.first), and to \(overlap.second)"
      let error = HDF5Error(.badStructure, detail, structure: "overlap", offset: overlap.range.lowerBound)
      problem(error.at(path: overlap.path))
    }
  }

  private mutating func finish() -> [ClaimedRanges.Overlap] {
    let (overlaps, covered) = claims.overlaps(most: 100, paths)
    result.structures = claims.counts
    result.coveredBytes = covered
    return overlaps
  }

  // MARK: Reports

  /// Adds a problem, unless it is known.
  mutating func problem(_ error: HDF5Error, _ severity: HDF5Check.Problem.Severity = .error) {
    var error = error.at(path: path)
    if let path = error.context.path {
      pathBudget -= path.utf8.count
      if pathBudget < 0 { error.context.path = path.shortPath }
    }
    let key = Key(
      code: error.code, offset: error.context.offset, structure: error.structure, path: error.context.path)
    guard reported.insert(key).inserted, result.problems.count < Self.mostProblems else { return }
    let severity = error.isElsewhere ? .warning : severity
    result.problems.append(HDF5Check.Problem(severity: severity, error: error))
  }

  /// Whether `body` found no error.
  mutating func isSound(_ body: (inout FileCheck) -> Void) -> Bool {
    let before = result.problems.count
    body(&self)
    return !result.problems[before...].contains { $0.severity == .error }
  }

  /// Runs `body`; what it throws is a problem.
  mutating func attempt(_ body: (inout FileCheck) throws(HDF5Error) -> Void) {
    do throws(HDF5Error) { try body(&self) } catch { problem(error) }
  }

  /// Remembers that a structure has `count` bytes at an address.
  mutating func claim(_ address: Int, _ count: Int, _ structure: String) {
    guard let start = address.adding(storage.base), start >= 0, count >= 0, let end = start.adding(count),
      end <= storage.source.count
    else { return }
    claims.add(start..<end, structure, path: number)
  }

  // MARK: Objects

  private mutating func checkObject(_ address: Int, depth: Int) {
    let object: HDF5Object
    do throws(HDF5Error) { object = try file.object(at: address, path: path) } catch {
      return problem(error)
    }
    claimHeader(address)
    checkAttributes(object)
    switch object {
    case .group(let group):
      checkGroup(group)
      push(group, depth: depth)
    case .dataset(let dataset): checkDataset(dataset)
    case .datatype: break
    }
  }

  /// The blocks of an object's header.
  mutating func claimHeader(_ address: Int) {
    attempt { check throws(HDF5Error) in
      for (index, range) in try HeaderBlocks.ranges(at: address, in: check.storage).enumerated() {
        let name = index == 0 ? "object header" : "object header continuation block"
        check.claims.add(range, name, path: check.number)
      }
    }
  }

  private mutating func push(_ group: Group, depth: Int) {
    let listing = group.listing(.name)
    for problem in listing.problems { self.problem(problem) }
    guard depth < Self.deepest else {
      return problem(HDF5Error(.tooLarge, "more than \(Self.deepest) groups deep", path: path))
    }
    for link in listing.links.reversed() {
      guard case .hard(let address) = link.target else { continue }
      links[address, default: 0] += 1
      guard links[address] == 1 else { continue }
      waiting.append((address, paths.add(link.name, to: number), depth + 1))
    }
  }

  private mutating func checkAttributes(_ object: HDF5Object) {
    let attributes = object.attrs
    for message in object.state.header.messages where message.type == .attributeInfo {
      attempt { check throws(HDF5Error) in
        let info = try DenseStorage(attributes: message.reader(in: check.storage))
        try check.checkDense(info, .attributes)
      }
    }
    for problem in attributes.problems {
      result.attributes.add(isReadable: false)
      self.problem(problem)
    }
    for (_, attribute) in attributes.all() {
      let isReadable = isSound { check in
        check.attempt { check throws(HDF5Error) in
          let attribute = try attribute.get()
          if let array = try attribute.read() { try check.checkObjects(in: array) }
        }
      }
      result.attributes.add(isReadable: isReadable)
    }
  }
}

extension HDF5Error {
  /// Whether nothing is wrong with the file itself: a filter is not at hand, or another file.
  var isElsewhere: Bool {
    switch code {
    case .unavailable, .brokenLink, .notAllowed: true
    default: false
    }
  }
}
