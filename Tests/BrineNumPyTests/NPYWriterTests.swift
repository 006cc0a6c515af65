import BrineCore
import BrineNumPy
import Foundation
import TestSupport
import Testing

/// `.npy` files that Brine writes, and where their memory is.
@Suite struct NPYWriterTests {
  @Test func roundTrip() throws {
    let array = try NDArray([1.5, 2, 3, 4, 5, 6], shape: [2, 3])
    let file = try NPYFile(MemorySource(try NPYWriter().data(array)))
    #expect(file.array.shape == [2, 3])
    #expect(try file.array.elements(as: Double.self) == [1.5, 2, 3, 4, 5, 6])
    #expect(try file.array.element(at: 1, -1, as: Double.self) == 6)
  }

  @Test func transposedArraysAreWrittenAsTheyLie() throws {
    let array = try NDArray([1, 2, 3, 4, 5, 6], shape: [2, 3]).transposed()
    let file = try NPYFile(MemorySource(try NPYWriter().data(array)))
    #expect(file.header.isFortran)
    #expect(file.array.shape == [3, 2])
    #expect(try file.array.elements(as: Int.self) == [1, 4, 2, 5, 3, 6])
  }

  @Test func stridedArraysAreWrittenInCOrder() throws {
    let array = try NDArray(Array(0..<24), shape: [2, 3, 4]).transposed([1, 0, 2])
    let file = try NPYFile(MemorySource(try NPYWriter().data(array)))
    #expect(!file.header.isFortran)
    #expect(try file.array.elements(as: Int.self) == array.elements(as: Int.self))
  }

  @Test func aFileIsMappedAndShared() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = scratch.url.appendingPathComponent("large.npy").path
    let values = (0..<100_000).map(Double.init)
    try NPYWriter().write(NDArray(values), toFile: path)
    let file = try NPYFile(contentsOf: path)
    // The array's memory is the whole file's.
    #expect(file.array.storage.count == 800_128)
    #expect(file.array.offset == 128)
    let array = file.array
    guard let span = array.span(of: Double.self) else {
      Issue.record("it can't be looked at in place")
      return
    }
    let (count, last) = (span.count, span[99_999])
    #expect(count == 100_000 && last == 99_999)
    let transposed = try file.array.reshaped([100, 1000]).transposed()
    #expect(transposed.storage.count == 800_128)
  }

  @Test func versionsAreTheLowestThatWillDo() throws {
    func version(_ names: [String]) throws -> UInt8 {
      let record = try #require(Record(names.map { ($0, DType.float64) }))
      return try NPYWriter().data(try NDArray(DType(.structured(record)), shape: [0]) { _ in })[6]
    }
    #expect(try version(["a"]) == 1)
    #expect(try version(["é"]) == 1)
    #expect(try version(["日本"]) == 3)
    #expect(try version((0..<5000).map { "field number \($0)" }) == 2)
  }

  @Test func aVersionThatCannotSayItIsRefused() throws {
    let record = try #require(Record([("日本", DType.float64)]))
    let array = try NDArray(DType(.structured(record)), shape: [0]) { _ in }
    var writer = NPYWriter()
    for version: UInt8 in [0, 1, 2, 4] {
      writer.version = version
      #expect(throws: NumPyError.self) { try writer.data(array) }
    }
  }

  @Test func overlappingFieldsAreRefused() throws {
    let fields = [
      Record.Field(name: "a", dtype: .int32, offset: 0), Record.Field(name: "b", dtype: .int16, offset: 2),
    ]
    let record = try #require(Record(fields: fields, itemSize: 4))
    let array = try NDArray(DType(.structured(record)), shape: [3]) { _ in }
    do {
      _ = try NPYWriter().data(array)
      Issue.record("it was written")
    } catch let error as NumPyError { #expect(error.code == .notWritable) }
  }

  /// What stops in the middle leaves the old file as it was, and nothing beside it.
  @Test func neverHalfAFile() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = try scratch.write("data.npy", Array("the old file".utf8)).path
    let unwritable = try NDArray(.object, shape: [2], storage: MemorySource([UInt8](repeating: 0, count: 16)))
    #expect(throws: (any Error).self) { try NPYWriter().write(unwritable, toFile: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "the old file")
    let archive = try NPZWriter(path: path)
    try archive.add("x", NDArray([1, 2, 3]))
    #expect(throws: (any Error).self) { try archive.add("y", unwritable) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "the old file")
    #expect(throws: (any Error).self) {
      try NPYWriter().write(NDArray([1]), toFile: path + "/no folder/x.npy")
    }
  }

  @Test func aSinkThatFailsEndsTheWriting() throws {
    struct Full: Error {}
    var calls = 0
    #expect(throws: Full.self) {
      try NPYWriter().write(NDArray((0..<1000).map { $0 })) { _ in
        calls += 1
        if calls == 2 { throw Full() }
      }
    }
    #expect(calls == 2)
  }
}
