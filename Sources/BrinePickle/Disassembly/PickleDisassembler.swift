public import BrineCore

/// Writes the opcodes of a pickle as text, exactly as `python3.11 -m pickletools` does.
///
/// ```swift
/// var disassembler = PickleDisassembler()
/// disassembler.annotate = 30  // what -a means
/// try disassembler.disassemble(source) { part in … }
/// ```
/// The pickle is not run. As in Python, it is looked through for mistakes on the way,
/// and the text up to a mistake is written before the error is thrown.
public struct PickleDisassembler: Sendable {
  /// The column where annotations begin; `nil` or 0 for none. `pickletools -a` has 30.
  public var annotate: Int?
  /// How many blanks each MARK indents by. `pickletools -l` sets it.
  public var indentLevel = 4

  /// A disassembler that writes what `pickletools` writes without options.
  public init(annotate: Int? = nil, indentLevel: Int = 4) {
    self.annotate = annotate
    self.indentLevel = indentLevel
  }

  /// What the pickles that were disassembled so far left in their memo.
  ///
  /// Given to one disassembly after the other it means what `pickletools -m` means:
  /// a pickle may refer to what an earlier one stored.
  public struct Memo: Sendable {
    /// The `StackKind` of each value.
    var kinds = MemoTable()

    /// An empty memo.
    public init() {}
  }

  /// Disassembles one pickle, up to its STOP.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - offset: where in the input the pickle begins. The text gives offsets from the start of the input.
  ///   - memo: what earlier pickles stored; it takes what this one stores.
  ///   - sink: is given the text, UTF-8, in blocks.
  /// - Returns: where the pickle ends.
  /// - Throws: `PickleError` with Python's message as its detail, when the text so far has been written;
  ///   or what `sink` throws, which ends the disassembly.
  @discardableResult
  public func disassemble(
    _ source: MemorySource, from offset: Int = 0, memo: inout Memo, to sink: (RawSpan) throws -> Void
  ) throws -> Int {
    try withoutActuallyEscaping(sink) { sink in
      var run = DisassemblyRun(self, TextBuffer(sink: sink))
      let outcome = run.all(source.bytes, from: offset, memo: &memo)
      run.text.flush()
      if let failure = run.text.failure { throw failure }
      return try outcome.get()
    }
  }

  /// Disassembles one pickle, up to its STOP, that shares no memo with others.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - offset: where in the input the pickle begins.
  ///   - sink: is given the text, UTF-8, in blocks.
  /// - Returns: where the pickle ends.
  /// - Throws: `PickleError` with Python's message as its detail, when the text so far has been written;
  ///   or what `sink` throws, which ends the disassembly.
  @discardableResult
  public func disassemble(
    _ source: MemorySource, from offset: Int = 0, to sink: (RawSpan) throws -> Void
  ) throws -> Int {
    var memo = Memo()
    return try disassemble(source, from: offset, memo: &memo, to: sink)
  }

  /// The line that `pickletools` writes before each of several files.
  ///
  /// - Parameters:
  ///   - template: the text, in which `{name}` stands for the name, `{name!r}` for its `repr`,
  ///     and `{{` and `}}` for braces. Python's own default is `==> {name} <==`.
  ///   - name: the file's name.
  /// - Throws: `notFound` for any other use of braces.
  public static func preamble(_ template: String, name: String) throws(PickleError) -> String {
    var (result, rest) = ("", template[...])
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<brace]
      rest = rest[brace...]
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        result.append(rest[brace])
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("{name}") || rest.hasPrefix("{name!s}") {
        result += name
        rest = rest.drop { $0 != "}" }.dropFirst()
      } else if rest.hasPrefix("{name!r}") {
        result += PythonRepr.string(name)
        rest = rest.dropFirst(8)
      } else {
        throw PickleError(.notFound, "the preamble has \"\(rest.prefix(12))\"; only {name} is known")
      }
    }
    return result + rest
  }
}
