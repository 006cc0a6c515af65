import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// Known sizes, limits, memory of the caller's, recognition.
@Suite struct DecompressionTests {
  private static let plain = Array("brine ".utf8).repeated(1000)

  private func packed(_ name: String) throws -> (codec: any Codec, bytes: [UInt8]) {
    let codec = try #require(CodecFixture.codec(named: name))
    return (codec, try codec.compress(Self.plain.span.bytes))
  }

  @Test(arguments: CompressionTests.available)
  func knownSize(_ name: String) throws {
    let (codec, bytes) = try packed(name)
    let whole = try codec.decompress(MemorySource(bytes), size: 6000)
    #expect(try whole.read(0..<whole.count) == Self.plain)
    for size in [0, 1, 5999, 6001, 100_000, -1] {
      #expect(throws: CodecError(.corrupt, "")) { try codec.decompress(MemorySource(bytes), size: size) }
    }
    #expect(throws: CodecError(.tooLarge, "")) { try codec.decompress(MemorySource(bytes), size: .max) }
  }

  @Test(arguments: CompressionTests.available)
  func knownToBeEmpty(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    let bytes = try codec.compress([UInt8]().span.bytes)
    #expect(try codec.decompress(MemorySource(bytes), size: 0).count == 0)
    #expect(try codec.decompress(MemorySource(bytes)).count == 0)
  }

  @Test(arguments: CompressionTests.available)
  func intoMemoryOfTheCaller(_ name: String) throws {
    let (codec, bytes) = try packed(name)
    for room in [6000, 6001, 9000] {
      var output = [UInt8](repeating: 0xEE, count: room)
      let count = try bytes.withUnsafeBytes { input in
        try output.withUnsafeMutableBytes { try codec.decompress(input, into: $0) }
      }
      #expect(count == 6000)
      #expect(Array(output[..<6000]) == Self.plain)
    }
    for room in [0, 1, 5999] {
      // What stands behind the room must stay as it was.
      var output = [UInt8](repeating: 0xEE, count: room + 64)
      #expect(throws: CodecError(.tooLarge, "")) {
        try bytes.withUnsafeBytes { input in
          try output.withUnsafeMutableBytes {
            try codec.decompress(input, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<room]))
          }
        }
      }
      #expect(output[room...].allSatisfy { $0 == 0xEE })
    }
  }

  @Test(arguments: CompressionTests.available)
  func largestSize(_ name: String) throws {
    let (codec, bytes) = try packed(name)
    var limits = Limits.default
    limits.decompressedSize = 5999
    #expect(codec.refusal(bytes, limits)?.code == .tooLarge)
    limits.decompressedSize = 6000
    #expect(try codec.unpacked(bytes, limits) == Self.plain)
  }

  @Test(arguments: CompressionTests.available)
  func bombs(_ name: String) throws {
    let codec = try #require(CodecFixture.codec(named: name))
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var bomb: [UInt8] = []
    let compressor = try codec.compressor(level: max(codec.levels.lowerBound, 1)) {
      bomb.append(contentsOf: $0)
    }
    for _ in 0..<70 { try compressor.write(zeros.span.bytes) }
    try compressor.finish()
    #expect(bomb.count < 1 << 20)
    // It is honest by default, and stopped where limits say so.
    #expect(try codec.decompress(MemorySource(bomb)).count == 70 << 20)
    var limits = Limits.default
    limits.decompressedSize = 1 << 20
    #expect(codec.refusal(bomb, limits)?.code == .tooLarge)
    limits = .default
    limits.decompressionRatio = 2
    #expect((codec.refusal(bomb, limits)?.code == .tooLarge) == !codec.isDense)
  }

  @Test func ratios() {
    var limits = Limits.default
    #expect(limits.mostDecompressed(from: 10) == 64 << 20)
    #expect(limits.mostDecompressed(from: 1 << 20) == 1100 << 20)
    #expect(limits.mostDecompressed(from: 10, isDense: true) == 1 << 30)
    #expect(limits.mostDecompressed(from: 1 << 20, isDense: true) == 8800 << 20)
    #expect(limits.mostDecompressed(from: .max) == limits.decompressedSize)
    #expect(limits.mostDecompressed(from: .max, isDense: true) == limits.decompressedSize)
    limits.decompressedSize = 100
    #expect(limits.mostDecompressed(from: 10, isDense: true) == 100)
  }

  // MARK: Recognition

  @Test func names() {
    for name in ["gzip", "zlib", "bz2", "xz", "lzma", "lz4"] {
      #expect(Codecs.named(name)?.name == name)
      // What a build lacks is recognised all the same, to say what is missing.
      #expect((Codecs.named(name)?.trait == nil) == ["gzip", "zlib"].contains(name))
    }
    #expect(Codecs.named("zstd") == nil)
  }

  @Test(
    arguments: [
      ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "bz2"),
      ([0x42, 0x5A, 0x68, 0x31, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90], "bz2"),
      ([0x42, 0x5A, 0x68, 0x39], "bz2"),
      ([0x42, 0x5A, 0x68], nil), ([0x42, 0x5A, 0x68, 0x30, 0x31], nil),
      ([0x42, 0x5A, 0x68, 0x39, 0x32], nil),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], nil),
      ([0x04, 0x22, 0x4D, 0x18], "lz4"), ([0x04, 0x22, 0x4D], nil),
      ([0x5D, 0, 0, 0x80, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "lzma"),
      ([0x5D, 0, 0, 0x80, 1, 5, 0, 0, 0, 0, 0, 0, 0], "lzma"),
      ([0x5D, 0, 0, 0x80, 2, 5, 0, 0, 0, 0, 0, 0, 0], nil),
      ([0x5D, 0, 0, 0x80, 0, 5, 0, 0, 0, 0, 1, 0, 0], nil), ([0x5D, 0, 0, 0x80, 0, 5], nil),
    ] as [([UInt8], String?)])
  func beginnings(_ bytes: [UInt8], _ name: String?) {
    #expect(Codecs.detect(MemorySource(bytes))?.name == name)
  }

  @Test(
    .enabled(if: Codecs.all.contains { !$0.isAvailable }, "this build has all codecs"),
    arguments: Codecs.all.filter { !$0.isAvailable }.map(\.name))
  func whatThisBuildLacks(_ name: String) throws {
    let codec = try #require(Codecs.named(name))
    let error = try #require(codec.refusal([1, 2, 3]))
    #expect(error.code == .unavailable)
    #expect(error.detail.contains("trait \(try #require(codec.trait))"))
    #expect(throws: CodecError(.unavailable, "")) { try codec.compress(([1] as [UInt8]).span.bytes) }
  }
}
