import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// What was compressed unpacks to what it was.
@Suite struct CompressionTests {
  static let available = CodecFixture.codecs.filter(\.isAvailable).map(\.name)

  static let samples: [[UInt8]] = {
    var random = SplitMix64(seed: 3)
    let noise = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let text = Array("bottles of brine on the wall. ".utf8).repeated(100)
    // Several blocks of each codec, and several pieces of the compressor's output.
    let long = [UInt8](unsafeUninitializedCapacity: 700_000) { room, count in
      for index in 0..<700_000 {
        room[index] =
          index < 400_000 ? UInt8(truncatingIfNeeded: random.next()) : UInt8(truncatingIfNeeded: index / 7)
      }
      count = 700_000
    }
    return [[], [0], noise, text, long]
  }()

  @Test(arguments: available)
  func everyLevel(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    for level in codec.levels {
      for sample in Self.samples.dropLast() {
        #expect(try codec.unpacked(codec.compress(sample.span.bytes, level: level)) == sample)
        #expect(try codec.unpacked(codec.packed(sample, level: level, pieces: 777)) == sample)
      }
    }
  }

  @Test(arguments: available)
  func largePieces(_ name: String) throws {
    let (codec, sample) = (try #require(CodecFixture.codec(named: name)), try #require(Self.samples.last))
    #expect(try codec.unpacked(codec.compress(sample.span.bytes)) == sample)
    for size in [100_000, 700_000] {
      #expect(try codec.unpacked(codec.packed(sample, level: nil, pieces: size)) == sample)
    }
  }

  @Test(arguments: available)
  func levelsDiffer(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    let text = (0..<20_000).flatMap { Array("\($0 * $0 % 977) bottles, ".utf8) }
    let small = try codec.compress(text.span.bytes, level: codec.levels.upperBound).count
    #expect(small < (try codec.compress(text.span.bytes, level: codec.levels.lowerBound).count))
    #expect(small < text.count / 2)
  }

  @Test(arguments: available)
  func badLevels(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    for level in [codec.levels.lowerBound - 1, codec.levels.upperBound + 1, .min, .max] {
      #expect(throws: CodecError(.badLevel, "")) {
        try codec.compress(([1] as [UInt8]).span.bytes, level: level)
      }
      #expect(throws: CodecError(.badLevel, "")) { try codec.compressor(level: level) { _ in } }
    }
  }

  @Test(arguments: available)
  func theSinkMayFail(_ name: String) throws {
    struct Full: Error {}
    let (codec, sample) = (try #require(CodecFixture.codec(named: name)), try #require(Self.samples.last))
    let compressor = try codec.compressor { _ in throw Full() }
    #expect(throws: Full.self) {
      try compressor.write(sample.span.bytes)
      try compressor.finish()
    }
    #expect(throws: CodecError(.finished, "")) { try compressor.write(sample.span.bytes) }
    #expect(throws: CodecError(.finished, "")) { try compressor.finish() }
  }

  @Test(arguments: available)
  func nothingFollowsTheEnd(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    let compressor = try codec.compressor { _ in }
    try compressor.finish()
    #expect(throws: CodecError(.finished, "")) { try compressor.write([UInt8]().span.bytes) }
    #expect(throws: CodecError(.finished, "")) { try compressor.finish() }
  }

  @Test func checksums() {
    #expect(CRC32.of([UInt8]().span.bytes) == 0)
    #expect(CRC32.of(Array("123456789".utf8).span.bytes) == 0xCBF4_3926)
    var parts = CRC32()
    for part in ["1234", "", "56789"] { parts.add(Array(part.utf8).span.bytes) }
    #expect(parts.value == 0xCBF4_3926)
  }
}
