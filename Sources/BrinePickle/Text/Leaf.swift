import BrineCore

/// A string, bytes or number in the input: its opcode and its argument, without length or newline.
///
/// The machine checks leaves and notes their offsets; what they hold is read from the input when asked for.
struct Leaf: ~Escapable {
  let opcode: PickleOpcode
  let body: RawSpan

  /// The leaf whose opcode is at `offset`, or `nil` when there is none.
  @_lifetime(copy bytes)
  init?(_ bytes: RawSpan, at offset: Int, isSecondLine: Bool = false) {
    var cursor = ByteCursor(bytes)
    guard cursor.seek(to: offset), let byte = cursor.read(UInt8.self),
      let opcode = PickleOpcode(rawValue: byte)
    else { return nil }
    self.opcode = opcode
    switch opcode {
    case .shortBinUnicode, .shortBinBytes, .shortBinString, .long1:
      guard let count = cursor.read(UInt8.self), let body = cursor.take(Int(count)) else { return nil }
      self.body = body
    case .binUnicode, .binBytes, .binString, .long4:
      guard let count = cursor.read(UInt32.self), let body = cursor.take(Int(count)) else { return nil }
      self.body = body
    case .binUnicode8, .binBytes8, .byteArray8:
      guard let count = cursor.read(UInt64.self), let count = Int(exactly: count),
        let body = cursor.take(count)
      else { return nil }
      self.body = body
    case .binFloat:
      guard let body = cursor.take(8) else { return nil }
      self.body = body
    default:
      if isSecondLine { _ = cursor.takeLine() }
      guard let body = cursor.takeLine() else { return nil }
      self.body = body
    }
  }
}

extension Leaf {
  /// A string as generalized UTF-8.
  func text(_ options: PickleOptions) -> [UInt8] {
    switch opcode {
    case .unicode: RawUnicodeEscape.decoded(body) ?? []
    case .binString, .shortBinString: Python2String.decoded(body, options.encoding, options.errors)
    case .string: Python2String.decoded(python2Bytes.span.bytes, options.encoding, options.errors)
    default: body.withUnsafeBytes { [UInt8]($0) }
    }
  }

  /// Whether the body is the string as it is.
  var isPlainText: Bool { opcode.isPlainText }

  /// The bytes of a Python 2 literal.
  var python2Bytes: [UInt8] {
    guard let quoted = Python2String.unquoted(body) else { return [] }
    return Python2String.unescaped(quoted) ?? []
  }
}

extension PickleOpcode {
  /// Whether a string's argument is the string as it is.
  var isPlainText: Bool {
    switch self {
    case .unicode, .binString, .shortBinString, .string: false
    default: true
    }
  }
}
