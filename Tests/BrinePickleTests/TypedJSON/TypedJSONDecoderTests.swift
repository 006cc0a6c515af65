import BrineJSON
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Typed JSON becomes a graph whose typed JSON it is.
struct TypedJSONDecoderTests {
  private func again(_ text: String) throws -> String { try Pickle(typedJSON: text).root.typedJSON() }

  @Test(arguments: try Fixture.valid())
  func everyFixture(_ fixture: Fixture) throws {
    for line in try fixture.companion("json")?.split(separator: "\n") ?? [] {
      #expect(try again(String(line)) == line)
    }
  }

  @Test(arguments: [
    "null", "[]", #"{"a":[1,2.5,"text",true]}"#, #"{"$tuple":[]}"#, #"{"$tuple":[1,{"$tuple":[2]}]}"#,
    #"{"$set":[1,"a"]}"#, #"{"$dict":[[1,2],["$x",{"$bytes":"AAE="}]]}"#, #"{"$int":"-0x1f"}"#,
    #"{"$float":"nan"}"#, #"{"$complex":[1.0,{"$float":"inf"}]}"#, #"{"$str":"\ud800"}"#,
    #"{"$date":"2026-01-02"}"#, #"{"$datetime":"2026-01-02T03:04:05.000006+00:00","fold":1}"#,
    #"{"$timedelta":[-1,0,1]}"#, #"{"$decimal":"1.10"}"#, #"{"$global":"collections:Outer.Inner"}"#,
    #"{"$object":"m.C","args":[1],"kwargs":{"k":2},"state":{"a":1}}"#,
    #"{"$object":"m.L","base":"builtins.list","args":[[1]],"state":{"n":1}}"#,
    #"{"$call":"m.f","args":[1],"state":1,"setter":{"$global":"m.set"},"after":[{"$call":"m.g","args":[2]}]}"#,
    #"{"$object":"m.C","after":[{"$object":"m.D","args":[2]},{"$object":"m.E","args":[3],"kwargs":{"k":4}}]}"#,
    #"{"$object":"m.C","items":[1],"entries":[[{"$tuple":[1]},2]]}"#, #"{"$persistent":"a"}"#,
    #"{"$id":1,"$list":[{"$ref":1}]}"#, #"[{"$id":1,"$object":"m.C"},{"$ref":1}]"#,
    #"{"$id":1,"$object":"m.C","state":{"me":{"$ref":1}}}"#,
    #"{"$id":1,"$call":"m.make","args":[[{"$object":"m.P","state":{"up":{"$ref":1}}}]]}"#,
    #"{"$uuid":"12345678-1234-5678-1234-567812345678"}"#, "123456789012345678901234567890",
  ])
  func itsOwnJSON(_ text: String) throws {
    let small = text.replacing("-0x1f", with: "-0x1" + String(repeating: "f", count: 4000))
    #expect(try again(small) == small)
    for version in 0...5 {
      let pickle = try Pickle(typedJSON: small).encoded(PickleWriteOptions(protocolVersion: version))
      #expect(try Pickle(pickle).root.typedJSON() == small, "protocol \(version)")
    }
  }

  @Test(arguments: [
    (#"{"$extension":3}"#, 2), (#"{"$readonly":{"$bytearray":"AA=="}}"#, 5), (#"{"$persistent":["a",1]}"#, 1),
  ])
  func whatOldProtocolsCantHave(_ text: String, _ first: Int) throws {
    for version in 0...5 {
      let options = PickleWriteOptions(protocolVersion: version)
      if version < first {
        #expect(throws: PickleError(.notEncodable, "")) { try Pickle(typedJSON: text).encoded(options) }
      } else {
        #expect(try Pickle(Pickle(typedJSON: text).encoded(options)).root.typedJSON() == text)
      }
    }
  }

  @Test func keysInAnyOrder() throws {
    let sorted = #"{"$id":7,"$list":[]}"#
    #expect(try again(#"{"$list":[],"$id":7}"#) == "[]")
    #expect(try again(sorted) == "[]")
    #expect(
      try again(#"{"$object":"m.C","state":{"b":{"$ref":1}},"args":[{"$id":1,"$list":[]}]}"#)
        == #"{"$object":"m.C","args":[{"$id":1,"$list":[]}],"state":{"b":{"$ref":1}}}"#)
  }

  @Test func streams() throws {
    let pickles = try Pickle.all(typedJSON: .init(Array("1\n{\"$tuple\":[2]}\n\n\"three\"\n".utf8)))
    #expect(try pickles.map { try $0.root.typedJSON() } == ["1", #"{"$tuple":[2]}"#, #""three""#])
  }

  @Test func anEmptyGlobalsDictIsWrittenAsProtocolFour() throws {
    #expect(try Pickle(typedJSON: "{}").encoded().prefix(2) == Data([0x80, 4]))
  }

  @Test func deepNesting() throws {
    let depth = 200_000
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try Pickle(typedJSON: text).encoded().count > depth)
  }
}
