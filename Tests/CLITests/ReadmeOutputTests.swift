import Foundation
import TestSupport
import Testing

/// What README's sections "Arrays" and "HDF5" say that the tool prints.
@Suite struct ReadmeOutputTests {
  /// The commands of a section's first block, each with what it prints.
  private static func examples(_ title: String) throws -> [(command: String, output: String)] {
    let readme = try String(contentsOf: PackageRoot.url.appending(path: "README.md"), encoding: .utf8)
    let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("\(title)\n") })
    let block = section.components(separatedBy: "```console\n")[1].components(separatedBy: "```")[0]
    return block.components(separatedBy: "$ ").dropFirst(2).map { example in
      let lines = example.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
    }
  }

  @Test(arguments: [
    ("Arrays", "Fixtures/numpy/readme", 5), ("HDF5", "Fixtures/hdf5/readme", 4), ("Scan", "Fixtures/scan", 3),
  ])
  func examplesPrintWhatReadmeSays(title: String, folder: String, count: Int) throws {
    let examples = try Self.examples(title)
    #expect(examples.count == count)
    for (command, output) in examples {
      let arguments = Self.words(command).dropFirst()
      let outcome = try BrineTool.run(Array(arguments), in: PackageRoot.url.appending(path: folder))
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
