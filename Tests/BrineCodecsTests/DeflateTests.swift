import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// What `gzip.compress(b"brine" * 200, mtime=0)` and the like of Python 3.11 give.
@Suite struct DeflateTests {
  private static let plain = Array("brine".utf8).repeated(200)
  private static let gzip: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x2A, 0xCA, 0xCC, 0x4B, 0x4D, 0x1A,
    0x25, 0x46, 0x89, 0x51, 0x62, 0x38, 0x13, 0x00, 0x8D, 0x85, 0x7C, 0xE5, 0xE8, 0x03, 0x00, 0x00,
  ]
  private static let zlib: [UInt8] = [
    0x78, 0x9C, 0x4B, 0x2A, 0xCA, 0xCC, 0x4B, 0x4D, 0x1A, 0x25, 0x46, 0x89, 0x51, 0x62, 0x38, 0x13, 0x00,
    0xA9, 0xD2, 0x9C, 0x90,
  ]
  private static let emptyGzip: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00,
  ]

  private func decompressed(
    _ bytes: [UInt8], _ codec: DeflateCodec, _ change: (inout Limits) -> Void = { _ in }
  ) throws -> [UInt8] {
    var limits = Limits.default
    change(&limits)
    let source = try codec.decompress(MemorySource(bytes), limits: limits)
    return try source.read(0..<source.count)
  }

  private func code(
    _ bytes: [UInt8], _ codec: DeflateCodec, _ change: (inout Limits) -> Void = { _ in }
  ) -> CodecError.Code? {
    do {
      _ = try decompressed(bytes, codec, change)
      return nil
    } catch {
      return (error as? CodecError)?.code
    }
  }

  @Test func wholeFiles() throws {
    #expect(try decompressed(Self.gzip, .gzip) == Self.plain)
    #expect(try decompressed(Self.zlib, .zlib) == Self.plain)
    #expect(try decompressed(Self.emptyGzip, .gzip) == [])
  }

  @Test func severalMembersAreOneFile() throws {
    #expect(try decompressed(Self.gzip + Self.gzip, .gzip) == Self.plain + Self.plain)
    #expect(try decompressed(Self.gzip + Self.emptyGzip + Self.gzip, .gzip) == Self.plain + Self.plain)
    let many = Self.gzip.repeated(500)
    #expect(try decompressed(many, .gzip).count == 500 * 1000)
  }

  @Test func bytesAfterTheLastMember() throws {
    #expect(try decompressed(Self.gzip + [0, 0, 0, 0], .gzip) == Self.plain)
    #expect(try decompressed(Self.zlib + Self.zlib, .zlib) == Self.plain)
  }

  @Test func cutAtEveryByte() {
    for count in 0..<Self.gzip.count {
      #expect(code(Array(Self.gzip[..<count]), .gzip) == .truncated, "\(count)")
    }
    for count in 0..<Self.zlib.count {
      #expect(code(Array(Self.zlib[..<count]), .zlib) == .truncated, "\(count)")
    }
    #expect(code(Self.gzip + Self.gzip.dropLast(), .gzip) == .truncated)
    #expect(code(Self.gzip + [0x1F, 0x8B], .gzip) == .truncated)
  }

  @Test func everyDamagedBitOfTheChecksum() {
    for index in Self.gzip.count - 8..<Self.gzip.count {
      for bit in 0..<8 {
        var bytes = Self.gzip
        bytes[index] ^= 1 << UInt8(bit)
        #expect(code(bytes, .gzip) == .corrupt)
      }
    }
    var bytes = Self.zlib
    bytes[bytes.count - 1] ^= 1
    #expect(code(bytes, .zlib) == .corrupt)
  }

  @Test func damagedAnywhere() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      var bytes = Self.gzip
      bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
      // Some bits of the header are for information only: then the content must be right.
      if code(bytes, .gzip) == nil { #expect(try decompressed(bytes, .gzip) == Self.plain) }
    }
  }

  @Test func theOtherForm() {
    #expect(code(Self.zlib, .gzip) == .corrupt)
    #expect(code(Self.gzip, .zlib) == .corrupt)
  }

  @Test func limits() throws {
    #expect(code(Self.gzip, .gzip) { $0.decompressedSize = 999 } == .tooLarge)
    #expect(try decompressed(Self.gzip, .gzip) { $0.decompressedSize = 1000 } == Self.plain)
    // The ratio counts from 64 MiB on.
    #expect(try decompressed(Self.gzip, .gzip) { $0.decompressionRatio = 1 } == Self.plain)
  }

  @Test func ratioOfLargeFiles() throws {
    // A thousand times smaller than its content; forty of it are 80 MB.
    let deep = try #require(try Fixture.compressed().first { $0.stem == "deep_list" })
    let bomb = try deep.bytes().repeated(40)
    #expect(code(bomb, .gzip) { $0.decompressionRatio = 10 } == .tooLarge)
    #expect(code(bomb, .gzip) == nil)
  }

  @Test func errorsSayWhere() throws {
    var bytes = Self.gzip
    bytes[bytes.count - 1] ^= 1
    do {
      _ = try decompressed(bytes, .gzip)
      Issue.record("a wrong checksum was taken")
    } catch {
      let error = try #require(error as? CodecError)
      #expect((1...bytes.count).contains(try #require(error.context.offset)))
      #expect(error.description.contains("gzip"))
    }
  }

  // MARK: Detection

  @Test func detection() {
    #expect(Codecs.detect(MemorySource(Self.gzip))?.name == "gzip")
    #expect(Codecs.detect(MemorySource(Self.zlib))?.name == "zlib")
    for level: UInt8 in [0x01, 0x5E, 0x9C, 0xDA] {
      #expect(Codecs.detect(MemorySource([0x78, level]))?.name == "zlib")
    }
    #expect(Codecs.detect(MemorySource([])) == nil)
    #expect(Codecs.detect(MemorySource([0x1F])) == nil)
    #expect(Codecs.detect(MemorySource([0x78])) == nil)
  }

  /// Pickles whose first two bytes pass zlib's own check of a header: a multiple of 31, method 8.
  @Test(
    arguments: [
      // A string of nine bytes, of forty; a GET of key 5; a MARK and a STRING; an empty frozenset.
      [0x58, 9, 0, 0, 0], [0x58, 40, 0, 0, 0], [0x68, 5, 0x2E], Array("(S'a'\nt.".utf8), [0x28, 0x91, 0x2E],
    ] as [[UInt8]])
  func picklesAreNotTakenForIt(_ bytes: [UInt8]) {
    #expect(bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0)
    #expect(Codecs.detect(MemorySource(bytes)) == nil)
  }

  @Test func noPickleStartsLikeAStream() throws {
    for fixture in try Fixture.valid() {
      #expect(Codecs.detect(MemorySource(try fixture.bytes())) == nil, "\(fixture)")
    }
    for fixture in try Fixture.compressed() {
      #expect(Codecs.detect(MemorySource(try fixture.bytes())) != nil, "\(fixture)")
    }
  }
}
