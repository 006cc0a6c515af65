import Brine
import Foundation
import TestSupport
import Testing

/// Files, recognised by what is in them.
@Suite struct InputFileTests {
  @Test(arguments: try Fixture.compressed())
  func compressed(_ fixture: Fixture) throws {
    let file = try InputFile(path: fixture.url.path)
    #expect(file.codecs == [fixture.name.hasSuffix(".gz") ? "gzip" : "zlib"])
    #expect(file.storedSize == (try fixture.bytes().count))
    #expect(file.source.count > file.storedSize)
    let (pickles, trailing) = try file.pickles()
    #expect(trailing == nil)
    if let expected = try fixture.companion("json") {
      #expect(try pickles.map { try $0.root.typedJSON() } == expected.split(separator: "\n").map(String.init))
    }
    if let original = fixture.original {
      let plain = try InputFile(path: PackageRoot.pickles.appendingPathComponent(original).path)
      #expect(try plain.source.read(0..<plain.source.count) == file.source.read(0..<file.source.count))
      #expect(plain.codecs.isEmpty)
    }
  }

  /// The three fixtures that nest a million deep have no JSON beside them.
  @Test(arguments: ["deep_list", "deep_tuple", "deep_dict"])
  func deep(_ stem: String) throws {
    let fixture = try #require(try Fixture.compressed().first { $0.stem == stem })
    let root = try #require(try InputFile(path: fixture.url.path).pickles().pickles.first).root
    let sink = CountingSink()
    try root.writeTypedJSON(to: sink.take)
    #expect(sink.count >= 2_000_000)
  }

  /// Cut at every byte of the compressed form, with and without its checksum.
  @Test(arguments: try Fixture.compressed())
  func truncated(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    // The first two bytes tell the form; fewer are a pickle that is none.
    for count in 2..<bytes.count {
      #expect(throws: CodecError.self) { try InputFile(MemorySource(Array(bytes[..<count]))) }
    }
  }

  @Test func streamsAndWhatFollows() throws {
    let stream = try InputFile(MemorySource([0x4B, 1, 0x2E, 0x4B, 2, 0x2E]))
    #expect(try stream.pickles().pickles.map(\.root.int) == [1, 2])
    #expect(try stream.pickles().trailing == nil)
    let trailing = try InputFile(MemorySource([0x4B, 1, 0x2E, 0xFF, 0xFF]))
    let (pickles, error) = try trailing.pickles()
    #expect(pickles.map(\.root.int) == [1])
    #expect(error?.code == .unknownOpcode)
    #expect(error?.context.offset == 3)
  }

  @Test func refusals() {
    #expect(throws: PickleError(.ranOutOfInput, "")) { try InputFile(MemorySource([])).pickles() }
    #expect(throws: PickleError(.unknownOpcode, "")) { try InputFile(MemorySource([0xFF])).pickles() }
    #expect(throws: ByteSourceError.self) { try InputFile(path: "/no/such/file.pkl") }
  }

  @Test func optionsReachTheReader() throws {
    var options = PickleOptions()
    options.encoding = .latin1
    let file = try InputFile(MemorySource([0x55, 1, 0xE9, 0x2E]))
    #expect(try file.pickles(options: options).pickles.first?.root.string == "é")
  }

  @Test func severalCompressionsInsideEachOther() throws {
    // zlib, stored, around a gzip file.
    let fixture = try #require(try Fixture.compressed().first { $0.name.hasSuffix("rows_compressed.pkl.gz") })
    let file = try InputFile(MemorySource(Self.stored(try fixture.bytes())))
    #expect(file.codecs == ["zlib", "gzip"])
    #expect(try file.pickles().pickles.count == 1)
  }

  /// A zlib stream (RFC 1950) with one stored block.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt16(bytes.count)
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let sizes = [count, ~count].flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    let sum = [high, low].flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    return [0x78, 0x01, 1] + sizes + bytes + sum
  }
}
