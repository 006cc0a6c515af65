import BrineCore
import BrinePickle
import Testing

/// What a value is made of.
@Suite struct StatisticsTests {
  @Test func countsByKind() throws {
    let statistics = try PickleStatistics(value("](I1\nF2.5\nVabc\n(I1\nI2\nte."))
    #expect(statistics.counts == [.list: 1, .int: 3, .float: 1, .string: 1, .tuple: 1])
    #expect(statistics.depth == 2)
    #expect(statistics.sharedReferences == 0)
  }

  @Test func keysCountAtEveryLevel() throws {
    let inner = "}Vkey\nI1\ns"
    #expect(
      try PickleStatistics(value("](" + inner + "e.")).counts == [.list: 1, .dict: 1, .string: 1, .int: 1])
    #expect(try PickleStatistics(value(inner + ".")).counts == [.dict: 1, .string: 1, .int: 1])
  }

  @Test func sharedObjectsCountOnce() throws {
    let statistics = try PickleStatistics(value(#"](K\x01e22\x87."#))
    #expect(statistics.counts == [.tuple: 1, .list: 1, .int: 1])
    #expect(statistics.sharedReferences == 2)
    let cycle = try PickleStatistics(value(#"]q\x00h\x00a."#))
    #expect(cycle.counts == [.list: 1])
    #expect(cycle.sharedReferences == 1)
  }

  @Test func partsMakeUpTheWhole() throws {
    let statistics = try PickleStatistics(value(#"](\x8c\x05helloK\x01](K\x01K\x02ee."#))
    #expect(statistics.parts.map(\.step.description) == ["[0]", "[1]", "[2]"])
    #expect(statistics.parts.map(\.size) == [7, 2, 7])
    #expect(statistics.size == 3 + 7 + 2 + 7)
  }

  @Test func duplicates() throws {
    let long = #"\x8c\x0aabcdefghij"#
    let statistics = try PickleStatistics(
      value("](" + long + long + long + #"\x8c\x02ab\x8c\x02abC\x0aabcdefghije."#))
    #expect(statistics.duplicates.count == 1)
    let duplicate = try #require(statistics.duplicates.first)
    #expect(duplicate.value.string == "abcdefghij")
    #expect(duplicate.count == 3)
    #expect(duplicate.waste == 20)
    // What is stored once and referred to often wastes nothing.
    #expect(try PickleStatistics(value("(" + long + "22t.")).duplicates.isEmpty)
  }
}
