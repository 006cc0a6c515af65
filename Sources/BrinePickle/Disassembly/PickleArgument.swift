public import BigInt
public import BrineCore

/// How the text in a pickle is encoded.
public enum PickleTextEncoding: UInt8, Sendable {
  /// ASCII with the escapes of a Python 2 `str` literal.
  case escaped
  /// Two such lines; the text is both with a blank between them. GLOBAL and INST have it.
  case escapedPair
  /// Latin-1 with `\uXXXX` and `\UXXXXXXXX`.
  case rawUnicodeEscape
  /// One byte for each character.
  case latin1
  /// UTF-8, where lone surrogates may appear.
  case utf8
}

/// The argument of an opcode as it is embedded in the pickle.
///
/// Anything longer than a machine word is the range of its bytes in the input, decoded when asked for.
public enum PickleArgument: Sendable {
  /// The opcode has no argument.
  case none
  /// A truth value of protocol 0 or 1: `I00` or `I01`.
  case bool(Bool)
  /// An integer.
  case int(Int)
  /// An integer above `Int.max`.
  case unsigned(UInt64)
  /// An integer in decimal digits, as Python's `int` reads them, that does not fit in an `Int`.
  case decimal(Range<Int>)
  /// An integer in two's complement, least significant byte first, of more than eight bytes.
  case long(Range<Int>)
  /// A float.
  case double(Double)
  /// Text.
  case text(Range<Int>, PickleTextEncoding)
  /// Bytes.
  case bytes(Range<Int>)
  /// The bytes of a `bytearray`.
  case byteArray(Range<Int>)
}

extension PickleArgument {
  /// The argument as an integer; `nil` when it is none.
  ///
  /// - Parameter source: the input that the instruction was read from.
  public func integer(in source: MemorySource) -> BigInt? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): BigInt(value)
    case .unsigned(let value): BigInt(value)
    case .decimal(let range):
      (try? source.read(range)).flatMap { digits in
        BigInt(String(decoding: PythonDecimal.canonical(digits.span.bytes), as: UTF8.self))
      }
    case .long(let range):
      (try? source.read(range)).map { BigInt(words: Self.words($0)) }
    case .none, .double, .text, .bytes, .byteArray: nil
    }
  }

  /// Two's complement of any length as machine words, the last one filled up with the sign.
  private static func words(_ bytes: [UInt8]) -> [UInt] {
    let negative = (bytes.last ?? 0) >= 0x80
    var words = [UInt](repeating: negative ? .max : 0, count: bytes.count / 8 + 1)
    for (index, byte) in bytes.enumerated() {
      let shift = UInt(index % 8) * 8
      words[index / 8] = words[index / 8] & ~(0xFF << shift) | UInt(byte) << shift
    }
    return words
  }

  /// The argument as text; `nil` when it is none, or holds a lone surrogate, which a `String` cannot.
  ///
  /// - Parameter source: the input that the instruction was read from.
  public func string(in source: MemorySource) -> String? {
    guard case .text(let range, let encoding) = self, let bytes = try? source.read(range) else { return nil }
    return bytes.withUnsafeBytes { memory in
      var scalars = ScalarReader(memory, encoding)
      var text = String.UnicodeScalarView()
      while let value = scalars.next() {
        guard let scalar = Unicode.Scalar(value) else { return nil }
        text.append(scalar)
      }
      return String(text)
    }
  }

  /// The argument as Python's `repr` writes it; empty for an opcode without one.
  ///
  /// - Parameter source: the input that the instruction was read from.
  /// - Throws: `limitExceeded` for an integer of more than 4300 digits, as Python does.
  public func pythonRepr(in source: MemorySource) throws(PickleError) -> String {
    guard isInside(source) else { throw PickleError(.notFound, "the argument is from another input") }
    var failure: PickleError?
    let text = TextBuffer.collect { buffer in
      do throws(PickleError) {
        try buffer.write(self, in: source.bytes)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return text
  }
  private func isInside(_ source: MemorySource) -> Bool {
    switch self {
    case .text(let range, _), .bytes(let range), .byteArray(let range), .decimal(let range), .long(let range):
      range.lowerBound >= 0 && range.upperBound <= source.count
    case .none, .bool, .int, .unsigned, .double: true
    }
  }
}
