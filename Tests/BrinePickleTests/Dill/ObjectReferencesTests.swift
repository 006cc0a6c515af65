import BrinePickle
import Foundation
import Testing

/// A class that knows nothing of pickles, with references of many kinds.
final class Folder {
  let name: String
  var children: [Folder] = []
  var byName: [String: Folder] = [:]
  var pair: (Folder?, Int) = (nil, 0)
  var choice = Choice.none
  var image: Image?
  lazy var first = children.first
  init(_ name: String) { self.name = name }

  indirect enum Choice {
    case none
    case folder(Folder)
    case both(Choice, named: Choice)
  }
}

final class Image: Picklable {
  @Pickled var pixels = [1, 2, 3]
  @NotPickled var cache: [Folder] = []
  @PickledWeak var owner: Image?
  init() {}
  init(blank: PickleBlank) {}
}

/// A plain weak property, saved by hand.
final class Leaf: Picklable {
  weak var parent: Leaf?
  var child: Leaf?
  init() {}
  init(blank: PickleBlank) {}
  func saveState(to state: PickleStateWriter) throws {
    try state.set("child", child)
    try state.setWeak("parent", parent)
  }
  func restoreState(from state: PickleStateReader) throws {
    child = try state.get("child")
    parent = try state.get("parent")
  }
}

@Suite struct ObjectReferencesTests {
  @Test func parentsChildrenAndTheShortestWay() throws {
    let (root, inner, target) = (Folder("root"), Folder("inner"), Folder("target"))
    root.children = [Folder("a"), inner]
    inner.byName = ["t": target]
    inner.choice = .both(.none, named: .folder(target))
    inner.pair = (target, 1)
    target.children = [root]
    let references = Dill().pointers(below: root)
    #expect(references.objectCount == 4 && references.objects.first === root)
    #expect(references.path(to: root) == "" && references.path(to: inner) == "children[1]")
    #expect(references.path(to: target) == #"children[1].byName["t"]"#)
    #expect(references.path(to: Folder("other")) == nil && references.count(of: Folder("other")) == 0)

    let parents = references.references(to: target)
    #expect(parents.map(\.step) == [#"byName["t"]"#, "pair.0", "choice.both.named.folder"])
    #expect(parents.allSatisfy { $0.holder === inner && $0.object === target && !$0.isWeak })
    #expect(parents.map(\.path) == parents.map { "children[1]." + $0.step })
    #expect(parents.first?.description == #"children[1].byName["t"], by a Folder"#)
    #expect(references.references(to: target, limit: 1).count == 1 && references.count(of: target) == 3)
    #expect(references.references(to: root).map(\.step) == ["children[0]"])
    #expect(references.references(to: root).map(\.path) == [#"children[1].byName["t"].children[0]"#])
    #expect(references.children(of: root).map(\.step) == ["children[0]", "children[1]"])
    #expect(references.children(of: target).map { ($0.object as? Folder)?.name } == ["root"])
    #expect(references.children().isEmpty)
    (target.children, inner.byName) = ([], [:])
  }

  @Test func aRootThatIsNoObject() throws {
    let folder = Folder("f")
    let references = ObjectReferences(below: ["x": [folder, folder], "y": []])
    #expect(references.children().map(\.path) == [#"["x"][0]"#, #"["x"][1]"#])
    #expect(references.references(to: folder).allSatisfy { $0.holder == nil })
    #expect(references.references(to: folder).map(\.description) == [#"["x"][0]"#, #"["x"][1]"#])
    #expect(ObjectReferences(below: [1, 2]).objectCount == 0)
  }

  @Test func weakReferencesKeepNothing() throws {
    let (image, other) = (Image(), Image())
    image.owner = other
    let references = ObjectReferences(below: image)
    #expect(references.path(to: other) == nil && references.count(of: other) == 1)
    #expect(references.references(to: other).first?.isWeak == true)
    #expect(references.references(to: other).first?.description == "owner, weakly, by a Image")

    let (parent, child) = (Leaf(), Leaf())
    (parent.child, child.parent) = (child, parent)
    let leaves = ObjectReferences(below: parent)
    #expect(leaves.references(to: parent).map(\.isWeak) == [true])
    #expect(leaves.path(to: child) == "child" && ObjectReferences(below: child).path(to: parent) == nil)
  }

  @Test func whatIsLeftOutOfPicklesKeepsToo() throws {
    let (folder, image) = (Folder("f"), Image())
    folder.image = image
    image.cache = [folder]
    let references = ObjectReferences(below: folder)
    #expect(references.references(to: folder).map(\.path) == ["image.cache[0]"])
    image.cache = []
  }

  @Test func aLongListNeedsNoStack() throws {
    let head = Node(0)
    var last = head
    for value in 1..<50_000 {
      let node = Node(value)
      last.next = node
      last = node
    }
    let references = ObjectReferences(below: head)
    #expect(references.objectCount == 50_000)
    #expect(references.path(to: last)?.contains("… (49975 more) …") == true)
  }
}
