import BrineCore

/// Arguments that end with a newline.
extension InstructionReader {
  /// The range of the next line, without its newline.
  @_lifetime(self: copy self)
  private mutating func line(_ name: StaticString = "stringnl") throws(PickleError) -> Range<Int> {
    let from = cursor.position
    guard cursor.takeLine() != nil else {
      throw failure(.truncated, "no newline found when trying to read \(name)")
    }
    return from..<(cursor.position - 1)
  }

  @_lifetime(self: copy self)
  mutating func textLine(_ format: ArgumentFormat) throws(PickleError) -> PickleArgument {
    switch format {
    case .unicodeLine:
      let range = try line("unicodestringnl")
      if let problem = bytes.extracting(range).withUnsafeBytes({ TextCheck.rawUnicodeEscape($0) }) {
        throw failure(.badUnicode, problem.message)
      }
      return .text(range, .rawUnicodeEscape)
    case .plainLinePair:
      let first = try line()
      try checkEscapes(first)
      let second = try line()
      try checkEscapes(second)
      return .text(first.lowerBound..<second.upperBound, .escapedPair)
    case .stringLine:
      let range = try unquoted(line())
      try checkEscapes(range)
      return .text(range, .escaped)
    default:
      let range = try line()
      try checkEscapes(range)
      return .text(range, .escaped)
    }
  }

  private func checkEscapes(_ range: Range<Int>) throws(PickleError) {
    if let problem = bytes.extracting(range).withUnsafeBytes({ TextCheck.escaped($0) }) {
      throw failure(problem.reason == TextProblem.notASCII ? .badUnicode : .badString, problem.message)
    }
  }

  private func unquoted(_ range: Range<Int>) throws(PickleError) -> Range<Int> {
    let line = bytes.extracting(range)
    let first = line.isEmpty ? 0 : line.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else {
      throw failure(.badString, "no string quotes around \(PythonRepr.bytes(line))")
    }
    guard line.unsafeLoad(fromByteOffset: line.byteCount - 1, as: UInt8.self) == first else {
      let quote = PythonRepr.bytes([first].span.bytes)
      throw failure(.badString, "strinq quote \(quote) not found at both ends of \(PythonRepr.bytes(line))")
    }
    // A single quote mark is both the first and the last.
    return range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1)
  }

  // MARK: Numbers

  @_lifetime(self: copy self)
  mutating func decimalLine(_ format: ArgumentFormat) throws(PickleError) -> PickleArgument {
    var range = try line()
    if format == .longDecimalLine {
      let line = bytes.extracting(range)
      let last = line.isEmpty ? 0 : line.unsafeLoad(fromByteOffset: line.byteCount - 1, as: UInt8.self)
      if last == UInt8(ascii: "L") { range = range.lowerBound..<(range.upperBound - 1) }
    } else if range.count == 2, bytes.unsafeLoad(fromByteOffset: range.lowerBound, as: UInt8.self) == 0x30 {
      switch bytes.unsafeLoad(fromByteOffset: range.lowerBound + 1, as: UInt8.self) {
      case UInt8(ascii: "0"): return .bool(false)
      case UInt8(ascii: "1"): return .bool(true)
      default: break
      }
    }
    let text = bytes.extracting(range)
    switch PythonDecimal.parse(text) {
    case .int(let value): return .int(value)
    case .large: return .decimal(range)
    case .tooManyDigits(let count):
      throw failure(.limitExceeded, PythonDecimal.limitMessage(": value has \(count) digits"))
    case .invalid:
      let shown = PythonRepr.bytes(text.extracting(first: 200)).unicodeScalars.prefix(200)
      throw failure(.badInteger, "invalid literal for int() with base 10: \(String(shown))")
    }
  }

  @_lifetime(self: copy self)
  mutating func floatLine() throws(PickleError) -> PickleArgument {
    let text = bytes.extracting(try line())
    guard let value = PythonFloatText.parse(text) else {
      throw failure(.badFloat, "could not convert string to float: \(PythonRepr.bytes(text))")
    }
    return .double(value)
  }
}
