import Foundation
import TestSupport
import Testing

/// What README's section "Arrays" says that the tool prints.
@Suite struct ReadmeArraysOutputTests {
  private static let folder = PackageRoot.url.appending(path: "Fixtures/numpy/readme")

  /// The commands of the section's first block, each with what it prints.
  private static func examples() throws -> [(command: String, output: String)] {
    let readme = try String(contentsOf: PackageRoot.url.appending(path: "README.md"), encoding: .utf8)
    let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Arrays\n") })
    let block = section.components(separatedBy: "```console\n")[1].components(separatedBy: "```")[0]
    return block.components(separatedBy: "$ ").dropFirst(2).map { example in
      let lines = example.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
    }
  }

  @Test func examplesPrintWhatReadmeSays() throws {
    let examples = try Self.examples()
    #expect(examples.count == 5)
    for (command, output) in examples {
      let arguments = Self.words(command).dropFirst()
      let outcome = try BrineTool.run(Array(arguments), in: Self.folder)
      #expect(outcome.text == output, "\(command)")
      #expect(outcome.errors == "", "\(command)")
    }
  }

  /// A command line taken apart, as a shell does it with single quotes.
  private static func words(_ command: String) -> [String] {
    var words = [""]
    var isQuoted = false
    for character in command {
      if character == "'" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        words.append("")
      } else {
        words[words.count - 1].append(character)
      }
    }
    return words
  }
}
