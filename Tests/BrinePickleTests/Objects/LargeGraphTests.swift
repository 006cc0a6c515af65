import BrinePickle
import Foundation
import Testing

/// Nodes with references all over, so that there are cycles of many lengths and every node is shared.
func largeGraph(_ count: Int) -> [Node] {
  let nodes = (0..<count).map { Node($0) }
  for (index, node) in nodes.enumerated() {
    node.next = nodes[(index &* 7 &+ 1) % count]
    node.others = [nodes[index / 2], nodes[(index &* 13 &+ 5) % count]]
  }
  return nodes
}

func cut(_ nodes: [Node]) {
  for node in nodes { (node.next, node.others) = (nil, []) }
}

@Suite struct LargeGraphTests {
  // A million go through Swift and Python in Tests/Interop/run_objects.py.
  @Test(arguments: [1, 4]) func everyReferenceComesBack(protocolVersion: Int) throws {
    let count = 20_000
    let nodes = largeGraph(count)
    let copy = try roundTrip(nodes, sampleRegistry(), protocolVersion: protocolVersion)
    try #require(copy.count == count)
    var wrong = 0
    for (index, node) in copy.enumerated() {
      let isRight =
        node.value == index && node.next === copy[(index &* 7 &+ 1) % count] && node.others.count == 2
        && node.others[0] === copy[index / 2] && node.others[1] === copy[(index &* 13 &+ 5) % count]
      if !isRight { wrong += 1 }
    }
    #expect(wrong == 0)
    cut(nodes)
    cut(copy)
  }

  @Test func theToolsGetAlongWithIt() throws {
    let count = 5_000
    let nodes = largeGraph(count)
    let dill = Dill(registry: try sampleRegistry())
    try dill.check(nodes)
    let copy = try dill.copy(nodes)
    #expect(copy[7].next === copy[50] && copy[7] !== nodes[7])
    #expect(try dill.trace(nodes).isComplete)
    let references = dill.pointers(below: nodes[0])
    #expect(references.count(of: nodes[0]) == 4 && references.path(to: nodes[1]) == "next")
    nodes[count - 1].others.append(UnknownNode(1))
    #expect(dill.detect(nodes).map(\.path) == ["[\(count - 1)].others[2]"])
    cut(nodes)
    cut(copy)
  }
}
