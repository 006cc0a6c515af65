import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Pickles made to take forever.
@Suite struct HostileDifferenceTests {
  private func root(_ bytes: [UInt8]) throws -> PickleValue { try Pickle(MemorySource(bytes)).root }

  /// `l = [leaf]`, then forty times `l = [l, l]`.
  private func doubled(_ leaf: UInt8, times: Int = 40) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 4, 0x5D, 0x94, 0x4B, leaf, 0x61]
    for key in 0..<UInt8(times) { bytes += [0x30, 0x5D, 0x94, 0x28, 0x68, key, 0x68, key, 0x65] }
    return bytes + [0x2E]
  }

  @Test func exponentialSharing() throws {
    let (old, new) = (try root(doubled(1)), try root(doubled(2)))
    #expect(try root(doubled(1)).differences(from: old).isEmpty)
    let found = try new.differences(from: old)
    #expect(found.count == 1 && found[0].depth == 41 && found[0].kind == .value)
    #expect(found[0].path.description == String(repeating: "[0]", count: 41))
    // One level more on one side: told once for each place that is another object.
    let deeper = try root(doubled(1, times: 41)).differences(from: old)
    #expect(!deeper.isEmpty && deeper.count <= 2)
  }

  @Test(arguments: [0x5D, 0x29])
  func deepNesting(_ opcode: UInt8) throws {
    let count = 100_000
    let nested = { (leaf: UInt8) -> [UInt8] in
      opcode == 0x5D
        ? [0x5D].repeated(count) + [0x4B, leaf] + [0x61].repeated(count) + [0x2E]
        : [0x80, 4, 0x4B, leaf] + [0x85].repeated(count) + [0x2E]
    }
    let (old, new) = (try root(nested(1)), try root(nested(2)))
    #expect(try root(nested(1)).differences(from: old).isEmpty)
    let found = try new.differences(from: old)
    #expect(found.count == 1 && found[0].depth == count && found[0].step == .index(0))
    #expect(found[0].old?.int == 1 && found[0].new?.int == 2)
  }

  @Test func manyReferencesToOneObject() throws {
    let list = { (leaf: UInt8) -> [UInt8] in
      [0x80, 4, 0x5D, 0x28, 0x5D, 0x94, 0x4B, leaf, 0x61] + [0x68, 0].repeated(60_000) + [0x65, 0x2E]
    }
    let copies = [0x5D, 0x28] + [0x5D, 0x4B, 1, 0x61].repeated(60_001) + [0x65, 0x2E]
    #expect(try root(list(1)).differences(from: root(copies)).isEmpty)
    #expect(try root(list(2)).differences(from: root(list(1))).map(\.label) == ["value [0][0]"])
    #expect(try root(list(2)).differences(from: root(copies)).count == 60_001)
  }

  /// Two rings of lists with coprime lengths have as many pairs as the product of the two.
  @Test func ringsOfCoprimeLengths() throws {
    let ring = { (count: Int) -> [UInt8] in
      [0x80, 4, 0x5D, 0x94] + [0x5D].repeated(count - 1) + [0x68, 0] + [0x61].repeated(count) + [0x2E]
    }
    #expect(try root(ring(2999)).differences(from: root(ring(3001))).isEmpty)
    let odd = [0x80, 4, 0x5D, 0x94] + [0x5D].repeated(2999) + [0x4B, 1] + [0x61].repeated(3000) + [0x2E]
    #expect(try root(odd).differences(from: root(ring(3001))).count == 1)
  }

  /// A call's arguments are looked at anew for each call: that ends with an error rather than never.
  @Test func callsThatShareTheirArguments() throws {
    let bytes =
      [0x80, 4, 0x5D, 0x28, 0x63] + Array("m\nf\n".utf8) + [0x94, 0x28] + [0x4B, 1].repeated(20_000)
      + [0x74, 0x94, 0x52] + [0x68, 0, 0x68, 1, 0x52].repeated(20_000) + [0x65, 0x2E]
    let (old, new) = (try root(bytes), try root(bytes))
    let error = #expect(throws: PickleError.self) { try new.differences(from: old) }
    #expect(error?.code == .limitExceeded)
  }

  @Test func wholeOtherLists() throws {
    // BININT2 items against BININT items: none is in both.
    var (old, new): ([UInt8], [UInt8]) = ([0x5D, 0x28], [0x5D, 0x28])
    for item in 0..<30_000 {
      old += [0x4D, UInt8(item & 255), UInt8(item >> 8)]
      new += [0x4A, UInt8(item & 255), UInt8(item >> 8), 1, 0]
    }
    (old, new) = (old + [0x65, 0x2E], new + [0x65, 0x2E])
    let found = try root(new).differences(from: root(old))
    #expect(found.count == 30_000 && found.allSatisfy { $0.kind == .value && $0.newPath == nil })
  }

  /// Text that is compared in as many pairs as there are objects.
  @Test func longStringsInManyPairs() throws {
    let text = { (last: UInt8) -> [UInt8] in
      [0x8C, 255] + [0x61].repeated(254) + [last, 0x94]
    }
    let lists = { (last: UInt8) -> [UInt8] in
      [0x80, 4, 0x5D, 0x28] + text(last) + [0x68, 0].repeated(50_000) + [0x65, 0x2E]
    }
    #expect(try root(lists(1)).differences(from: root(lists(1))).isEmpty)
    #expect(try root(lists(2)).differences(from: root(lists(1))).map(\.label) == ["value [0]"])
  }
}
