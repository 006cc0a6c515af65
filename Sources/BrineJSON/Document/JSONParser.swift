import BrineCore

/// Reads one JSON text into nodes.
///
/// There is no recursion: while a container is open, its node holds the index of the container around it
/// where later its end will be. So the nodes are the stack too.
///
/// `parse` reads a value, then closes what ends after it, until nothing is open:
///
///     {"a":[1,2]}     open the object, read the key, open the array, read 1
///           ^         a comma: read 2
///             ^^      close the array, close the object
struct JSONParser: ~Copyable, ~Escapable {
  // Methods that change nothing are `mutating` too: others would work on a copy.
  let span: RawSpan
  /// The offset of the next byte.
  var index: Int
  private var nodes: Vector<JSONNode>
  private let nodeLimit: Int
  /// The innermost open container, or `none`.
  private var open = JSONParser.none

  /// No index: no node has it.
  private static let none = Int(UInt32.max)

  /// A parser at `offset`, with room for so many nodes at first.
  @_lifetime(copy span)
  init(_ span: RawSpan, from offset: Int, nodeLimit: Int, room: Int) {
    self.span = span
    index = offset == 0 ? Self.byteOrderMarkLength(span) : offset
    self.nodeLimit = min(nodeLimit, Self.none)
    nodes = Vector(capacity: room)
  }

  /// Reads the text up to its last character.
  @_lifetime(self: copy self)
  mutating func parse() throws(JSONError) {
    repeat {
      if try readValue() {
        while try closeContainer() {}
      }
    } while open != Self.none
  }

  /// The nodes, without room that was not needed.
  consuming func takeNodes() -> Vector<JSONNode> {
    nodes.trim()
    return nodes
  }

  /// Checks what follows the document.
  @_lifetime(self: copy self)
  mutating func checkRest(isStream: Bool) throws(JSONError) {
    let end = index
    index = Self.skippingSpaces(from: index, in: span)
    guard index < span.byteCount, !isStream || index == end else { return }
    throw fail(.trailingContent, "expected nothing more, found \(describe(index))", at: index)
  }

  /// Reads a scalar, or the start of a container up to its first value.
  /// - Returns: Whether a whole value was read.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func readValue() throws(JSONError) -> Bool {
    switch skipSpaces() {
    case 0x22: try readString()
    case 0x2D, 0x30...0x39: try readNumber()
    case 0x5B: return try openArray()
    case 0x7B: return try openObject()
    case 0x66: try readWord("false", .false)
    case 0x6E: try readWord("null", .null)
    case 0x74: try readWord("true", .true)
    default: throw unexpectedValue()
    }
    return true
  }

  /// Reads what follows a value: a comma and, in an object, the next key; or the end of the container.
  /// - Returns: Whether the container ended, so that it is now the value that something follows.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func closeContainer() throws(JSONError) -> Bool {
    guard open != Self.none else { return false }
    let byte = skipSpaces()
    let isObject = nodes[open].kind == .object
    if byte == 0x2C {
      index &+= 1
      nodes[open].addChild()
      if isObject { try readKey() }
      return false
    }
    guard byte == (isObject ? 0x7D : 0x5D) else {
      throw unexpected(isObject ? "expected ',' or '}'" : "expected ',' or ']'", at: index)
    }
    close()
    return true
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func openArray() throws(JSONError) -> Bool {
    try begin(.array)
    guard skipSpaces() != 0x5D else {
      close()
      return true
    }
    nodes[open].addChild()
    return false
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func openObject() throws(JSONError) -> Bool {
    try begin(.object)
    guard skipSpaces() != 0x7D else {
      close()
      return true
    }
    nodes[open].addChild()
    try readKey()
    return false
  }

  /// Reads a key and the colon after it.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func readKey() throws(JSONError) {
    guard skipSpaces() == 0x22 else { throw unexpected("expected a key in quotes", at: index) }
    try readString()
    guard skipSpaces() == 0x3A else { throw unexpected("expected ':'", at: index) }
    index &+= 1
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func begin(_ kind: JSONNode.Kind) throws(JSONError) {
    let container = nodes.count
    try append(JSONNode(kind, offset: index, tail: UInt64(truncatingIfNeeded: open)))
    open = container
    index &+= 1
  }

  /// Ends the innermost container at its closing bracket.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func close() {
    let end = nodes.count
    let around = nodes[open].end
    nodes[open].end = end
    open = around
    index &+= 1
  }

  /// Adds a node.
  @inline(__always) @_lifetime(self: copy self)
  mutating func append(_ node: JSONNode) throws(JSONError) {
    guard nodes.count < nodeLimit else { throw tooManyNodes(at: node.offset) }
    nodes.append(node)
  }
}
