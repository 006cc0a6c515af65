import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// The sizes of the parts of a value.
@Suite struct TraceSizeTests {
  private func trace(_ json: String) throws -> PickleTrace { PickleTrace(try Pickle(typedJSON: json).root) }

  @Test func sizesByHand() throws {
    let trace = try trace(#"{"a":[1,2,300],"bc":"text","t":{"$tuple":[1.5]}}"#)
    let root = trace.root
    // The dict, the keys with two bytes more than they are long.
    #expect(root.ownSize == 3 + (2 + 1) + (2 + 2) + (2 + 1))
    #expect(root.children.map(\.size) == [3 + 2 + 2 + 3, 2 + 4, 3 + 9])
    #expect(root.children.map(\.ownSize) == [3, 6, 3])
    #expect(root.children.map { $0.step?.description } == ["a", "bc", "t"])
    #expect(root.children[0].children.map(\.size) == [2, 2, 3])
    #expect(trace.size == 13 + 10 + 6 + 12 && trace.isComplete)
    #expect(root.largestChildren(2).map { $0.step?.description } == ["t", "a"])
    #expect(root.step == nil && root.childCount == 3)
  }

  @Test func sharedThingsCountOnce() throws {
    let root = try trace(#"[{"$id":1,"$list":["long text"]},{"$ref":1},{"k":{"$ref":1}}]"#).root
    #expect(root.children.map(\.size) == [3 + 11, 2, 3 + 3 + 2])
    #expect(root.children.map(\.isRepeated) == [false, true, false])
    #expect(root.children[1].childCount == 0)
    #expect(root.size == 3 + 14 + 2 + 8)
  }

  @Test func cyclesEnd() throws {
    let root = try trace(#"{"$id":1,"$list":[1,{"$ref":1}]}"#).root
    #expect(root.size == 7 && root.children[1].isRepeated)
  }

  @Test func oneStringInManyPlaces() throws {
    // The same string from the memo, as key and as value: once whole, then two bytes each time.
    let pickle = try Pickle(handmade(#"\x80\x04}\x94(\x8c\x04text\x94h\x01\x8c\x01kh\x01u."#))
    let root = PickleTrace(pickle.root).root
    #expect(root.size == 3 + 6 + 2 + 3 + 2)
    #expect(root.ownSize == 3 + 6 + 3)
    #expect(root.children.map(\.isRepeated) == [true, true])
  }

  @Test func partsThatAreNoNodes() throws {
    // A datetime counts with the bytes that it is written with, an instance with its state and names.
    let object = try trace(#"{"$object":"m.C","state":{"x":1}}"#).root
    #expect(object.ownSize == 3 + 3 + 3 && object.children.map(\.size) == [2])
    let date = try trace(#"{"$date":"2026-01-02"}"#)
    #expect(date.size == 3 + 2 + 4)
    let slots = try trace(#"{"$object":"m.C","state":{"$tuple":[{"d":1},{"s":2}]}}"#).root
    #expect(slots.ownSize == 3 + 3 + 3 + 3 + 3 + 3 && slots.childCount == 2)
  }

  @Test func attributesThatTwoInstancesHave() throws {
    let root = try trace(
      #"[{"$object":"m.C","state":{"$id":1,"$dict":[["a",[1,2,3]]]}},{"$object":"m.C","state":{"$ref":1}}]"#
    ).root
    let children = root.children
    #expect(children[0].children.map(\.size) == [9])
    #expect(children[1].childCount == 0 && children[1].size < 10)
  }

  // MARK: Sums

  /// What a node takes is what it takes itself and what its children take, everywhere.
  @Test(arguments: try Fixture.valid().filter { $0.stem != "trailing_bytes" })
  func sizesAddUp(_ fixture: Fixture) throws {
    var options = PickleOptions()
    options.buffers = [PickleBuffer(Data([1, 2])), PickleBuffer(Data([3]))]
    options.encoding = .latin1
    for pickle in try Pickle.all(in: MemorySource(try fixture.bytes()), options: options) {
      let trace = PickleTrace(pickle.root)
      #expect(trace.isComplete)
      var (pending, own, nodes) = ([trace.root], 0, 0)
      while let node = pending.popLast() {
        (own, nodes) = (own + node.ownSize, nodes + 1)
        let children = node.children
        #expect(node.ownSize >= 0 && children.count == node.childCount)
        #expect(node.size == children.reduce(node.ownSize) { $0 + $1.size }, "\(fixture)")
        if node.isRepeated { #expect(children.isEmpty && node.size == 2) }
        pending += children
      }
      #expect(own == trace.size && nodes > 0)
      // Memo and framing are left out, and short forms are taken to be used.
      #expect(trace.size > 0)
    }
  }

  @Test func sizesAreThoseOfTheFile() throws {
    // 1000 strings of 100 bytes each: the sizes are nearly the file's.
    let items = (0..<1000).map { "\"" + String(repeating: "x", count: 96) + "\($0 + 1000)\"" }
    let pickle = try Pickle(try Pickle(typedJSON: "[\(items.joined(separator: ","))]").encoded())
    let size = PickleTrace(pickle.root).size
    #expect(size == 3 + 1000 * 102)
    #expect(pickle.byteRange.count - size < 3000)
  }

  // MARK: Hostile

  @Test func deepNesting() throws {
    let bytes = [0x5D].repeated(300_000) + [0x61].repeated(299_999) + [0x2E]
    let trace = PickleTrace(try Pickle(MemorySource(bytes)).root)
    #expect(trace.size == 900_000 && trace.isComplete)
    #expect(trace.root.children[0].size == 899_997)
  }

  @Test func exponentialSharing() throws {
    var bytes: [UInt8] = [0x80, 4, 0x5D, 0x94, 0x4B, 1, 0x61]
    for key in 0..<UInt8(60) { bytes += [0x30, 0x5D, 0x94, 0x28, 0x68, key, 0x68, key, 0x65] }
    let trace = PickleTrace(try Pickle(MemorySource(bytes + [0x2E])).root)
    #expect(trace.size == 61 * 3 + 2 + 60 * 2 && trace.isComplete)
  }

  @Test func tooManyReferences() throws {
    let bytes =
      [0x80, 4, 0x5D, 0x28, 0x63] + Array("m\nf\n".utf8) + [0x94, 0x28] + [0x4B, 1].repeated(20_000)
      + [0x74, 0x94, 0x52] + [0x68, 0, 0x68, 1, 0x52].repeated(20_000) + [0x65, 0x2E]
    let pickle = try Pickle(MemorySource(bytes))
    #expect(!PickleTrace(pickle.root).isComplete)
    #expect(!PickleReferences(pickle.root).isComplete)
  }
}
