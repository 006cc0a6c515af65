import Foundation
import TestSupport
import Testing

/// Readers that go away: `brine … | head`.
@Suite struct ClosedPipeTests {
  @Test(arguments: ["dump --csv", "dump", "dump --npy"], ["", "2>&1"])
  func endsQuietly(_ command: String, _ errors: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    // Large enough that no pipe holds it.
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (4000000,), }"
    let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    _ = try scratch.write(
      "a.npy",
      [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
        + [UInt8](repeating: 7, count: 4_000_000))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = scratch.url
    process.arguments = [
      "-c", "{ '\(BrineTool.url.path)' \(command) a.npy \(errors); echo $? > status; } | head -c 1 > first",
    ]
    process.standardError = FileHandle(forWritingAtPath: try scratch.write("errors", []).path)
    try process.run()
    process.waitUntilExit()
    let text = { (name: String) in
      String(decoding: try Data(contentsOf: scratch.url.appendingPathComponent(name)), as: UTF8.self)
    }
    #expect(try text("status") == "0\n")
    #expect(try text("errors").isEmpty)
  }
}
