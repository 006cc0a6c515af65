import TestSupport
import Testing

@testable import BrinePickle

/// The alignment itself, against one that tries everything.
@Suite struct ListAlignmentTests {
  @Test func longestCommonSubsequence() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<400 {
      let range = UInt64(1)...UInt64.random(in: 1...8, using: &random)
      let old = items(Int.random(in: 0...25, using: &random), range, &random)
      let new = items(Int.random(in: 0...25, using: &random), range, &random)
      let pairs = ListAlignment.pairs(old, new)
      #expect(isValid(pairs, old, new))
      #expect(pairs.count == length(old, new), "\(old) and \(new)")
    }
  }

  /// Too many differences for an exact answer: still a valid one, and items that are in both once are found.
  @Test func manyDifferences() {
    var random = SplitMix64(seed: 2)
    let old = items(30_000, 1...1000, &random)
    let new = items(30_000, 1...1000, &random)
    #expect(isValid(ListAlignment.pairs(old, new), old, new))
    // Blocks of differences between items that hold the lists together.
    var (left, right): ([UInt64], [UInt64]) = ([], [])
    for anchor in 0..<300 {
      left += [UInt64(100_000 + anchor)] + items(40, 1...9, &random)
      right += [UInt64(100_000 + anchor)] + items(50, 1...9, &random)
    }
    let pairs = ListAlignment.pairs(left, right)
    #expect(isValid(pairs, left, right))
    let places = Dictionary(uniqueKeysWithValues: pairs.map { ($0.old, $0.new) })
    for anchor in 0..<300 { #expect(places[anchor * 41] == anchor * 51, "anchor \(anchor)") }
  }

  @Test func wholeListsAndNothing() {
    let all = (0..<5000).map(UInt64.init)
    #expect(ListAlignment.pairs(all, all).map(\.old) == Array(0..<5000))
    #expect(ListAlignment.pairs(all, []).isEmpty && ListAlignment.pairs([], all).isEmpty)
    #expect(ListAlignment.pairs(all, all.map { $0 + 5000 }).isEmpty)
    // Moved as a whole by more than the exact search looks at.
    let moved = (3000..<5000).map(UInt64.init) + (0..<3000).map(UInt64.init)
    #expect(ListAlignment.pairs(all, moved).map(\.old) == Array(0..<3000))
  }

  private func items(_ count: Int, _ range: ClosedRange<UInt64>, _ random: inout SplitMix64) -> [UInt64] {
    (0..<count).map { _ in UInt64.random(in: range, using: &random) }
  }

  private func isValid(_ pairs: [(old: Int, new: Int)], _ old: [UInt64], _ new: [UInt64]) -> Bool {
    pairs.allSatisfy { old[$0.old] == new[$0.new] }
      && zip(pairs, pairs.dropFirst()).allSatisfy { $0.old < $1.old && $0.new < $1.new }
  }

  /// The length of the longest common subsequence, by the table of all beginnings.
  private func length(_ old: [UInt64], _ new: [UInt64]) -> Int {
    var row = [Int](repeating: 0, count: new.count + 1)
    for item in old {
      var before = row
      swap(&before, &row)
      for (index, other) in new.enumerated() {
        row[index + 1] = item == other ? before[index] + 1 : max(before[index + 1], row[index])
      }
    }
    return row[new.count]
  }
}
