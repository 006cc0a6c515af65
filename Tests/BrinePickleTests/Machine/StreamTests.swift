import BrineCore
import BrinePickle
import Foundation
import Testing

/// Protocols, frames, and several pickles in one input.
@Suite struct StreamTests {
  @Test func protocols() throws {
    for version in 0...5 {
      #expect(try Pickle([0x80, UInt8(version), 0x4E, 0x2E]).protocolVersion == version)
    }
    #expect(try Pickle([0x4E, 0x2E]).protocolVersion == 0)
    #expect(refusal(#"\x80\x06N."#)?.code == .unsupportedProtocol)
    #expect(refusal(#"\x80"#)?.code == .truncated)
  }

  @Test func framesOnlyPromiseThatBytesFollow() throws {
    #expect(try json(#"\x95\x02\x00\x00\x00\x00\x00\x00\x00N."#) == "null")
    #expect(try json(#"\x95\x00\x00\x00\x00\x00\x00\x00\x00N."#) == "null")
    // As in the C unpickler an opcode may straddle the end of a frame, and frames may overlap.
    #expect(try json(#"\x95\x01\x00\x00\x00\x00\x00\x00\x00K\x07."#) == "7")
    let inner = #"\x95\x02\x00\x00\x00\x00\x00\x00\x00N."#
    #expect(try json(#"\x95\x0b\x00\x00\x00\x00\x00\x00\x00"# + inner) == "null")
  }

  @Test func framesThatEndTooLate() {
    for length in [#"\x03\x00\x00\x00\x00\x00\x00\x00"#, #"\x00\x00\x00\x00\x01\x00\x00\x00"#] {
      let error = refusal(#"\x80\x04\x95"# + length + "N.")
      #expect(error?.code == .truncated)
      #expect(error?.context.offset == 2)
    }
    #expect(refusal(#"\x95\x00\x00\x00"#)?.code == .truncated)
  }

  @Test func nothing() {
    #expect(refusal("")?.code == .ranOutOfInput)
    #expect(refusal("N")?.code == .ranOutOfInput)
    #expect(refusal("N")?.context.offset == 1)
  }

  @Test func severalPickles() throws {
    let source = handmade(#"I1"# + "\n" + #".\x80\x02]K\x02a.\x80\x04N."#)
    let pickles = try Pickle.all(in: source)
    #expect(try pickles.map { try $0.root.typedJSON() } == ["1", "[2]", "null"])
    #expect(pickles.map(\.protocolVersion) == [0, 2, 4])
    #expect(pickles.map(\.byteRange) == [0..<4, 4..<11, 11..<15])
    #expect(try Pickle.all(in: Data(source.read(0..<source.count))).count == 3)
    #expect(try Pickle(source, at: 4).root[0]?.int == 2)
  }

  @Test func bytesAfterAPickle() throws {
    let source = handmade(#"K\x01.\xff"#)
    #expect(try Pickle(source).root.int == 1)
    do {
      _ = try Pickle.all(in: source)
      Issue.record("0xff was taken for a pickle")
    } catch {
      #expect(error.code == .unknownOpcode)
      #expect(error.context.offset == 3)
    }
  }

  @Test func startsOutsideTheInput() {
    for offset in [-1, 3, Int.max, Int.min] {
      do {
        _ = try Pickle(handmade("N."), at: offset)
        Issue.record("there is no byte \(offset)")
      } catch {
        #expect(error.code == .ranOutOfInput)
      }
    }
  }

  @Test func filesAndData() throws {
    #expect(try Pickle(Data([0x4B, 7, 0x2E])).root.int == 7)
    #expect(throws: ByteSourceError.self) { try Pickle(contentsOf: "/no/such/file.pkl") }
  }
}
