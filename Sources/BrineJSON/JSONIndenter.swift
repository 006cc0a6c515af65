/// Puts line ends and spaces into JSON, as it comes in blocks, in place of those that it has.
///
/// Empty objects and arrays stay on one line. What is between quotes is left alone.
public struct JSONIndenter {
  private let width: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Whether something was opened and what follows is not known yet.
  private var isOpen = false

  /// Indents each level by so many spaces.
  public init(width: Int) { self.width = width }

  /// A block with its spaces.
  public mutating func indented(_ block: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(block.count + block.count / 2)
    for byte in block { add(byte, to: &text) }
    return text
  }

  private mutating func add(_ byte: UInt8, to text: inout [UInt8]) {
    if isInString {
      text.append(byte)
      if isEscaped { isEscaped = false; return }
      isEscaped = byte == UInt8(ascii: "\\")
      if byte == UInt8(ascii: "\"") { isInString = false }
      return
    }
    // Spaces and line ends that were there, but for those between texts.
    if depth > 0, byte == 0x20 || 0x09...0x0D ~= byte { return }
    let closes = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    if closes { depth = max(0, depth - 1) }
    if isOpen != closes { newLine(&text) }
    isOpen = false
    text.append(byte)
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      isOpen = true
    case UInt8(ascii: ","): newLine(&text)
    case UInt8(ascii: ":"): text.append(UInt8(ascii: " "))
    default: break
    }
  }

  private func newLine(_ text: inout [UInt8]) {
    text.append(UInt8(ascii: "\n"))
    // Nesting may be a million deep, which nobody looks at.
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width * min(depth, 1000)))
  }
}
