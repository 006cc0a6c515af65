import BrineCore

/// The lines of the text.
extension DisassemblyRun {
  /// Writes what follows the offset.
  @inline(__always)
  mutating func writeLine(
    _ instruction: PickleInstruction, _ traits: OpcodeTraits, _ source: RawSpan, depth: Int, _ note: Note
  ) throws(PickleError) {
    // Python makes up the whole line before it writes any of it.
    try checkLength(instruction.argument, source)
    text.write(traits.code)
    let (indent, overflow) = options.indentLevel.multipliedReportingOverflow(by: depth)
    text.writeSpaces(overflow ? Int.max : indent)
    text.write(traits.name)
    let noted = if case .none = note { false } else { true }
    let hasArgument = traits.argument != .none
    if hasArgument || noted { text.writeSpaces(10 - traits.name.count) }
    if hasArgument {
      text.write(UInt8(ascii: " "))
      try text.write(instruction.argument, in: source)
    }
    if noted { write(note) }
    if options.annotate ?? 0 != 0 { writeAnnotation(traits.summary) }
    text.newLine()
  }

  private func checkLength(_ argument: PickleArgument, _ source: RawSpan) throws(PickleError) {
    // As many bytes always have few enough digits.
    guard case .long(let range) = argument, range.count > 1784 else { return }
    let bytes = source.extracting(range)
    guard bytes.withUnsafeBytes({ PythonDecimal.digits(ofTwosComplement: $0) }) != nil else {
      throw PickleError(.limitExceeded, PythonDecimal.limitMessage(""))
    }
  }

  private mutating func write(_ note: Note) {
    switch note {
    case .none: break
    case .noMark: text.write(literal: " no MARK exists on stack")
    case .mark(let offset):
      text.write(literal: " (MARK at ")
      text.write(decimal: offset)
      text.write(UInt8(ascii: ")"))
    case .memoized(let index):
      text.write(literal: " (as ")
      text.write(decimal: index)
      text.write(UInt8(ascii: ")"))
    }
  }

  private mutating func writeAnnotation(_ summary: StaticString) {
    let (padding, overflow) = annotationColumn.subtractingReportingOverflow(text.column)
    text.writeSpaces(overflow ? 0 : padding)
    annotationColumn = text.column > 50 ? options.annotate ?? 0 : text.column
    text.write(UInt8(ascii: " "))
    text.write(literal: summary)
  }
}
