import BrinePickle
import Foundation
import Testing

/// Can't be encoded when it is odd.
struct Choosy: Codable {
  var number: Int

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard number % 2 == 0 else {
      let context = EncodingError.Context(
        codingPath: container.codingPath, debugDescription: "\(number) is odd")
      throw EncodingError.invalidValue(number, context)
    }
    try container.encode(number)
  }
}

struct Order: Codable {
  var title = ""
  var items: [Choosy] = []
  var best: Choosy?
}

/// A class that holds itself, which `Codable` can't see.
final class Loop: Codable {
  var next: Loop?
}

struct LoopHolder: Codable {
  var loop = Loop()
}

/// `Encodable` alone, and `Decodable` alone.
struct WriteOnly: Encodable { var x = 1 }
struct ReadOnly: Decodable { var x = 1 }

@Suite struct DetectCodableTests {
  private func found(_ value: Any) -> [Expected] { Dill().detect(value).map { Expected($0) } }

  @Test func everyBadPartOfAStructure() {
    let order = Order(items: [2, 3, 4, 5].map { Choosy(number: $0) }, best: Choosy(number: 7))
    #expect(
      found([Order(), order]) == [
        Expected("[1].items[1]", "Choosy"), Expected("[1].items[3]", "Choosy"),
        Expected("[1].best", "Choosy"),
      ])
    #expect(Dill().detect(["o": order]).first?.description == #"["o"].items[1]: 3 is odd"#)
    #expect(refusal { _ = try ObjectPickler().encode([order]) }?.text == "[0].items[1]: 3 is odd")
    // It is written as a number, but read as a structure.
    #expect(found(Order(items: [Choosy(number: 2)])) == [Expected("items[0]", nil, .typeMismatch)])
    #expect(found(Order()).isEmpty)
  }

  @Test func whatHasNoEnd() {
    let holder = LoopHolder()
    holder.loop.next = holder.loop
    defer { holder.loop.next = nil }
    #expect(found(["a": holder]) == [Expected(#"["a"]"#, "LoopHolder", .limitExceeded)])
    #expect(refusal { _ = try ObjectPickler().encode(["a": holder]) }?.code == .limitExceeded)
  }

  @Test func oneDirectionOnly() {
    let writing = Dill().detect([WriteOnly()])
    #expect(writing.map(\.error.code) == [.notPicklable] && writing.first?.typeName == nil)
    #expect(
      writing.first?.description.contains("WriteOnly can't be read: it is Encodable, but not Decodable")
        == true)
    let reading = Dill().detect([ReadOnly()])
    #expect(reading.map { Expected($0) } == [Expected("[0]", "ReadOnly")])
    #expect(reading.first?.error.detail == "ReadOnly can't be pickled: it is Decodable, but not Encodable")
  }
}
