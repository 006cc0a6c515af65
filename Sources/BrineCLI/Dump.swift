import ArgumentParser
import Brine

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the whole value as typed JSON, which loses nothing.",
    discussion: """
      EXAMPLES:
        brine dump settings.pkl
        brine dump settings.pkl/config/layers[2]
        cat data.pkl.gz | brine dump - --encoding latin1

      Each pickle in the file gives one line. The form is described in Documentation/typed-json.md.
      """)

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON, as this command always does.")
  var json = false

  func run() throws {
    for value in try input.values(in: try input.open()) {
      do { try value.writeTypedJSON(to: Output.write) } catch {
        throw Failure.inFile(input.parts.path, error)
      }
      try Output.write("\n")
    }
  }
}
