import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// Archives that Python's `zipfile` reads and writes, and such as it should not.
@Suite struct ZipArchiveTests {
  @Test(arguments: try ZipFixture.all("valid"))
  func isAsPythonReadsIt(_ fixture: ZipFixture) throws {
    let archive = try ZipArchive(MemorySource(try fixture.bytes()))
    let expected = try #require(fixture.facts.entries)
    #expect(archive.entries.map(\.name) == expected.map(\.name))
    #expect(archive.entries.map(\.method.rawValue) == expected.map(\.method))
    #expect(archive.entries.map(\.size) == expected.map(\.size))
    #expect(archive.entries.map(\.compressedSize) == expected.map(\.packed))
    #expect(archive.entries.map(\.crc32) == expected.map(\.crc32))
    #expect(archive.entries.map(\.headerOffset) == expected.map(\.offset))
    #expect(archive.entries.map { $0.timestamp.parts } == expected.map(\.time))
    #expect(String(decoding: archive.comment, as: UTF8.self) == fixture.facts.comment)
    for (entry, facts) in zip(archive.entries, expected) {
      if entry.method == .bzip2, !BZip2Codec().isAvailable { continue }
      if entry.method == .lzma, !XZCodec.lzma.isAvailable { continue }
      let data = try archive.read(entry)
      #expect(data.count == facts.size)
      #expect(CRC32.of(data.bytes) == facts.data_crc32)
    }
  }

  @Test(arguments: try ZipFixture.all("invalid"))
  func isRefused(_ fixture: ZipFixture) throws {
    let bytes = try fixture.bytes()
    var found = "open"
    do throws(ZipError) {
      let archive = try ZipArchive(MemorySource(bytes))
      found = "read"
      _ = try archive.contents()
      Issue.record("nothing was found")
    } catch {
      #expect(error.code.rawValue == fixture.facts.error, "\(error)")
      #expect(found == fixture.facts.found)
      if error.code != .notAnArchive {
        #expect((0...bytes.count).contains(try #require(error.context.offset)))
      }
      if found == "read" { #expect(error.context.path == "a") }
    }
  }

  @Test func theFolderHoldsWhatTheManifestNames() throws {
    let files = try ["valid", "invalid"].flatMap { folder in
      let path = ZipFixture.folder.appendingPathComponent(folder).path
      return try FileManager.default.contentsOfDirectory(atPath: path).map { "\(folder)/\($0)" }
    }
    #expect(Set(files) == Set(try ZipFixture.all("").map(\.name)))
  }

  @Test(arguments: ["deflated", "zip64-end", "prefix-zip64", "descriptors-zip64"])
  func cutAnywhere(_ name: String) throws {
    let fixture = try #require(try ZipFixture.all("valid/\(name).").first)
    let bytes = try fixture.bytes()
    for count in bytes.indices {
      #expect(throws: ZipError.self, "\(count)") { try ZipArchive(MemorySource(Array(bytes[..<count]))) }
    }
  }

  /// No bit of an archive may change what is read without a word, but those that say what it does not look at.
  @Test(arguments: ["stored", "deflated", "zip64-end"])
  func everyDamagedBit(_ name: String) throws {
    let fixture = try #require(try ZipFixture.all("valid/\(name).").first)
    let bytes = try fixture.bytes()
    let right = try ZipArchive(MemorySource(bytes)).contents()
    var refused = 0
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index & 7)
      do throws(ZipError) {
        #expect(try ZipArchive(MemorySource(damaged)).contents() == right, "byte \(index)")
      } catch { refused += 1 }
    }
    #expect(refused > bytes.count / 2)
  }

  @Test func namesGivenTwice() throws {
    let fixture = try #require(try ZipFixture.all("valid/twice.").first)
    let archive = try ZipArchive(MemorySource(try fixture.bytes()))
    #expect(archive.duplicateNames == ["a"])
    #expect(archive.entries.count == 4)
    // The last one counts, as in Python; the others can be read all the same.
    let last = try archive.read("a")
    #expect(try last.read(0..<last.count) == Array("third".utf8))
    #expect(try archive.contents()[0] == Array("first".utf8))
    #expect(throws: ZipError(.notFound, "")) { try archive.read("c") }
    #expect(archive["c"] == nil)
  }

  @Test func whatIsStoredIsNotCopied() throws {
    let fixture = try #require(try ZipFixture.all("valid/stored.").first)
    let source = MemorySource(try fixture.bytes())
    let archive = try ZipArchive(source)
    let data = try archive.read("folder/b.npy")
    let offset = try archive.storedData(try #require(archive["folder/b.npy"])).offset
    let start = source.bytes.withUnsafeBytes { $0.baseAddress }
    #expect(data.bytes.withUnsafeBytes { $0.baseAddress } == start.map { $0 + offset })
  }

  @Test func checksumsCanWait() throws {
    let fixture = try #require(try ZipFixture.all("invalid/wrong-checksum.").first)
    let archive = try ZipArchive(MemorySource(try fixture.bytes()))
    let entry = try #require(archive["a"])
    let data = try archive.read(entry, verifyingChecksum: false)
    #expect(try data.read(0..<data.count) == Array("first".utf8))
    #expect(throws: ZipError(.wrongChecksum, "")) { try archive.verify(data, entry) }
  }

  @Test func aCommentMayLookLikeTheEnd() throws {
    let fixture = try #require(try ZipFixture.all("valid/stored.").first)
    var bytes = try fixture.bytes()
    let comment: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 40)
    bytes[bytes.count - 2] = UInt8(comment.count)
    let archive = try ZipArchive(MemorySource(bytes + comment))
    #expect(archive.comment == comment)
    #expect(archive.entries.count == 2)
  }

  @Test func recognition() throws {
    for fixture in try ZipFixture.all("valid") where !fixture.name.contains("prefix") {
      let bytes = try fixture.bytes()
      // An archive with junk at its start is one, but can't be told by its first bytes.
      let isRecognised = ZipArchive.recognises(bytes.span.bytes)
      #expect(isRecognised == !fixture.name.contains("gaps"), "\(fixture)")
      #expect(Codecs.detect(MemorySource(bytes)) == nil)
    }
    let short: [UInt8] = [0x50, 0x4B, 0x03]
    let isRecognised = ZipArchive.recognises(short.span.bytes)
    #expect(!isRecognised)
  }

  @Test func limits() throws {
    let fixture = try #require(try ZipFixture.all("valid/deflated.").first)
    var limits = Limits.default
    limits.decompressedSize = 100
    let archive = try ZipArchive(MemorySource(try fixture.bytes()), limits: limits)
    #expect(throws: ZipError(.tooLarge, "")) { try archive.read("folder/b.npy") }
    #expect(try archive.read("a.npy").count == 5)
  }
}

extension ZipTimestamp {
  fileprivate var parts: [Int] { [year, month, day, hour, minute, second] }
}
