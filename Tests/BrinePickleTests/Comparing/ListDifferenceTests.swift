import BrinePickle
import TestSupport
import Testing

/// Lists and tuples are put in a row so that as few items as possible differ.
@Suite struct ListDifferenceTests {
  private func list(_ items: some Sequence<Int>) -> String {
    "[\(items.map(String.init).joined(separator: ","))]"
  }

  @Test func insertedAtTheFront() throws {
    #expect(try changes(list(0..<1000), list(-1..<1000)) == ["added [0]"])
    #expect(try changes(list(-1..<1000), list(0..<1000)) == ["removed [0]"])
  }

  @Test func severalEdits() throws {
    let old = list(0..<1000)
    let new = list(
      Array(0..<100) + [7000, 7001] + Array(100..<500) + Array(503..<900) + [9] + Array(901..<1000))
    #expect(
      try changes(old, new) == [
        "added [100]", "added [101]", "removed [500]", "removed [501]", "removed [502]",
        "value [900] → [899]",
      ])
  }

  @Test func itemsWithPartsMoveToo() throws {
    let old = (0..<50).map { #"{"id":\#($0),"tags":["a",\#($0)]}"# }
    let new = [#"{"id":-1}"#] + old[..<20] + old[21...]
    #expect(
      try changes("[\(old.joined(separator: ","))]", "[\(new.joined(separator: ","))]")
        == ["added [0]", "removed [20]"])
  }

  /// Below an item that moved, both places are told.
  @Test func changesInWhatMoved() throws {
    #expect(
      try changes(#"[1,2,3,{"a":[5,6]},4]"#, #"[0,1,2,3,{"a":[5,7]},4]"#)
        == ["added [0]", "value [3]/a[1] → [4]/a[1]"])
  }

  @Test(arguments: [
    // What is at the same place belongs together, unless moving makes for fewer differences.
    ("[1,2,3]", "[4,5,6]", ["value [0]", "value [1]", "value [2]"]),
    ("[1,2]", "[2,1]", ["value [0]", "value [1]"]),
    ("[1,2,3]", "[3]", ["removed [0]", "removed [1]"]), ("[]", "[1,2]", ["added [0]", "added [1]"]),
    ("[1,1,1]", "[1,1]", ["removed [2]"]), ("[1,2,1]", "[1]", ["removed [1]", "removed [2]"]),
    (#"{"$tuple":[1,2,3]}"#, #"{"$tuple":[2,3]}"#, ["removed [0]"]),
    // Equal to Python, but of another type: still the same item.
    ("[1,2,3,4]", "[0,1.0,2,3,true]", ["added [0]", "type [0] → [1]", "type [3] → [4]"]),
  ])
  func shortLists(_ old: String, _ new: String, _ expected: [String]) throws {
    #expect(try changes(old, new) == expected)
  }

  /// Applying the differences to the old list must give the new one.
  @Test func randomEdits() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<150 {
      let old = (0..<Int.random(in: 0...30, using: &random)).map { _ in Int.random(in: 0...6, using: &random)
      }
      var new = old
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let place = Int.random(in: 0...new.count, using: &random)
        if place < new.count, Bool.random(using: &random) {
          new.remove(at: place)
        } else {
          new.insert(9, at: place)
        }
      }
      let found = try differences(list(old), list(new))
      #expect(found.isEmpty == (old == new))
      #expect(apply(found, to: old) == new, "\(old) to \(new): \(found.map(\.label))")
      #expect(found.count <= max(old.count, new.count))
    }
  }

  private func apply(_ differences: [PickleDifference], to old: [Int]) -> [Int] {
    var (removed, changed, added) = (Set<Int>(), [Int: Int](), [Int: Int]())
    for difference in differences {
      guard case .index(let index)? = difference.step else { continue }
      switch difference.kind {
      case .removed: removed.insert(index)
      case .added: added[index] = difference.new?.int
      default: changed[index] = difference.new?.int
      }
    }
    var kept = old.indices.filter { !removed.contains($0) }.map { changed[$0] ?? old[$0] }
    for (index, item) in added.sorted(by: { $0.key < $1.key }) where index <= kept.count {
      kept.insert(item, at: index)
    }
    return kept
  }
}
