import BrineCodecs
import BrineCore
import Foundation
import TestSupport
import Testing

/// What is written reads as what it was.
@Suite struct ZipWriterTests {
  private static let text = Array("bottles of brine on the wall. ".utf8).repeated(500)

  private func written(
    _ options: ZipWriter.Options = .init(), _ write: (ZipWriter) throws -> Void
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let zip = ZipWriter(options: options) { bytes.append(contentsOf: $0) }
    try write(zip)
    try zip.finish()
    #expect(zip.count == bytes.count)
    return bytes
  }

  @Test func wholeEntries() throws {
    let bytes = try written { zip in
      try zip.add("stored", Self.text.span.bytes)
      try zip.add("folder/", [UInt8]().span.bytes)
      try zip.add("deflated", Self.text.span.bytes, method: .deflated)
      try zip.add("日本", ([1, 2, 3] as [UInt8]).span.bytes, method: .deflated, level: 9)
      try zip.add("empty", [UInt8]().span.bytes, method: .deflated)
    }
    let archive = try ZipArchive(MemorySource(bytes))
    #expect(archive.entries.map(\.name) == ["stored", "folder/", "deflated", "日本", "empty"])
    #expect(try archive.contents() == [Self.text, [], Self.text, [1, 2, 3], []])
    #expect(archive.entries.map(\.isFolder) == [false, true, false, false, false])
    #expect(archive.entries.allSatisfy { $0.timestamp.description == "1980-01-01 00:00:00" })
    // Sizes are known: nothing follows the data.
    #expect(archive.entries.allSatisfy { $0.flags & 0x8 == 0 })
    #expect(archive.entries[2].compressedSize < 1000)
  }

  @Test(arguments: [nil, 15_000], [ZipMethod.stored, .deflated])
  func entriesInPieces(_ size: Int?, _ method: ZipMethod) throws {
    let bytes = try written { zip in
      for name in ["a", "b"] {
        try zip.begin(name, method: method, size: size)
        for start in stride(from: 0, to: Self.text.count, by: 700) {
          let part = Array(Self.text[start..<min(start + 700, Self.text.count)])
          try zip.write(part.span.bytes)
        }
        try zip.end()
      }
      try zip.add("c", ([1] as [UInt8]).span.bytes)
    }
    let archive = try ZipArchive(MemorySource(bytes))
    #expect(try archive.contents() == [Self.text, Self.text, [1]])
    #expect(archive.entries.map { $0.flags & 0x8 } == [8, 8, 0])
    // An entry of unknown size may become large, and says so in its header.
    #expect(
      archive.entries[1].headerOffset - archive.entries[0].compressedSize == (size == nil ? 51 + 24 : 31 + 16)
    )
  }

  @Test(arguments: [2, 16, 64, 4096])
  func alignment(_ alignment: Int) throws {
    var options = ZipWriter.Options()
    options.alignment = alignment
    let bytes = try written(options) { zip in
      for length in 1...70 {
        let part = Array(Self.text[..<length])
        try zip.add(String(repeating: "n", count: length), part.span.bytes)
      }
      try zip.begin("in pieces")
      try zip.write(Self.text.span.bytes)
      try zip.end()
      try zip.add("deflated", Self.text.span.bytes, method: .deflated)
    }
    let archive = try ZipArchive(MemorySource(bytes))
    #expect(archive.entries.count == 72)
    for entry in archive.entries where entry.method == .stored {
      #expect(try archive.storedData(entry).offset.isMultiple(of: alignment))
    }
    #expect(try archive.contents()[..<70].map(\.count) == Array(1...70))
  }

  @Test func manyEntries() throws {
    let bytes = try written { zip in
      for number in 0..<65_600 {
        let byte = [UInt8(truncatingIfNeeded: number)]
        try zip.add("\(number)", byte.span.bytes)
      }
    }
    let archive = try ZipArchive(MemorySource(bytes))
    #expect(archive.entries.count == 65_600)
    let data = try archive.read("65599")
    #expect(try data.read(0..<1) == [UInt8(truncatingIfNeeded: 65_599)])
  }

  @Test func theSameBytesEachTime() throws {
    let write = { (zip: ZipWriter) throws -> Void in
      try zip.add("a", Self.text.span.bytes, method: .deflated)
    }
    let (first, second) = (try written(.init(), write), try written(.init(), write))
    #expect(first == second)
  }

  @Test func timestamps() throws {
    var options = ZipWriter.Options()
    options.timestamp = ZipTimestamp(date: 46 << 9 | 11 << 5 | 21, time: 18 << 11 | 24 << 5 | 19)
    let archive = try ZipArchive(
      MemorySource(try written(options) { try $0.add("a", ([1] as [UInt8]).span.bytes) }))
    #expect(archive["a"]?.timestamp.description == "2026-11-21 18:24:38")
  }

  @Test func files() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = scratch.url.appendingPathComponent("a.zip").path
    let zip = try ZipWriter(path: path)
    try zip.add("a", Self.text.span.bytes)
    #expect(!FileManager.default.fileExists(atPath: path))
    try zip.finish()
    #expect(try ZipArchive(MemorySource(contentsOf: path)).contents() == [Self.text])
    #expect(throws: FileWriteError.self) { try ZipWriter(path: path + "/no/folder") }
  }

  @Test func misuse() throws {
    let zip = ZipWriter { _ in }
    let refused = ZipError(.notWritable, "")
    #expect(throws: refused) { try zip.write(([1] as [UInt8]).span.bytes) }
    #expect(throws: refused) { try zip.end() }
    #expect(throws: refused) { try zip.add("", ([1] as [UInt8]).span.bytes) }
    #expect(throws: refused) {
      try zip.add(String(repeating: "n", count: 65_536), ([1] as [UInt8]).span.bytes)
    }
    #expect(throws: refused) { try zip.add("bzip2", ([1] as [UInt8]).span.bytes, method: .bzip2) }
    #expect(throws: CodecError(.badLevel, "")) {
      try zip.add("a", ([1] as [UInt8]).span.bytes, method: .deflated, level: 10)
    }
    try zip.add("b", ([1] as [UInt8]).span.bytes)
    #expect(throws: refused) { try zip.add("b", ([1] as [UInt8]).span.bytes) }
    try zip.begin("c", size: 3)
    #expect(throws: refused) { try zip.add("d", ([1] as [UInt8]).span.bytes) }
    #expect(throws: refused) { try zip.begin("d") }
    #expect(throws: refused) { try zip.finish() }
    try zip.write(([1, 2] as [UInt8]).span.bytes)
    #expect(throws: refused) { try zip.end() }
    // After that the archive can't be gone on with.
    #expect(throws: refused) { try zip.write(([3] as [UInt8]).span.bytes) }
    #expect(throws: refused) { try zip.finish() }
  }

  @Test func aNameIsFreeAgainWhenItsEntryWasRefused() throws {
    let bytes = try written { zip in
      #expect(throws: CodecError(.badLevel, "")) { try zip.begin("a", method: .deflated, level: -1) }
      try zip.add("a", ([1] as [UInt8]).span.bytes)
    }
    #expect(try ZipArchive(MemorySource(bytes)).contents() == [[1]])
  }

  @Test func theSinkMayFail() throws {
    struct Full: Error {}
    var room = 100
    let zip = ZipWriter { bytes in
      room -= bytes.count
      if room < 0 { throw Full() }
    }
    #expect(throws: Full.self) { try zip.add("a", Self.text.span.bytes) }
    #expect(throws: ZipError(.notWritable, "")) { try zip.finish() }
  }
}
