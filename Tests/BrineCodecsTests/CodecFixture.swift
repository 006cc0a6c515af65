import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// One file of `Fixtures/codecs`, which Python's modules wrote.
struct CodecFixture: Sendable, CustomStringConvertible {
  struct Facts: Decodable {
    let codec: String
    let size: Int?
    let crc32: UInt32?
    let streams: Int?
    let error: String?
  }

  let name: String
  let facts: Facts

  var description: String { name }
  var codec: any Codec { get throws { try #require(Self.codec(named: facts.codec)) } }
  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name))) }

  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/codecs")
  static let codecs: [any Codec] = Codecs.all + [DeflateCodec.deflate]

  static func codec(named name: String) -> (any Codec)? { codecs.first { $0.name == name } }

  /// The files of `valid` or `invalid`, of codecs that this build has.
  static func all(_ kind: String) throws -> [CodecFixture] {
    struct Manifest: Decodable { let files: [String: Facts] }
    let data = try Data(contentsOf: folder.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.sorted { $0.key < $1.key }
      .map { CodecFixture(name: $0.key, facts: $0.value) }
      .filter { $0.name.hasPrefix(kind) && codec(named: $0.facts.codec)?.isAvailable == true }
  }
}

extension Codec {
  /// What `bytes` unpack to.
  func unpacked(_ bytes: [UInt8], _ limits: Limits = .default) throws(CodecError) -> [UInt8] {
    let source = try decompress(MemorySource(bytes), limits: limits)
    return source.bytes.withUnsafeBytes { [UInt8]($0) }
  }

  /// Why `bytes` are refused; `nil` when they are not.
  func refusal(_ bytes: [UInt8], _ limits: Limits = .default) -> CodecError? {
    do throws(CodecError) {
      _ = try unpacked(bytes, limits)
      return nil
    } catch {
      return error
    }
  }

  /// `bytes` through the streaming compressor, in pieces of `size` bytes.
  func packed(_ bytes: [UInt8], level: Int?, pieces size: Int) throws -> [UInt8] {
    var output: [UInt8] = []
    let compressor = try compressor(level: level) { output.append(contentsOf: $0) }
    for start in stride(from: 0, to: bytes.count, by: size) {
      try compressor.write(bytes[start..<min(start + size, bytes.count)].span.bytes)
    }
    try compressor.finish()
    #expect(compressor.plainCount == bytes.count)
    #expect(compressor.compressedCount == output.count)
    return output
  }
}
