/// Which items of two lists belong together: a longest common subsequence where that is affordable.
///
/// Items are given as hashes. Source: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), section 4.
/// Lists that differ too much for it are cut at the items that each has exactly once, in the longest run that
/// is in order in both (the "patience" of Bram Cohen).
struct ListAlignment {
  private let old: [UInt64]
  private let new: [UInt64]
  /// The pairs that were found, in order.
  private var pairs: [(old: Int, new: Int)] = []
  /// How many more steps the search may take.
  private var budget: Int

  /// The items that belong together, both indexes growing.
  static func pairs(_ old: [UInt64], _ new: [UInt64]) -> [(old: Int, new: Int)] {
    // Rounds cost little each; how far one gets in them costs as much as the lists are long.
    let most = 4_000_000 + 8 * (old.count + new.count)
    var alignment = ListAlignment(old: old, new: new, budget: most)
    let whole = (old.indices, new.indices)
    if alignment.align(whole.0, whole.1) { return alignment.pairs }
    alignment.pairs.removeAll()
    alignment.budget = most
    alignment.alignBetweenAnchors()
    return alignment.pairs
  }

  private init(old: [UInt64], new: [UInt64], budget: Int) {
    (self.old, self.new, self.budget) = (old, new, budget)
  }

  /// Aligns two ranges; `false` when that would take too long, and then only what they begin and end with is aligned.
  private mutating func align(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> Bool {
    var (from, to) = ((oldRange.lowerBound, newRange.lowerBound), (oldRange.upperBound, newRange.upperBound))
    while from.0 < to.0, from.1 < to.1, old[from.0] == new[from.1] {
      pairs.append((from.0, from.1))
      from = (from.0 + 1, from.1 + 1)
    }
    var tail: [(old: Int, new: Int)] = []
    while from.0 < to.0, from.1 < to.1, old[to.0 - 1] == new[to.1 - 1] {
      to = (to.0 - 1, to.1 - 1)
      tail.append((to.0, to.1))
    }
    let middle = shortestEdit(from.0..<to.0, from.1..<to.1)
    pairs += middle ?? []
    pairs += tail.reversed()
    return middle != nil
  }

  // MARK: Myers

  /// The pairs of a longest common subsequence; `nil` when there are too many differences.
  private mutating func shortestEdit(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> [(Int, Int)]? {
    let (n, m) = (oldRange.count, newRange.count)
    guard n > 0, m > 0 else { return [] }
    // `furthest[k + offset]` is how far in `old` one gets on diagonal k; `trace` keeps what each round began with.
    let most = min(n + m, 2000)
    let offset = most + 1
    var furthest = [Int32](repeating: 0, count: 2 * most + 3)
    var trace: [[Int32]] = []
    for edits in 0...most {
      budget -= edits + 1
      guard budget > 0 else { return nil }
      trace.append(Array(furthest[(offset - edits)...(offset + edits)]))
      for k in stride(from: -edits, through: edits, by: 2) {
        let isDown = k == -edits || (k != edits && furthest[offset + k - 1] < furthest[offset + k + 1])
        var x = Int(isDown ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1)
        let start = x
        while x < n, x - k < m, old[oldRange.lowerBound + x] == new[newRange.lowerBound + x - k] { x += 1 }
        budget -= x - start
        furthest[offset + k] = Int32(truncatingIfNeeded: x)
        if x >= n, x - k >= m { return walkBack(trace, edits, oldRange, newRange) }
      }
    }
    return nil
  }

  /// Follows the rounds back from the end and collects the diagonals.
  private func walkBack(
    _ trace: [[Int32]], _ edits: Int, _ oldRange: Range<Int>, _ newRange: Range<Int>
  ) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (x, y) = (oldRange.count, newRange.count)
    for round in stride(from: edits, to: 0, by: -1) {
      let k = x - y
      // The round before this one reached the diagonals up to `round - 1`; beyond them stands 0, as at the start.
      let furthest = { (diagonal: Int) -> Int32 in trace[round][diagonal + round] }
      let isDown = k == -round || (k != round && furthest(k - 1) < furthest(k + 1))
      let previousX = Int(furthest(isDown ? k + 1 : k - 1))
      let previousY = previousX - (isDown ? k + 1 : k - 1)
      while x > previousX, y > previousY, x > 0, y > 0 {
        (x, y) = (x - 1, y - 1)
        pairs.append((oldRange.lowerBound + x, newRange.lowerBound + y))
      }
      (x, y) = (previousX, previousY)
    }
    while x > 0, y > 0 {
      (x, y) = (x - 1, y - 1)
      pairs.append((oldRange.lowerBound + x, newRange.lowerBound + y))
    }
    return pairs.reversed()
  }

  // MARK: Anchors

  private mutating func alignBetweenAnchors() {
    var (oldStart, newStart) = (0, 0)
    for anchor in anchors() {
      _ = align(oldStart..<anchor.old, newStart..<anchor.new)
      pairs.append(anchor)
      (oldStart, newStart) = (anchor.old + 1, anchor.new + 1)
    }
    _ = align(oldStart..<old.count, newStart..<new.count)
  }

  /// The longest run, in order in both lists, of items that are in each of them once.
  private func anchors() -> [(old: Int, new: Int)] {
    let (oldPlaces, newPlaces) = (Self.unique(old), Self.unique(new))
    var common: [(old: Int, new: Int)] = []
    for (index, item) in old.enumerated() where oldPlaces[item] == index {
      if let place = newPlaces[item], place >= 0 { common.append((index, place)) }
    }
    // Piles as in patience sorting: each holds the item with the smallest `new` that ends a run of its length.
    var piles: [Int] = []
    var previous = [Int](repeating: -1, count: common.count)
    for index in common.indices {
      var (low, high) = (0, piles.count)
      while low < high {
        let middle = (low + high) / 2
        if common[piles[middle]].new < common[index].new { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[index] = piles[low - 1] }
      if low == piles.count { piles.append(index) } else { piles[low] = index }
    }
    var run: [(old: Int, new: Int)] = []
    var next = piles.last ?? -1
    while next >= 0 {
      run.append(common[next])
      next = previous[next]
    }
    return run.reversed()
  }

  /// The place of each item that comes once; -1 for others.
  private static func unique(_ items: [UInt64]) -> [UInt64: Int] {
    var places: [UInt64: Int] = [:]
    places.reserveCapacity(items.count)
    for (index, item) in items.enumerated() { places[item] = places[item] == nil ? index : -1 }
    return places
  }
}
