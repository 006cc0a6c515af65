import BrineCodecs
import BrineCore
import BrineJoblib
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Files that Brine writes as joblib does.
@Suite struct JoblibWriterTests {
  private func written(_ value: PickleValue, _ writer: JoblibWriter = JoblibWriter()) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try writer.write(value) { bytes.append(contentsOf: $0) }
    return bytes
  }

  @Test(arguments: try JoblibFixture.all("valid").filter { $0.facts.compressor == nil })
  func whatWasReadIsWritten(_ fixture: JoblibFixture) throws {
    let root = try JoblibFile(contentsOf: fixture.url.path).root
    let text = try root.typedJSON()
    for version in 2...5 {
      var writer = JoblibWriter()
      writer.protocolVersion = version
      let again = try JoblibFile(MemorySource(try written(root, writer)))
      if version > 2 { #expect(try again.root.typedJSON() == text) }
    }
    // A plain pickle has no arrays between its opcodes.
    #expect(try Pickle(try root.encoded()).root.typedJSON() == text)
  }

  @Test(arguments: JoblibCompressor.allCases.filter { $0.codec.isAvailable }, [1, 3, 9])
  func compressors(_ compressor: JoblibCompressor, _ level: Int) throws {
    let array = try NDArray((0..<1000).map(Double.init), shape: [10, 100])
    var bytes: [UInt8] = []
    try JoblibWriter(compressor: compressor, level: level).write(array) { bytes.append(contentsOf: $0) }
    let file = try JoblibFile(MemorySource(bytes))
    #expect(file.compressor == compressor)
    #expect(bytes.count < 8000)
    #expect(try file.root.ndarray?.elements(as: Double.self) == array.elements(as: Double.self))
  }

  @Test func elementsLieAtMultiplesOf16() throws {
    for length in 0..<40 {
      let name = String(repeating: "x", count: length)
      let value = try Pickle([(name: name, array: NDArray([1.5, 2.5]))]).root
      let bytes = try written(value)
      let needle = [1.5, 2.5].flatMap { number in
        withUnsafeBytes(of: number.bitPattern.littleEndian) { [UInt8]($0) }
      }
      let place = try #require(bytes.indices.first { bytes[$0...].starts(with: needle) })
      #expect(place % 16 == 0)
      let padding = bytes[..<place].reversed().prefix { $0 == 0xFF }.count
      #expect((1...16).contains(padding) && Int(bytes[place - padding - 1]) == padding)
    }
  }

  /// The second array's type is written before: what follows it in the list must not come in between.
  @Test func arraysOfOneType() throws {
    let arrays = try (0..<5).map { try PickleValue(NDArray([$0, $0 + 1])) }
    let value = try PickleValue(collecting: arrays + [PickleValue(collecting: arrays), arrays[0]])
    for version in 2...5 {
      var writer = JoblibWriter()
      writer.protocolVersion = version
      let items = try #require(try JoblibFile(MemorySource(try written(value, writer))).root.array)
      #expect(items.count == 7)
      for index in 0..<5 {
        #expect(try items[index].ndarray?.elements(as: Int.self) == [index, index + 1])
        #expect(try items[5].array?[index].ndarray?.elements(as: Int.self) == [index, index + 1])
      }
      #expect(try items[6].ndarray?.elements(as: Int.self) == [0, 1])
    }
  }

  /// Files that joblib before 1.2 can read: asked for, and where such a file was read.
  @Test func withoutPadding() throws {
    func isPadded(_ bytes: [UInt8]) -> Bool {
      let key = Array("numpy_array_alignment_bytes".utf8)
      return bytes.indices.contains { bytes[$0...].starts(with: key) }
    }
    let value = try PickleValue(NDArray([1.5, 2.5]))
    var writer = JoblibWriter()
    #expect(isPadded(try written(value, writer)))
    writer.alignsArrays = false
    let bytes = try written(value, writer)
    #expect(!isPadded(bytes))
    let read = try JoblibFile(MemorySource(bytes)).root
    #expect(try read.ndarray?.elements(as: Double.self) == [1.5, 2.5])
    #expect(!isPadded(try written(read)))
    #expect(isPadded(try written(try PickleValue(try #require(read.ndarray)))))
  }

  /// joblib since 1.6 reads the pickle of an array's objects with the names of the outer one's protocol.
  @Test func objectsHaveTheNamesOfTheOuterProtocol() throws {
    let object = try Pickle(PickleTree.bytearray(Data([1, 2]))).root
    let value = try PickleValue(NDArray(objects: [object], shape: [1]))
    for version in 2...5 {
      var writer = JoblibWriter()
      writer.protocolVersion = version
      let bytes = try written(value, writer)
      let old = Array("__builtin__".utf8)
      #expect(bytes.indices.contains { bytes[$0...].starts(with: old) } == (version == 2))
      #expect(
        try JoblibFile(MemorySource(bytes)).root.ndarray?.pickleValue(0)?.bytes == Data([1, 2]))
    }
  }

  @Test func protocolsThatJoblibHasNot() throws {
    let value = try PickleValue(NDArray([1]))
    for version in [-1, 0, 1, 6] {
      var writer = JoblibWriter()
      writer.protocolVersion = version
      do {
        _ = try written(value, writer)
        Issue.record("protocol \(version)")
      } catch let error as JoblibError { #expect(error.code == .unsupportedProtocol) }
    }
  }

  @Test func compressorsByName() {
    let names = ["a.z", "a.gz", "a.bz2", "a.lzma", "a.xz", "a.lz4", "a.joblib"]
    #expect(
      names.map { JoblibCompressor(path: $0)?.rawValue } == ["zlib", "gzip", "bz2", "lzma", "xz", "lz4", nil])
  }

  @Test func neverHalfAFile() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = try scratch.write("model.joblib", Array("the old file".utf8)).path
    let unwritable = try NDArray(.object, shape: [2], storage: MemorySource([UInt8](repeating: 0, count: 16)))
    #expect(throws: (any Error).self) { try JoblibWriter().write(unwritable, toFile: path) }
    #expect(throws: (any Error).self) {
      try JoblibWriter(compressor: .zlib, level: 99).write(NDArray([1]), toFile: path)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "the old file")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["model.joblib"])
    try JoblibWriter().write(NDArray([1, 2]), toFile: path)
    #expect(try JoblibFile(contentsOf: path).root.ndarray?.elements(as: Int.self) == [1, 2])
  }

  /// A few bytes can be the content of many arrays, each of which has a pickle of its own.
  @Test func objectsThatManyArraysShare() throws {
    // A long list, and two thousand arrays of objects that each hold it.
    let list = "](" + String(repeating: "K\u{1}", count: 100_000) + "eq\u{9}"
    let type =
      "cnumpy\ndtype\nU\u{2}O8\u{89}\u{88}\u{87}R(K\u{3}U\u{1}|NNNJ\u{FF}\u{FF}\u{FF}\u{FF}J\u{FF}\u{FF}\u{FF}\u{FF}K?tbq\u{8}"
    let array =
      "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u{85}U\u{1}b\u{87}R(K\u{1}K\u{1}\u{85}h\u{8}\u{89}](h\u{9}etb"
    let text = list + "0" + type + "0](" + String(repeating: array, count: 2000) + "e."
    let value = try Pickle([0x80, 2] + text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }).root
    #expect(value.array?.first?.ndarray?.dtype == .object)
    do {
      _ = try written(value)
      Issue.record("it was written")
    } catch let error as PickleError { #expect(error.code == .limitExceeded) }
  }
}
