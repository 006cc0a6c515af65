import BrineCore

extension TextBuffer {
  /// Writes an argument as Python's `repr` does; nothing for an opcode without one.
  ///
  /// - Throws: `limitExceeded` for an integer that Python would not convert; nothing has been written then.
  @inline(__always)
  mutating func write(_ argument: PickleArgument, in source: RawSpan) throws(PickleError) {
    switch argument {
    case .none: break
    case .int(let value): write(decimal: value)
    default: try writeLarge(argument, in: source)
    }
  }

  private mutating func writeLarge(_ argument: PickleArgument, in source: RawSpan) throws(PickleError) {
    switch argument {
    case .none: break
    case .bool(let value): write(literal: value ? "True" : "False")
    case .int(let value): write(decimal: value)
    case .unsigned(let value): write(String(value))
    case .double(let value): writeRepr(value)
    case .text(let range, let encoding):
      source.extracting(range).withUnsafeBytes { writeRepr($0, encoding) }
    case .bytes(let range):
      source.extracting(range).withUnsafeBytes { writeRepr(bytes: $0) }
    case .byteArray(let range):
      source.extracting(range).withUnsafeBytes { writeRepr(byteArray: $0) }
    case .decimal(let range):
      PythonDecimal.canonical(source.extracting(range)).withUnsafeBytes { write(ascii: $0) }
    case .long(let range):
      let digits = source.extracting(range).withUnsafeBytes { PythonDecimal.digits(ofTwosComplement: $0) }
      guard let digits else { throw PickleError(.limitExceeded, PythonDecimal.limitMessage("")) }
      digits.withUnsafeBytes { write(ascii: $0) }
    }
  }
}
