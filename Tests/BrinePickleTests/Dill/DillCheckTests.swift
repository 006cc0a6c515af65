import BrinePickle
import Foundation
import Testing

/// A class whose two methods need not fit each other.
class Faulty: Picklable {
  var count = 1
  var name = "n"
  var items: [Node] = []
  var fault = ""

  init(_ fault: String) { self.fault = fault }
  required init(blank: PickleBlank) {}

  func saveState(to state: PickleStateWriter) throws {
    try state.set("count", count)
    try state.set("name", name)
    try state.set("items", items)
    try state.set("fault", fault)
    if fault == "extra", count == 1 { try state.set("extra", 1) }
    if fault == "grows" { try state.set("n\(count)", 1) }
  }

  func restoreState(from state: PickleStateReader) throws {
    fault = try state.get("fault")
    name = try state.get("name")
    items = try state.get("items")
    switch fault {
    case "count", "extra", "grows": count = 2
    case "name": name += "!"
    case "copies": items = items.map { Node($0.value) }
    case "merges": items = items.map { _ in items[0] }
    case "drops": items.removeLast()
    default: break
    }
  }
}

/// Equal by identity, and all alike.
final class Token: Picklable, Hashable {
  @Pickled var peers: Set<Token> = []
  @Pickled var chosen: [Token: Int] = [:]
  init() {}
  init(blank: PickleBlank) {}
  static func == (left: Token, right: Token) -> Bool { left === right }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

@Suite struct DillCheckTests {
  private func dill() throws -> Dill {
    var registry = try sampleRegistry()
    try registry.register(Faulty.self, as: "faults.Faulty")
    try registry.register(Token.self, as: "faults.Token")
    return Dill(registry: registry)
  }

  @Test(arguments: [
    ("count", "[0]/count: is written as int 1, but as int 2 after it was read back"),
    ("name", "[0]/name: is written as str 'n', but as str 'n!' after it was read back"),
    ("drops", "[0]/items: is written with 3 items, but with 2 after it was read back"),
    (
      "copies", "[0]/items[0]/value: is written as int 1, but as int 0 after it was read back"
    ),
    ("merges", "[0]/items[1]: refers to another object when it is read back"),
    ("extra", "[0]/extra: is no longer there after it was read back"),
    ("grows", "[0]/n1: is no longer there after it was read back"),
  ])
  func whatComesBackOtherwise(fault: String, message: String) throws {
    let dill = try dill()
    let faulty = Faulty(fault)
    let shared = Node(1)
    faulty.items = [shared, Node(2), Node(3)]
    // The second one can be seen from elsewhere too.
    faulty.items[1].next = shared
    let error = #expect(throws: PicklingError.self) { try dill.check([faulty]) }
    #expect(error?.code == .changed)
    #expect(error?.description == message)
    #expect(!dill.pickles(faulty) && dill.detect(faulty).map(\.error.code) == [.changed])
  }

  @Test func nothingIsWrong() throws {
    let dill = try dill()
    let node = Node(1)
    (node.next, node.others) = (node, [node, Node(2)])
    try dill.check(Faulty("none"))
    try dill.check(node)
    try dill.check([1, 2, 3])
    #expect(dill.pickles(["a": [Date(timeIntervalSince1970: 3.25)]]))
    #expect(dill.pickles(Drawing()) && dill.pickles(Double.nan) && dill.pickles("\u{1F600}"))
    node.next = nil
  }

  @Test(arguments: 0...5) func setsOfObjectsThatLookAlike(protocolVersion: Int) throws {
    var dill = try dill()
    dill.pickler.encoder.options.protocolVersion = protocolVersion
    let tokens = (0..<20).map { _ in Token() }
    for (index, token) in tokens.enumerated() {
      token.peers = [tokens[(index + 1) % 20], tokens[(index * 7 + 3) % 20], token]
      token.chosen = [tokens[(index + 5) % 20]: index % 3]
    }
    try dill.check(tokens)
    #expect(dill.pickles([tokens[3]: 1]) && dill.pickles(Set([[1, 2], [3]])))
  }

  @Test func allThatCodableHas() throws {
    struct Everything: Codable, Equatable {
      var uuid = UUID()
      var date = Date(timeIntervalSince1970: 1_700_000_000.25)
      var decimal = Decimal(string: "1.10")
      var data = Data([1, 2, 3])
      var set: Set<String> = ["a", "b", "c", "d"]
      var byNumber = [1: "a", 2: "b"]
      var url = URL(string: "file:///tmp")
      var nested: [[String: [Int?]]] = [["a": [1, nil]]]
    }
    let value = Everything()
    for protocolVersion in 0...5 {
      var dill = try dill()
      dill.pickler.encoder.options.protocolVersion = protocolVersion
      try dill.check(value)
      #expect(try dill.copy(value) == value)
    }
  }
}
