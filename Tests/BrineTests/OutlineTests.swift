import Brine
import Testing

/// Pickles as outlines, which is what `show` prints.
@Suite struct OutlineTests {
  /// `{"a": [1, 2, 3], "b": None}`, in protocol 0.
  private func outline() throws -> PickleOutline {
    PickleOutline(try Pickle(Array("(dVa\n(lI1\naI2\naI3\nasVb\nNs.".utf8)).root)
  }

  @Test func nodes() throws {
    let root = try outline()
    #expect(root.label == "")
    #expect(root.typeName == "dict")
    #expect(root.preview == "(2)")
    #expect(root.childCount == 2)
    let children = root.children(limit: .max)
    #expect(children.map(\.label) == ["a", "b"])
    #expect(children.map(\.typeName) == ["list", "None"])
    #expect(children[0].children(limit: .max).map(\.preview) == ["1", "2", "3"])
    #expect(children[0].children(limit: .max).map(\.label) == ["[0]", "[1]", "[2]"])
  }

  @Test func onlySoManyChildren() throws {
    let list = try outline().children(limit: 1)[0]
    #expect(list.childCount == 3)
    #expect(list.children(limit: 2).map(\.preview) == ["1", "2"])
    #expect(list.children(limit: 0).isEmpty)
  }

  @Test func identities() throws {
    let root = try outline()
    let children = root.children(limit: 2)
    #expect(root.identity != nil)
    #expect(children[0].identity != nil)
    #expect(children[0].identity != root.identity)
    #expect(children[1].identity == nil)
  }
}
