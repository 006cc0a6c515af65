import BrineCore

/// Reads opcodes with their arguments from bytes, as `pickletools.genops` does, refusals included.
struct InstructionReader: ~Escapable {
  let bytes: RawSpan
  var cursor: ByteCursor
  /// Where the opcode is that was read last.
  private(set) var start: Int
  /// What it is. Errors have it only when `known`.
  private(set) var traits: OpcodeTraits
  private var known = false
  private let table = OpcodeTraits.byByte

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at offset: Int) {
    self.bytes = bytes
    cursor = ByteCursor(bytes)
    // An offset outside leaves nothing to read, which is reported as the end of the input.
    if !cursor.seek(to: offset) { _ = cursor.skip(cursor.remaining) }
    start = cursor.position
    traits = .stop
  }

  @_lifetime(self: copy self)
  mutating func next() throws(PickleError) -> PickleInstruction {
    start = cursor.position
    known = false
    guard let byte = cursor.read(UInt8.self) else {
      throw failure(.ranOutOfInput, "pickle exhausted before seeing STOP")
    }
    guard let found = table[Int(byte)] else {
      let code = PythonRepr.bytes([byte].span.bytes)
      throw failure(.unknownOpcode, "at position \(start), opcode \(code) unknown")
    }
    traits = found
    known = true
    let argument = try argument(found.argument)
    return PickleInstruction(
      opcode: found.opcode, argument: argument, offset: start, length: cursor.position - start)
  }

  @_lifetime(self: copy self)
  private mutating func argument(_ format: ArgumentFormat) throws(PickleError) -> PickleArgument {
    switch format {
    case .none: .none
    case .uint1: .int(Int(try integer(UInt8.self, "uint1")))
    case .uint2: .int(Int(try integer(UInt16.self, "uint2")))
    case .uint4: .int(Int(try integer(UInt32.self, "uint4")))
    case .int4: .int(Int(try integer(Int32.self, "int4")))
    case .uint8: Self.unsigned(try integer(UInt64.self, "uint8"))
    case .float8: .double(try float8())
    case .long1, .long4: try long(format)
    case .string1, .string4: .text(try counted(format), .latin1)
    case .bytes1, .bytes4, .bytes8: .bytes(try counted(format))
    case .byteArray8: .byteArray(try counted(format))
    case .unicode1, .unicode4, .unicode8: try unicode(format)
    case .stringLine, .plainLine, .plainLinePair, .unicodeLine: try textLine(format)
    case .shortDecimalLine, .longDecimalLine: try decimalLine(format)
    case .floatLine: try floatLine()
    }
  }

  private static func unsigned(_ value: UInt64) -> PickleArgument {
    if let small = Int(exactly: value) { .int(small) } else { .unsigned(value) }
  }

  // MARK: Fixed sizes

  @inline(__always) @_lifetime(self: copy self)
  private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type, _ name: StaticString
  ) throws(PickleError) -> T {
    guard let value = cursor.read(type) else { throw notEnough(name) }
    return value
  }

  @_lifetime(self: copy self)
  private mutating func float8() throws(PickleError) -> Double {
    guard let bits = cursor.readBigEndian(UInt64.self) else { throw notEnough("float8") }
    return Double(bitPattern: bits)
  }

  // MARK: Counted bytes

  /// Reads a length and moves over that many bytes.
  @_lifetime(self: copy self)
  private mutating func counted(_ format: ArgumentFormat) throws(PickleError) -> Range<Int> {
    let count = try length(format)
    let from = cursor.position
    guard cursor.skip(count) else {
      throw failure(
        .truncated, "expected \(count) bytes in a \(format.pythonName), but only \(cursor.remaining) remain")
    }
    return from..<cursor.position
  }

  @_lifetime(self: copy self)
  private mutating func length(_ format: ArgumentFormat) throws(PickleError) -> Int {
    switch format {
    case .string1, .bytes1, .unicode1, .long1:
      return Int(try integer(UInt8.self, "uint1"))
    case .bytes4, .unicode4:
      return Int(try integer(UInt32.self, "uint4"))
    case .string4, .long4:
      let count = try integer(Int32.self, "int4")
      guard count >= 0 else {
        throw failure(.negativeSize, "\(format.pythonName) byte count < 0: \(count)")
      }
      return Int(count)
    default:
      let count = try integer(UInt64.self, "uint8")
      guard let count = Int(exactly: count) else {
        throw failure(.negativeSize, "\(format.pythonName) byte count > sys.maxsize: \(count)")
      }
      return count
    }
  }

  @_lifetime(self: copy self)
  private mutating func long(_ format: ArgumentFormat) throws(PickleError) -> PickleArgument {
    let count = try length(format)
    let from = cursor.position
    guard let bytes = cursor.take(count) else { throw notEnough(format.pythonName) }
    guard count <= 8 else { return .long(from..<cursor.position) }
    guard count > 0 else { return .int(0) }
    var value = UInt64(0)
    for index in 0..<count {
      value |= UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << (8 * UInt64(index))
    }
    // The highest bit that is there is the sign.
    let unused = UInt64(64 - 8 * count)
    return .int(Int(Int64(bitPattern: value << unused) >> unused))
  }

  @_lifetime(self: copy self)
  private mutating func unicode(_ format: ArgumentFormat) throws(PickleError) -> PickleArgument {
    let range = try counted(format)
    if let problem = bytes.extracting(range).withUnsafeBytes({ TextCheck.utf8($0) }) {
      throw failure(.badUnicode, problem.message)
    }
    return .text(range, .utf8)
  }

  // MARK: Errors

  @inline(never)
  func failure(_ code: PickleError.Code, _ detail: String) -> PickleError {
    PickleError(code, detail, context: ErrorContext(offset: start), opcode: known ? traits.opcode : nil)
  }

  @inline(never)
  private func notEnough(_ name: StaticString) -> PickleError {
    failure(.truncated, "not enough data in stream to read \(name)")
  }
}

extension ArgumentFormat {
  /// The name in messages of `pickletools`.
  var pythonName: StaticString {
    switch self {
    case .string1: "string1"
    case .string4: "string4"
    case .bytes1: "bytes1"
    case .bytes4: "bytes4"
    case .bytes8: "bytes8"
    case .byteArray8: "bytearray8"
    case .unicode1: "unicodestring1"
    case .unicode4: "unicodestring4"
    case .unicode8: "unicodestring8"
    case .long1: "long1"
    case .long4: "long4"
    case .unicodeLine: "unicodestringnl"
    default: "stringnl"
    }
  }
}
