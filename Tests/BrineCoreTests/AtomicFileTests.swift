import BrineCore
import Foundation
import TestSupport
import Testing

/// Files that take their place when they are whole.
@Suite struct AtomicFileTests {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func write(_ path: String, commits: Bool = true) throws {
    let file = try AtomicFile(path: path)
    try [UInt8]("new".utf8).withUnsafeBytes { try file.write($0) }
    if commits { try file.commit() }
  }

  @Test func modes() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = scratch.url.appendingPathComponent("a").path
    // What a new file of anybody's has.
    let other = try scratch.write("b", [])
    try write(path)
    #expect(try mode(path) == mode(other.path))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try write(path)
    #expect(try mode(path) == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted() == ["a", "b"])
  }

  @Test func withoutCommitNothingIsLeft() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = try scratch.write("a", [1]).path
    try write(path, commits: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["a"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
    #expect(throws: FileWriteError.self) { try AtomicFile(path: scratch.url.path + "/none/a") }
  }
}
