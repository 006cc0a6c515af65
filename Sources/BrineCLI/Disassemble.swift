import ArgumentParser
import Brine

struct Disassemble: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dis",
    abstract: "Prints a pickle's opcodes, byte for byte as python -m pickletools does.",
    discussion: """
      EXAMPLES:
        brine dis settings.pkl
        brine dis -a settings.pkl        with a word about each opcode
        brine dis -m first.pkl then.pkl  one memo for both
        brine dis --json settings.pkl    one JSON object a line

      Like pickletools it prints the first pickle of each file. Compressed files are unpacked.
      """)

  @Argument(help: "The files; - is standard input.", completion: .file())
  var files: [String]

  @Flag(name: .shortAndLong, help: "Describe each opcode in a few words.")
  var annotate = false

  @Flag(name: .shortAndLong, help: "Keep the memo from one file to the next.")
  var memo = false

  @Option(name: [.customShort("l"), .long], help: "How many blanks a MARK indents by.")
  var indentlevel = 4

  @Option(name: .shortAndLong, help: "What to print before each of several files; {name} is its name.")
  var preamble = "==> {name} <=="

  @Flag(
    help: "Print one JSON object for each opcode: offset, length, opcode and, where there is one, argument.")
  var json = false

  func validate() throws {
    guard (0...64).contains(indentlevel) else { throw ValidationError("the indent must be from 0 to 64") }
  }

  func run() throws {
    var kept = PickleDisassembler.Memo()
    for file in files {
      do {
        let source = try InputFile(path: file).source
        if json { try printJSON(source) } else { try printText(source, of: file, &kept) }
      } catch { throw Failure.inFile(file, error) }
    }
  }

  private func printText(_ source: MemorySource, of file: String, _ kept: inout PickleDisassembler.Memo)
    throws
  {
    if files.count > 1 { try Output.write(PickleDisassembler.preamble(preamble, name: file) + "\n") }
    if !memo { kept = PickleDisassembler.Memo() }
    let disassembler = PickleDisassembler(annotate: annotate ? 30 : nil, indentLevel: indentlevel)
    try disassembler.disassemble(source, memo: &kept) { text in
      try text.withUnsafeBytes { try Output.write($0) }
    }
  }

  private func printJSON(_ source: MemorySource) throws {
    var writer = JSONTextWriter(Output.write)
    var instructions = PickleInstructions(source)
    while let instruction = try instructions.next() {
      try writer.write(text: "{\"offset\":\(instruction.offset),\"length\":\(instruction.length),")
      try writer.write(text: "\"opcode\":\"\(instruction.opcode.name)\"")
      try write(instruction.argument, of: source, to: &writer)
      try writer.write("}\n")
    }
    try writer.flush()
  }

  /// Numbers and text as JSON, all else as Python's `repr`.
  private func write(_ argument: PickleArgument, of source: MemorySource, to writer: inout JSONTextWriter)
    throws
  {
    switch argument {
    case .none: return
    case .bool(let value): try writer.write(text: ",\"argument\":\(value)")
    case .int(let value): try writer.write(text: ",\"argument\":\(value)")
    case .double(let value) where value.isFinite: try writer.write(text: ",\"argument\":\(value)")
    default:
      try writer.write(",\"argument\":")
      try writer.write(string: try argument.string(in: source) ?? argument.pythonRepr(in: source))
    }
  }
}
