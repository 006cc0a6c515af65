/// Which bytes of a file belong to which structure. No two structures have the same bytes.
struct ClaimedRanges {
  private struct Claim {
    let start: Int, end: Int
    let structure: Int32, path: Int32
  }

  /// Two structures that have the same bytes.
  struct Overlap {
    let range: Range<Int>
    let first: String, second: String
    let path: String
  }

  private var claims: [Claim] = []
  private var names: [String] = []
  private var numbers: [String: Int32] = [:]
  private(set) var counts: [String: Int] = [:]

  /// More are not remembered.
  private static let most = 8 << 20

  /// Remembers that a structure has these bytes; `path` is a number of the table that ``overlaps(most:_:)`` gets.
  mutating func add(_ range: Range<Int>, _ structure: String, path: Int) {
    counts[structure, default: 0] += 1
    guard !range.isEmpty, claims.count < Self.most else { return }
    let number = numbers[structure] ?? Int32(truncatingIfNeeded: names.count)
    if numbers.updateValue(number, forKey: structure) == nil { names.append(structure) }
    claims.append(
      Claim(
        start: range.lowerBound, end: range.upperBound, structure: number,
        path: Int32(truncatingIfNeeded: path)))
  }

  /// The first overlaps, and how many bytes are covered.
  mutating func overlaps(most: Int, _ paths: PathTable) -> (overlaps: [Overlap], covered: Int) {
    claims.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    var overlaps: [Overlap] = []
    var covered = 0
    var last: Claim?
    for claim in claims {
      let end = last?.end ?? 0
      if let last, claim.start < end, overlaps.count < most {
        overlaps.append(
          Overlap(
            range: claim.start..<min(end, claim.end), first: text(last, paths), second: text(claim, paths),
            path: paths.text(of: Int(claim.path)).shortPath))
      }
      covered += max(0, claim.end - max(claim.start, end))
      if claim.end > end { last = claim }
    }
    return (overlaps, covered)
  }

  private func text(_ claim: Claim, _ paths: PathTable) -> String {
    "\(names[Int(claim.structure)]) of \(paths.text(of: Int(claim.path)).shortPath)"
  }
}
