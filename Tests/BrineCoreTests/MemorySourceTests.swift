import BrineCore
import Foundation
import TestSupport
import Testing

@Suite struct MemorySourceTests {
  @Test(arguments: [0, 1, 14, 15, 64, 65, 4096, 100_000])
  func data(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let source = MemorySource(Data(bytes))
    #expect(source.count == count)
    #expect(try source.read(0..<count) == bytes)
  }

  /// A slice of a `Data` does not begin at index 0.
  @Test func slicesOfData() throws {
    let data = Data((0..<200).map { UInt8($0) })
    #expect(try MemorySource(data[100...]).read(0..<3) == [100, 101, 102])
    #expect(try MemorySource(data[198...]).read(0..<2) == [198, 199])
  }

  @Test func largeDataIsNotCopied() throws {
    let data = Data(repeating: 7, count: 100_000)
    let source = MemorySource(data)
    let address = source.bytes.withUnsafeBytes(\.baseAddress)
    #expect(address != nil)
    #expect(data.withUnsafeBytes(\.baseAddress) == address)
  }

  @Test func arrays() throws {
    let source = MemorySource([1, 2, 3, 4])
    #expect(try source.read(1..<3) == [2, 3])
    #expect(try source.read(4..<4) == [])
    #expect(try source.data(0..<4) == Data([1, 2, 3, 4]))
  }

  @Test(arguments: [-1..<1, 0..<5, 4..<5, 9..<9, Int.min..<0, 0..<Int.max])
  func rangesOutside(_ range: Range<Int>) {
    let source = MemorySource([1, 2, 3, 4])
    #expect(throws: ByteSourceError.outOfRange(range, count: 4)) { try source.read(range) }
    #expect(throws: ByteSourceError.outOfRange(range, count: 4)) { try source.data(range) }
  }

  @Test func sharedDataKeepsTheSourceAlive() throws {
    func part() throws -> Data { try MemorySource([UInt8](repeating: 9, count: 10_000)).data(1000..<9000) }
    #expect(try part() == Data(repeating: 9, count: 8000))
  }

  // MARK: Files

  /// Below and above the size from which files are mapped.
  @Test(arguments: [0, 1, 5000, (256 << 10) - 1, 256 << 10, 1 << 20])
  func files(_ count: Int) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    let source = try MemorySource(contentsOf: try scratch.write("file", bytes).path)
    #expect(source.count == count)
    #expect(try source.read(0..<count) == bytes)
    // A mapped file stays readable when its name is gone.
    scratch.remove()
    #expect(try source.read(0..<count) == bytes)
  }

  @Test func missingFiles() {
    #expect(throws: ByteSourceError.unreadable(path: "/no/such/file", reason: "No such file or directory")) {
      try MemorySource(contentsOf: "/no/such/file")
    }
  }

  @Test func folders() throws {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: ByteSourceError.unreadable(path: folder, reason: "not a regular file")) {
      try MemorySource(contentsOf: folder)
    }
  }

  @Test func devices() {
    #expect(throws: ByteSourceError.unreadable(path: "/dev/null", reason: "not a regular file")) {
      try MemorySource(contentsOf: "/dev/null")
    }
  }
}
