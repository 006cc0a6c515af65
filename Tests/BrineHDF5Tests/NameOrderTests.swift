import BrineCore
import TestSupport
import Testing

@testable import BrineHDF5

@Suite struct NameOrderTests {
  private func order(_ names: [[UInt8]]) -> [[UInt8]] {
    let slices = names.map { NameSlice(source: MemorySource($0), range: 0..<$0.count, isKept: false) }
    return (NameOrder.order(of: slices) ?? Array(names.indices)).map { names[$0] }
  }

  @Test func ordersByBytes() {
    var random = SplitMix64(seed: 1)
    for count in [0, 1, 2, 3, 50, 1000] {
      for common in [0, 5, 9] {
        let names = (0..<count).map { _ in
          [UInt8](repeating: 0x61, count: common)
            + (0..<random.below(14)).map { _ in UInt8(random.pick([0x61, 0x62, 0xFF, 0x01])) }
        }
        // Not all names in one report.
        let isRight = order(names) == names.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(isRight, "\(count) names with \(common) bytes in common")
      }
    }
  }

  @Test func namesThatAreTheSameStayInTheirOrder() {
    let names = ["b", "a", "b", "a"].map { Array($0.utf8) }
    let slices = names.map { NameSlice(source: MemorySource($0), range: 0..<$0.count, isKept: false) }
    #expect(NameOrder.order(of: slices) == [1, 3, 0, 2])
  }

  @Test func longNamesThatBeginAlike() {
    let names = ["aaaaaaaaaaaaab", "x", "aaaaaaaaaaaaaa", "aaaaaaaaaaaa"].map { Array($0.utf8) }
    #expect(order(names) == names.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
