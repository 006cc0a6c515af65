import BrineCodecs
import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

@testable import BrineScan

/// Archives and compressions, and files that are two things at once.
@Suite struct ContainerTests {
  private static let harmless: [UInt8] = [0x80, 4, 0x4E, 0x2E]
  private static let harmful = Array("cos\nsystem\n(S'id'\ntR.".utf8)

  private func report(_ bytes: [UInt8]) -> ScanReport { FileScanner().scan(MemorySource(bytes)) }
  private func rules(_ bytes: [UInt8]) -> [String] { report(bytes).findings.map(\.rule.id) }

  private func zip(_ members: KeyValuePairs<String, [UInt8]>) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let writer = ZipWriter { bytes.append(contentsOf: $0) }
    for (name, data) in members { try writer.add(name, data.span.bytes) }
    try writer.finish()
    return bytes
  }

  /// A header of a tar archive whose field for the size is this text.
  private func header(_ name: String, _ size: String, _ type: Character = "0") -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ start: Int) {
      block.replaceSubrange(start..<start + text.utf8.count, with: text.utf8)
    }
    put(name, 0)
    put("0000644\0", 100)
    put(size, 124)
    put(String(type), 156)
    put("        ", 148)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(String(sum, radix: 8) + "\0", 148)
    put(" ", 155)
    return block
  }

  private func header(_ name: String, _ size: Int, _ type: Character = "0") -> [UInt8] {
    header(name, String(size, radix: 8), type)
  }

  private func padded(_ data: [UInt8]) -> [UInt8] {
    data + [UInt8](repeating: 0, count: (512 - data.count % 512) % 512)
  }

  /// The members as `TarReader` sees them, and why it stopped.
  private func members(_ bytes: [UInt8]) throws -> (names: [String], problem: Bool) {
    var reader = try #require(TarReader(MemorySource(bytes)))
    var names: [String] = []
    while let member = reader.next() {
      guard case .file(let data) = member.content else {
        names.append("(\(member.name))")
        continue
      }
      names.append("\(member.name) \(data.count)")
    }
    return (names, reader.problem != nil)
  }

  // MARK: tar

  @Test func tarMembersHaveTheirData() throws {
    let found = try members(header("a", 5) + padded(Array("hello".utf8)) + header("b", 0) + padded([]))
    #expect(found.names == ["a 5", "b 0"])
    #expect(!found.problem)
  }

  @Test(arguments: ["1", "2", "3", "4", "5", "6"] as [Character])
  func tarLinksAndFoldersHaveNoData(_ type: Character) throws {
    let inner = header("b", 3) + padded([1, 2, 3])
    let bytes = header("a", inner.count, type) + inner
    #expect(try members(bytes).names == ["(a)", "b 3"])
    #expect(rules(bytes).contains("archive-differs"))
  }

  @Test(arguments: ["D", "7", "Z", "0"] as [Character])
  func tarMembersOfOtherTypesAreFiles(_ type: Character) throws {
    #expect(try members(header("a", 3, type) + padded([1, 2, 3])).names == ["a 3"])
    #expect(report(header("a", Self.harmful.count, type) + padded(Self.harmful)).verdict == .unsafe)
  }

  @Test(arguments: ["1_000", "+1000", "0o1000", "1000\u{0}0", "1 0"])
  func tarSizesMustBePlain(_ size: String) throws {
    let found = try members(header("a", size) + [UInt8](repeating: 0, count: 1024))
    #expect(found.problem)
    #expect(found.names.isEmpty)
  }

  @Test func tarSizesOfPaxAreThoseOfTheMember() throws {
    let inner = header("b", 3) + padded([1, 2, 3])
    let size = Array("10 size=0\n".utf8)
    let name = header("././@LongLink", 5, "L") + padded(Array("name\0".utf8))
    let bytes = header("x", size.count, "x") + padded(size) + name + header("z", inner.count) + inner
    #expect(try members(bytes).names == ["name 0", "b 3"])
    for text in ["12 size=1_0\n", "11 size= 5\n", "10 size=5x", "11 size=+5\n"] {
      let record = Array(text.utf8)
      let bytes = header("x", record.count, "x") + padded(record) + header("z", 5) + padded([1, 2, 3, 4, 5])
      #expect(try members(bytes).problem, "\(text)")
    }
  }

  @Test func tarHolesOfAllMembersAreNotFollowed() throws {
    let record = Array("22 GNU.sparse.size=9\n\n".utf8)
    let bytes = header("g", record.count, "g") + padded(record) + header("a", 1) + padded([1])
    #expect(try members(bytes).problem)
  }

  @Test func tarMembersBehindTheEndAreTold() {
    let end = [UInt8](repeating: 0, count: 1024)
    let report = report(header("a", 0) + end + header("b", Self.harmful.count) + padded(Self.harmful))
    #expect(report.verdict == .unsafe)
    #expect(report.findings.map(\.rule.id).contains("archive-differs"))
  }

  // MARK: Two formats at once

  @Test func twoFormatsAreNeverSafe() throws {
    let archive = try zip(["a.txt": [0x61]])
    let tar = header("a", 0) + [UInt8](repeating: 0, count: 1024)
    let packed = try DeflateCodec.gzip.compress(Self.harmless.span.bytes)
    #expect(report(archive).verdict == .safe)
    #expect(report(tar).verdict == .safe)
    #expect(report(packed).verdict == .safe)
    for bytes in [tar + archive, packed + archive, Self.harmless + archive] {
      #expect(report(bytes).verdict == .unknown)
      #expect(rules(bytes).contains("polyglot"))
    }
    #expect(report(packed + (try zip(["m.pkl": Self.harmful]))).verdict == .unsafe)
  }

  /// A pickle that holds the bytes of an archive, and a tar archive with one inside, are honest.
  @Test func archivesInsideOfOthersAreSafe() throws {
    let archive = try zip(["a.txt": [0x61]])
    #expect(report([0x80, 4, 0x43, UInt8(archive.count)] + archive + [0x2E]).verdict == .safe)
    let end = [UInt8](repeating: 0, count: 1024)
    #expect(report(header("a.zip", archive.count) + padded(archive) + end).verdict == .safe)
  }

  /// As MATLAB has it: text in front of an HDF5 file.
  @Test func textInUserBlocksIsSafe() throws {
    let folder = PackageRoot.url.appendingPathComponent("Fixtures/scan/escapes/files")
    let path = folder.appendingPathComponent("hdf5-behind-broken-import.h5").path
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for text in ["MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Sun Nov 22\n", "INT\n", ""] {
      bytes.replaceSubrange(
        0..<128, with: Array(text.utf8) + [UInt8](repeating: 0x20, count: 128 - text.utf8.count))
      #expect(report(bytes).verdict == .safe, "\(text)")
    }
  }

  @Test func importsBeforeDamageCountInOtherFormats() {
    let tar = header("cevilmod\nx\n0", 0) + [UInt8](repeating: 0, count: 1024)
    #expect(report(tar).verdict == .unknown)
    #expect(rules(tar).contains("polyglot"))
  }

  // MARK: zip

  @Test func zipFoldersWithContentAreRead() throws {
    #expect(report(try zip(["a/": Self.harmful])).verdict == .unsafe)
    #expect(report(try zip(["a/": []])).verdict == .safe)
  }

  @Test func zipDirectoriesThatAreElsewhereAreTold() throws {
    let archive = try zip(["archive/data.pkl": Self.harmless])
    #expect(report(archive).verdict == .safe)
    var shifted = archive
    // The end record is the last 22 bytes; its offset of the directory is one less.
    shifted[shifted.count - 6] -= 1
    #expect(report(shifted).verdict == .unreadable)
    #expect(rules(shifted).contains("archive-differs"))
    var miscounted = archive
    miscounted[miscounted.count - 12] = 2
    miscounted[miscounted.count - 14] = 2
    #expect(rules(miscounted).contains("archive-differs"))
  }

  @Test func anyArchiveWithAConfigurationIsKeras() throws {
    let layer = #"{"class_name": "Lambda", "config": {}, "module": "keras.layers", "z": NaN}"#
    let wide = layer.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for text in [
      Array(layer.utf8), [0xFF, 0xFE] + wide, wide, [UInt8](repeating: 0x20, count: 100) + Array(layer.utf8),
    ] {
      let report = report(try zip(["config.json": text, "data.pkl": Self.harmless]))
      #expect(report.verdict == .unsafe)
      #expect(report.findings.filter { $0.rule.id == "keras-code" }.count == 1)
    }
    #expect(report(try zip(["config.json": Array("{1}".utf8)])).verdict == .unreadable)
    #expect(report(try zip(["config.json": Array(#"{"z": [NaN, -Infinity]}"#.utf8)])).verdict == .safe)
  }

  // MARK: Rows

  /// A frame that ends in the next pickle: each is followed from two places, and from no place twice.
  @Test func framesThatGoOnAreFollowedOnce() {
    let one: [UInt8] = [0x80, 4, 0x95, 4, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x2E]
    let report = report((0..<40).flatMap { _ in one })
    #expect(report.verdict == .unknown)
    #expect(report.findings.count < 200)
    // The frame of the first one ends where the harmful one begins, of which others see only the end.
    let hidden =
      [0x80, 4, 0x95, 4, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x2E, 0x43, 0x17, 0x4E, 0x30] + Self.harmful + [0x2E]
    #expect(self.report(hidden).verdict == .unsafe)
  }

  @Test func manyArraysInARowAreSafe() {
    var header = Array("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }".utf8)
    header += [UInt8](repeating: 0x20, count: 117 - header.count) + [0x0A]
    let array = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + header + [7]
    let report = report((0..<30).flatMap { _ in array })
    #expect(report.verdict == .safe)
    #expect(report.format == "npy")
    #expect(self.report((0..<30).flatMap { _ in array } + Self.harmful).verdict == .unsafe)
  }

  @Test func formatsAreToldOnce() {
    #expect(report((0..<9).flatMap { _ in Self.harmless }).format == "pickle")
  }

  // MARK: Cleaning

  @Test func whatFollowsAPickleIsNotDropped() throws {
    let cleaner = PickleCleaner()
    #expect(try cleaner.clean(MemorySource(Self.harmless + [0, 0, 0])).dropped.isEmpty)
    for rest in [Self.harmless, [0, 0] + Self.harmless, [0x61]] {
      let offset = 4 + (rest.firstIndex { $0 != 0 } ?? 0)
      do {
        _ = try cleaner.clean(MemorySource(Self.harmless + rest))
        Issue.record("\(rest) was dropped")
      } catch PickleCleaner.Failure.moreFollows(let found) { #expect(found == offset) }
    }
  }
}
