import ArgumentParser
import Brine

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the whole value as typed JSON, which loses nothing.",
    discussion: """
      EXAMPLES:
        brine dump settings.pkl
        brine dump settings.pkl/config/layers[2]
        brine dump --indent 2 settings.pkl
        cat data.pkl.gz | brine dump - --encoding latin1

      Each pickle in the file gives one line. The form is described in Documentation/typed-json.md.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: "Put each value on a line of its own, indented by so many spaces a level.")
  var indent: Int?

  @Flag(help: "Print JSON, as this command always does.")
  var json = false

  func validate() throws {
    if let indent, !(0...16).contains(indent) { throw ValidationError("--indent takes 0 to 16") }
  }

  func run() throws {
    for value in try input.values(in: try input.open()) {
      do { try value.writeTypedJSON(indent: indent, to: Output.write) } catch {
        throw Failure.inFile(input.parts.path, error)
      }
      try Output.write("\n")
    }
  }
}
