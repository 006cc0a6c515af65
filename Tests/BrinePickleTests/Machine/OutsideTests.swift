import BrineCore
import BrinePickle
import Foundation
import Testing

/// What a pickle expects its reader to have: persistent objects, extension codes, buffers.
@Suite struct OutsideTests {
  @Test func persistentIds() throws {
    #expect(try json("Pdocument 7\n.") == #"{"$persistent":"document 7"}"#)
    #expect(try json(#"(X\x01\x00\x00\x00aK\x07tQ."#) == #"{"$persistent":{"$tuple":["a",7]}}"#)
    #expect(try json("P\n.") == #"{"$persistent":""}"#)
    #expect(refusal(#"P\xe9"# + "\n.")?.code == .badUnicode)
    #expect(refusal("Q.")?.code == .stackUnderflow)
    let value = try value(#"K\x07Q."#)
    #expect(value.kind == .persistent)
    #expect(try value.resolve("content").int == 7)
  }

  @Test(arguments: [#"\x82\xf0"#, #"\x83\xf0\x00"#, #"\x84\xf0\x00\x00\x00"#])
  func extensions(_ opcode: String) throws {
    #expect(try json(opcode + ".") == #"{"$extension":240}"#)
    let name = PickleName(module: "shapes", name: "Square")
    let known = try value(opcode + ".") { $0.extensions = [240: name] }
    #expect(known.global == name)
    #expect(try json(opcode + #")\x81."#) { $0.extensions = [240: name] } == #"{"$object":"shapes.Square"}"#)
    #expect(try json(opcode + ")R.") == #"{"$call":{"$extension":240}}"#)
  }

  @Test func extensionCodesArePositive() throws {
    #expect(refusal(#"\x82\x00."#)?.code == .badExtensionCode)
    #expect(refusal(#"\x84\xff\xff\xff\xff."#)?.code == .badExtensionCode)
    #expect(try value(#"\x84\xff\xff\xff\x7f."#).kind == .extension)
  }

  // MARK: Buffers

  private let buffers = [PickleBuffer(Data([1, 2])), PickleBuffer(Data([3, 4, 5]), isReadOnly: false)]

  @Test func buffersComeInOrder() throws {
    let pair = try value(#"\x97\x97\x86."#) { $0.buffers = buffers }
    #expect(pair[0]?.bytes == Data([1, 2]))
    #expect(pair[1]?.bytes == Data([3, 4, 5]))
    #expect(pair[1]?.kind == .buffer)
    #expect(try pair.typedJSON() == #"{"$tuple":[{"$bytes":"AQI="},{"$bytearray":"AwQF"}]}"#)
  }

  @Test func missingBuffers() {
    let error = refusal(#"\x97\x97\x97\x87."#) { $0.buffers = buffers }
    #expect(error?.code == .buffersMissing)
    #expect(error?.context.offset == 2)
    #expect(refusal(#"\x97."#)?.code == .buffersMissing)
  }

  @Test func readOnlyViews() throws {
    let pair = try value(#"\x97\x98\x97\x98\x86."#) { $0.buffers = buffers }
    // What can't be written to is its own read-only view.
    #expect(try pair.typedJSON() == #"{"$tuple":[{"$bytes":"AQI="},{"$readonly":{"$bytearray":"AwQF"}}]}"#)
    #expect(pair[1]?.bytes == Data([3, 4, 5]))
    #expect(try json(#"C\x01a\x98."#) == #"{"$bytes":"YQ=="}"#)
    let array = #"\x96\x01\x00\x00\x00\x00\x00\x00\x00a"#
    #expect(try json(array + #"\x98."#) == #"{"$readonly":{"$bytearray":"YQ=="}}"#)
    #expect(try json(array + #"\x98\x98."#) == #"{"$readonly":{"$bytearray":"YQ=="}}"#)
  }

  @Test(arguments: ["N", #"K\x01"#, "]", ")", #"X\x00\x00\x00\x00"#, "cshapes\nSquare\n", #"\x82\x01"#])
  func noBuffers(_ value: String) {
    #expect(refusal(value + #"\x98."#)?.code == .notABuffer)
  }
}
