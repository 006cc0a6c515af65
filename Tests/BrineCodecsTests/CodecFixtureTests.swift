import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// Files that Python's `gzip`, `zlib`, `bz2`, `lzma` and `lz4.frame` wrote, whole and damaged.
@Suite struct CodecFixtureTests {
  @Test(arguments: try CodecFixture.all("valid"))
  func unpacks(_ fixture: CodecFixture) throws {
    let bytes = try fixture.codec.unpacked(try fixture.bytes())
    #expect(bytes.count == fixture.facts.size)
    #expect(CRC32.of(bytes.span.bytes) == fixture.facts.crc32)
  }

  @Test(arguments: try CodecFixture.all("valid").filter { $0.facts.codec != "deflate" })
  func isRecognised(_ fixture: CodecFixture) throws {
    #expect(Codecs.detect(MemorySource(try fixture.bytes()))?.name == fixture.facts.codec)
  }

  @Test(arguments: try CodecFixture.all("invalid"))
  func isRefused(_ fixture: CodecFixture) throws {
    let bytes = try fixture.bytes()
    let error = try #require(try fixture.codec.refusal(bytes))
    #expect(error.code.rawValue == fixture.facts.error, "\(error)")
    let offset = try #require(error.context.offset)
    #expect((0...bytes.count).contains(offset))
    #expect(error.description.contains(fixture.facts.codec))
  }

  @Test func theFolderHoldsWhatTheManifestNames() throws {
    let data = try Data(contentsOf: CodecFixture.folder.appendingPathComponent("MANIFEST.json"))
    let manifest = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
    let files = try ["valid", "invalid"].flatMap { folder in
      let path = CodecFixture.folder.appendingPathComponent(folder).path
      return try FileManager.default.contentsOfDirectory(atPath: path).map { "\(folder)/\($0)" }
    }
    #expect(Set(files) == Set(try #require(manifest["files"]?.keys)))
  }

  @Test(arguments: try CodecFixture.all("valid").filter { $0.facts.streams == 1 })
  func cutAnywhere(_ fixture: CodecFixture) throws {
    let (bytes, codec) = (try fixture.bytes(), try fixture.codec)
    guard bytes.count < 600, !fixture.name.contains("bytes-after"), !fixture.name.contains("skippable")
    else { return }
    for count in bytes.indices {
      #expect(codec.refusal(Array(bytes[..<count]))?.code == .truncated, "\(count)")
    }
  }

  @Test(arguments: try CodecFixture.all("valid").filter { $0.facts.streams == 3 })
  func cutAmongStreams(_ fixture: CodecFixture) throws {
    let (bytes, codec) = (try fixture.bytes(), try fixture.codec)
    let whole = try codec.unpacked(bytes)
    var complete = 0
    for count in bytes.indices {
      do throws(CodecError) {
        let part = try codec.unpacked(Array(bytes[..<count]))
        #expect(whole.starts(with: part))
        complete += 1
      } catch { #expect(error.code == .truncated, "\(count)") }
    }
    // After the first and the second stream; a few bytes that can't be told to be a stream are none.
    #expect(complete >= 2 && complete <= 20)
  }

  /// Whatever bit is wrong, what comes out is right or refused: all of these have a checksum.
  @Test(arguments: ["short.gzip", "short.zlib", "short.bz2", "short.xz"])
  func everyDamagedBit(_ name: String) throws {
    guard let fixture = try CodecFixture.all("valid/\(name)").first else { return }
    let (bytes, codec) = (try fixture.bytes(), try fixture.codec)
    let plain = try codec.unpacked(bytes)
    var refused = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        do throws(CodecError) {
          #expect(try codec.unpacked(damaged) == plain, "bit \(bit) of byte \(index)")
        } catch { refused += 1 }
      }
    }
    #expect(refused > bytes.count * 6)
  }

  /// These may give other bytes, for they have none, but not without end.
  @Test(arguments: ["text-3.deflate", "text-3.lzma", "text-3.lz4"])
  func everyDamagedBitWithoutChecksum(_ name: String) throws {
    guard let fixture = try CodecFixture.all("valid/\(name)").first else { return }
    let (bytes, codec) = (try fixture.bytes(), try fixture.codec)
    var limits = Limits.default
    limits.decompressedSize = 1 << 16
    var refused = 0
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index & 7)
      do throws(CodecError) {
        #expect(try codec.unpacked(damaged, limits).count <= 1 << 16)
      } catch { refused += 1 }
    }
    #expect(refused > 0)
  }
}
