import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Options, help, colours.
@Suite struct UsageTests {
  @Test(arguments: [
    ["show"], ["dump"], ["dis"], ["nonsense"], ["show", "--nonsense", "settings.pkl"],
    ["show", "--depth", "-1", "settings.pkl"],
    ["show", "--depth", "x", "settings.pkl"], ["dump", "--encoding", "klingon", "settings.pkl"],
    ["dump", "--errors", "never", "settings.pkl"], ["dis", "--indentlevel", "99", "settings.pkl"],
    ["show", "a", "b"], ["show", "--trace", "--refs", "settings.pkl"], ["check"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    let outcome = try BrineTool.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("Usage: brine") || outcome.errors.contains("USAGE: brine"), "\(outcome.errors)")
  }

  @Test(arguments: [
    [], ["--help"], ["show", "--help"], ["dump", "-h"], ["dis", "--help"], ["help", "show"],
    ["diff", "--help"], ["check", "--help"],
  ])
  func helpBeginsWithExamples(_ arguments: [String]) throws {
    let outcome = try BrineTool.run(arguments)
    #expect(outcome.status == 0)
    let text = outcome.text
    let examples = try #require(text.range(of: "EXAMPLES:"))
    let usage = try #require(text.range(of: "USAGE:"))
    #expect(examples.lowerBound < usage.lowerBound)
    #expect(text[examples.upperBound...].drop { $0.isWhitespace }.hasPrefix("brine "))
  }

  @Test func version() throws {
    let outcome = try BrineTool.run(["--version"])
    #expect(outcome.status == 0)
    let parts = outcome.text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.count == 3)
    #expect(parts.allSatisfy { Int($0) != nil })
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let outcome = try BrineTool.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    for word in ["show", "dump", "dis", "diff", "check", "brine"] { #expect(outcome.text.contains(word)) }
  }

  // MARK: Colours

  @Test func noColoursInFiles() throws {
    #expect(
      !(try BrineTool.run(["show", "settings.pkl"], environment: ["TERM": "xterm"]).text.contains("\u{1B}")))
  }

  /// Names with control characters come from the file and must not reach a terminal.
  @Test func noControlCharactersFromTheFile() throws {
    let key = Array("\u{1B}[31mred\u{7}".utf8)
    let bytes = [0x7D, 0x8C, UInt8(key.count)] + key + [0x8C, UInt8(key.count)] + key + [0x73, 0x2E]
    let type: [UInt8] = [0x63] + key + [0x0A] + key + [0x0A, 0x29, 0x52, 0x2E]
    for pickle in [bytes, type] {
      let text = try BrineTool.run(["show", "-"], input: pickle).text
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }, "\(text.debugDescription)")
      #expect(text.contains("red"))
    }
  }

  #if os(Linux)
    @Test func coloursOnATerminalOnly() throws {
      #expect(try onTerminal([:]).contains("\u{1B}[36m"))
      #expect(try !onTerminal(["NO_COLOR": "1"]).contains("\u{1B}"))
      #expect(try !onTerminal(["TERM": "dumb"]).contains("\u{1B}"))
    }

    /// What `brine show` writes to a terminal.
    private func onTerminal(_ environment: [String: String]) throws -> String {
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      defer { close(master) }
      var (lock, number) = (CInt(0), CInt(0))
      // TIOCSPTLCK and TIOCGPTN, which Swift does not import: unlock the other side, and ask for its number.
      #expect(ioctl(master, 0x4004_5431, &lock) == 0)
      #expect(ioctl(master, 0x8004_5430, &number) == 0)
      let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      #expect(slave >= 0)
      let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
      let outcome = try BrineTool.run(["show", "rectangle.pkl"], environment: environment, terminal: handle)
      #expect(outcome.status == 0)
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &bytes, bytes.count)
      let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
      #expect(text.contains("Rectangle"))
      return text
    }
  #endif
}
