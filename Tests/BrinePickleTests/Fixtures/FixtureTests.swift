import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// The committed pickles, against what Python made of them.
@Suite struct FixtureTests {
  @Test(arguments: try Fixture.valid())
  func typedJSON(_ fixture: Fixture) throws {
    let expected = try #require(try fixture.companion("json")).split(separator: "\n").map(String.init)
    let source = MemorySource(try fixture.bytes())
    var (offset, found) = (0, [String]())
    while found.count < expected.count {
      let pickle = try Pickle(source, at: offset)
      found.append(try pickle.root.typedJSON())
      offset = pickle.byteRange.upperBound
    }
    #expect(found == expected)
    if let count = fixture.pickles { #expect(found.count == count) }
  }

  @Test(arguments: try Fixture.valid())
  func disassembly(_ fixture: Fixture) throws {
    let source = MemorySource(try fixture.bytes())
    for (suffix, annotate) in [("dis", nil), ("dis_a", 30), ("dis_m", nil)] {
      guard let expected = try fixture.companion(suffix) else { continue }
      let (text, error) = PickleDisassembler(annotate: annotate).outcome(source)
      #expect(error == nil)
      #expect(text == expected, "\(fixture.stem).\(suffix)")
    }
  }

  @Test(arguments: try Fixture.invalid())
  func refusal(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    let error = try #require(Self.refusal(of: bytes))
    #expect(error.code.rawValue == fixture.error)
    let offset = try #require(error.context.offset)
    #expect((0...bytes.count).contains(offset))
    // What is wrong is wrong with the opcode at that place, where there is one.
    #expect(error.opcode == (offset < bytes.count ? PickleOpcode(rawValue: bytes[offset]) : nil))
  }

  private static func refusal(of bytes: [UInt8]) -> PickleError? {
    do {
      _ = try Pickle(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func everyOpcodeIsInAFixture() throws {
    var seen: Set<PickleOpcode> = []
    for fixture in try Fixture.valid() + Fixture.invalid() {
      var instructions = PickleInstructions(MemorySource(try fixture.bytes()))
      while let instruction = try? instructions.next() { seen.insert(instruction.opcode) }
    }
    #expect(Set(PickleOpcode.allCases).subtracting(seen) == [])
  }

  @Test func noStrayFiles() throws {
    let fixtures = try Fixture.all()
    var expected = Set(fixtures.map(\.name))
    for fixture in fixtures where fixture.error == nil {
      let companions = ["json", "dis", "dis_a", "dis_m"].filter { (try? fixture.companion($0)) != nil }
      expected.formUnion(companions.map { "valid/\(fixture.stem).\($0)" })
    }
    #expect(Set(try Fixture.files()).symmetricDifference(expected) == [])
  }
}
