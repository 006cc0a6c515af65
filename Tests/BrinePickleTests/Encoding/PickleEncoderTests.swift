import BigInt
import BrinePickle
import Foundation
import TestSupport
import Testing

/// A value as typed JSON, by way of a pickle.
private func json<T: Encodable>(_ value: T, _ encoder: PickleEncoder = .init()) throws -> String {
  try Pickle(encoder.encode(value)).root.typedJSON()
}

/// The value that encoding and decoding give.
private func roundTrip<T: Codable>(_ value: T, _ version: Int = 4) throws -> T {
  try PickleDecoder().decode(T.self, from: PickleEncoder(protocolVersion: version).encode(value))
}

private final class EncodableNode: Encodable {
  var next: EncodableNode?
}

@Suite struct PickleEncoderTests {
  struct Rectangle: Codable, Equatable {
    var width: Double, height: Double
    var name: String?
  }

  struct Everything: Codable, Equatable {
    var flag = true, small = Int8(-5), large = UInt64.max, single = Float(0.5)
    var texts = ["a", "é", ""], numbers = [1, 300, 70_000, -1, Int.max, Int.min], nested = [[1.5], []]
    var map = ["b": [1: "x"]], maybe: Int?, none: [Int?] = [nil, 1]
    var data = Data([0, 255]), set: Set<Int> = [1, 2, 3], big = BigInt(2).power(200)
    var date = Date(timeIntervalSince1970: 1_700_000_000.25), decimal = Decimal(string: "1.10")
    var uuid = UUID(uuidString: "12345678-1234-5678-1234-567812345678")
    var url = URL(string: "https://example.org/a?b=c"), span = Duration.seconds(-90_061.5)
    var range = 3..<10, complex = PickleComplex(1, -2)
  }

  @Test func structuresAreDicts() throws {
    #expect(
      try json(Rectangle(width: 2, height: 3.5, name: "r")) == #"{"width":2.0,"height":3.5,"name":"r"}"#)
  }

  @Test func structuresCanBeInstances() throws {
    var encoder = PickleEncoder()
    encoder.objectStrategy = .instance(Rectangle.self, of: "shapes", "Rectangle")
    #expect(
      try json([Rectangle(width: 2, height: 3)], encoder)
        == #"[{"$object":"shapes.Rectangle","state":{"width":2.0,"height":3.0}}]"#)
    let back = try PickleDecoder().decode(
      [Rectangle].self, from: encoder.encode([Rectangle(width: 2, height: 3)]))
    #expect(back == [Rectangle(width: 2, height: 3)])
  }

  @Test(arguments: 0...5) func everyTypeComesBack(_ version: Int) throws {
    let value = Everything()
    #expect(try roundTrip(value, version) == value)
  }

  @Test func typesHavePythonCounterparts() throws {
    #expect(
      try json(Date(timeIntervalSince1970: -0.5)) == #"{"$datetime":"1969-12-31T23:59:59.500000+00:00"}"#)
    #expect(try json(Duration.seconds(-1)) == #"{"$timedelta":[-1,86399,0]}"#)
    #expect(try json(1...3) == #"{"$object":"builtins.range","args":[1,4,1]}"#)
    #expect(try json(PickleComplex(1, 2)) == #"{"$complex":[1.0,2.0]}"#)
    #expect(try json(Set(["a"])) == #"{"$set":["a"]}"#)
    #expect(try json([1: "a"]) == #"{"$dict":[[1,"a"]]}"#)
    #expect(try json(Data([1])) == #"{"$bytes":"AQ=="}"#)
    #expect(try json(Decimal(string: "1.5")) == #"{"$decimal":"1.5"}"#)
    #expect(try json(UInt64.max) == "18446744073709551615")
  }

  @Test func keysAreConverted() throws {
    struct Camel: Encodable { var theURLPath = 1, plain = 2, a = ["keepMe": 3] }
    var encoder = PickleEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    #expect(try json(Camel(), encoder) == #"{"the_url_path":1,"plain":2,"a":{"keepMe":3}}"#)
  }

  @Test func containersMayBeFilledInAnyOrder() throws {
    struct Crossed: Encodable {
      enum Key: CodingKey { case a, b, c }
      func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Key.self)
        var first = outer.nestedUnkeyedContainer(forKey: .a)
        var second = outer.nestedContainer(keyedBy: Key.self, forKey: .b)
        try first.encode(1)
        try second.encode("x", forKey: .c)
        try first.encode(2)
        try outer.encode(3, forKey: .c)
        var again = encoder.container(keyedBy: Key.self)
        try again.encode(4, forKey: .c)
      }
    }
    #expect(
      try json([Crossed(), Crossed()]) == "[" + #"{"a":[1,2],"b":{"c":"x"},"c":4},"#
        + #"{"a":[1,2],"b":{"c":"x"},"c":4}]"#)
  }

  @Test func aCycleIsRefusedWithItsPath() throws {
    let node = EncodableNode()
    node.next = node
    defer { node.next = nil }
    do {
      _ = try PickleEncoder().encode(node)
      Issue.record("it was encoded")
    } catch let error as PickleError {
      #expect(error.code == .limitExceeded)
      #expect(error.context.path?.hasPrefix("next/next") == true)
    }
  }

  @Test func aDateOutOfRangeNamesItsPath() throws {
    do {
      _ = try PickleEncoder().encode(["when": [Date.distantFuture.addingTimeInterval(1e13)]])
      Issue.record("it was encoded")
    } catch EncodingError.invalidValue(_, let context) {
      #expect(context.codingPath.map(\.stringValue) == ["when", "0"] || context.codingPath.count == 2)
    }
  }

  @Test(arguments: 2...5) func flatArraysComeBack(_ version: Int) throws {
    let numbers =
      (0..<2500).map { $0 * $0 * 7919 - 1_000_000 } + [Int.max, Int.min, 255, 256, 65_535, 65_536]
    #expect(try roundTrip(numbers, version) == numbers)
    let floats = numbers.map { Double($0) / 7 } + [.infinity, -0.0]
    #expect(try roundTrip(floats, version) == floats)
    let texts = numbers.map { String(repeating: "é", count: $0 & 0xFF) }
    #expect(try roundTrip(texts, version) == texts)
    let map = Dictionary(numbers.map { ("key \($0)", $0) }) { $1 }
    #expect(try roundTrip(map, version) == map)
    #expect(try roundTrip([Int](), version) == [])
  }

  @Test func aFileIsReplacedOnlyWhole() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try scratch.write("old.pkl", Array("old".utf8))
    struct Bad: Encodable { var ok = 1, date = Date(timeIntervalSince1970: 1e15) }
    #expect(throws: EncodingError.self) { try PickleEncoder().encode(Bad(), to: file.path) }
    #expect(try Data(contentsOf: file) == Data("old".utf8))
    try PickleEncoder().encode([1, 2], to: file.path)
    #expect(try PickleDecoder().decode([Int].self, contentsOf: file.path) == [1, 2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["old.pkl"])
  }
}

@Suite struct PickleRowEncodableTests {
  struct User: PickleRow, PickleRowEncodable, Equatable {
    var id: Int, name: String, score: Double, isActive: Bool

    init(fields: inout PickleFields) throws(PickleError) {
      id = try fields.int("id")
      name = try fields.string("name")
      score = try fields.double("score")
      isActive = try fields.bool("active")
    }

    init(_ id: Int) { (self.id, name, score, isActive) = (id, "user \(id)", Double(id) / 3, id % 2 == 0) }

    func write(to fields: inout PickleFieldWriter) throws(PickleError) {
      try fields.int("id", id)
      try fields.string("name", name)
      // The order changes from row to row.
      if isActive { try fields.bool("active", isActive) }
      try fields.double("score", score)
      if !isActive { try fields.bool("active", isActive) }
    }
  }

  @Test(arguments: 2...5) func rowsComeBack(_ version: Int) throws {
    for count in [0, 1, 999, 1000, 1001] {
      let users = (0..<count).map { User($0) }
      let data = try PickleEncoder(protocolVersion: version).encodeRows(users)
      #expect(try PickleDecoder().decodeRows(User.self, from: data) == users)
    }
  }

  @Test(arguments: 2...5) func rowsCanBeInstances(_ version: Int) throws {
    let data = try PickleEncoder(protocolVersion: version)
      .encodeRows([User(1)], of: PickleName(module: "app", name: "User"))
    #expect(
      try Pickle(data).root.typedJSON()
        == #"[{"$object":"app.User","state":{"id":1,"name":"user 1","score":0.3333333333333333,"active":false}}]"#
    )
  }

  @Test func aFieldTwiceIsRefused() throws {
    struct Twice: PickleRowEncodable {
      func write(to fields: inout PickleFieldWriter) throws(PickleError) {
        try fields.int("number", 1)
        try fields.int("number", 2)
      }
    }
    #expect(throws: PickleError(.notEncodable, "")) { try PickleEncoder().encodeRows([Twice()]) }
  }
}
