import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Shared objects and cycles.
@Suite struct SharedDifferenceTests {
  private let shared = #"[{"$id":1,"$list":[1,2]},{"$ref":1},{"k":{"$ref":1}}]"#
  private let copied = #"[[1,2],[1,2],{"k":[1,2]}]"#

  @Test func sharingIsNoDifferenceByDefault() throws {
    #expect(try changes(shared, copied) == [])
    #expect(try changes(copied, shared) == [])
  }

  @Test func sharingOnRequest() throws {
    let found = try differences(shared, copied) { $0.sharing = true }
    #expect(found.map(\.label) == ["sharing [1]", "sharing [2]/k"])
    #expect(found.allSatisfy { $0.wasShared && $0.firstPath?.description == "[0]" })
    let back = try differences(copied, shared) { $0.sharing = true }
    #expect(back.map(\.label) == ["sharing [1]", "sharing [2]/k"])
    #expect(back.allSatisfy { !$0.wasShared && $0.firstPath?.description == "[0]" })
    #expect(try changes(shared, shared) { $0.sharing = true } == [])
    #expect(try changes(copied, copied) { $0.sharing = true } == [])
  }

  @Test func sharedElsewhere() throws {
    let left = #"{"a":{"$id":1,"$list":[1]},"b":{"$ref":1},"c":[1]}"#
    let right = #"{"a":{"$id":1,"$list":[1]},"b":[1],"c":{"$ref":1}}"#
    #expect(try changes(left, right) { $0.sharing = true } == ["sharing b", "sharing c"])
  }

  @Test func aSharedObjectChangesOnce() throws {
    let other = #"[{"$id":1,"$list":[1,3]},{"$ref":1},{"k":{"$ref":1}}]"#
    #expect(try changes(shared, other) == ["value [0][1]"])
    #expect(try changes(copied, other) == ["value [0][1]", "value [1][1]", "value [2]/k[1]"])
  }

  /// What was compared elsewhere belongs together also where lists are put in a row.
  @Test func listsOfSharedObjects() throws {
    let value = { (x: Int, start: String) in
      #"{"a":{"$id":1,"$list":[1]},"b":{"$id":2,"$list":[\#(x)]},"all":[\#(start){"$ref":1},{"$ref":2},9]}"#
    }
    #expect(try changes(value(2, ""), value(3, "0,")) == ["value b[0]", "added all[0]"])
  }

  // MARK: Cycles

  @Test func cyclesOfOtherLengths() throws {
    let one = #"{"$id":1,"$list":[1,{"$ref":1}]}"#
    let two = #"{"$id":1,"$list":[1,[1,{"$ref":1}]]}"#
    #expect(try changes(one, one) == [])
    #expect(try changes(one, two) == [])
    #expect(try changes(two, one) == [])
    #expect(try changes(one, two) { $0.sharing = true } == ["sharing [1]"])
    #expect(try changes(one, #"{"$id":1,"$list":[1,[2,{"$ref":1}]]}"#) == ["value [1][0]"])
    #expect(try changes(one, #"{"$id":1,"$list":[1,[1,[]]]}"#) == ["removed [1][1][0]", "removed [1][1][1]"])
  }

  @Test func cyclesThroughEverything() throws {
    let value = { (x: Int) in
      #"{"$id":1,"$dict":[["a",{"$tuple":[{"$ref":1},{"$object":"m.C","state":{"d":{"$ref":1},"x":\#(x)}}]}]]}"#
    }
    #expect(try changes(value(1), value(1)) == [])
    #expect(try changes(value(1), value(2)) == ["value a[1]/x"])
  }

  /// Nodes that know each other by sets: the hashes of a cycle tell only what is near.
  @Test func setsInCycles() throws {
    let nodes = { (x: Int, isReversed: Bool) in
      let refs = (1...5).map { #"{"$ref":\#($0)}"# }
      let all = (isReversed ? refs.reversed() : refs).joined(separator: ",")
      let list = (1...5).map {
        #"{"$id":\#($0),"$object":"m.N","state":{"v":\#($0 == 4 ? x : $0),"all":{"$ref":6}}}"#
      }
      return #"{"set":{"$id":6,"$set":[\#(list.joined(separator: ","))]},"again":{"$set":[\#(all)]}}"#
    }
    #expect(try changes(nodes(4, false), nodes(4, true)) == [])
    #expect(try changes(nodes(4, false), nodes(44, true)) == ["value set[3]/v"])
  }

  @Test func mirrorImages() throws {
    // Two cycles that differ only far away from where they are entered.
    let ring = { (count: Int, odd: Int) in
      (0..<count).reversed().reduce(#"{"$ref":1}"#) { inner, index in
        let id = index == 0 ? #""$id":1,"# : ""
        return #"{\#(id)"$list":[\#(index == odd ? 7 : 0),\#(inner)]}"#
      }
    }
    #expect(try changes(ring(40, -1), ring(20, -1)) == [])
    #expect(try differences(ring(40, 35), ring(40, -1)).count == 1)
    #expect(try differences(ring(40, 35), ring(20, 15)).isEmpty == false)
  }

  // MARK: The same pickle

  @Test(arguments: try Fixture.valid())
  func everyPickleEqualsItself(_ fixture: Fixture) throws {
    var options = PickleOptions()
    options.buffers = [PickleBuffer(Data([1, 2])), PickleBuffer(Data([3]))]
    for encoding in [PickleEncoding.ascii, .latin1] {
      options.encoding = encoding
      let source = MemorySource(try fixture.bytes())
      guard let old = try? Pickle(source, options: options), let new = try? Pickle(source, options: options)
      else {
        continue
      }
      var all = PickleDifferenceOptions()
      (all.sharing, all.order) = (true, true)
      #expect(try new.root.differences(from: old.root, options: all).map(\.label) == [])
    }
  }
}
