public import BrineCore

/// A JSON text that was read whole: its grammar is checked, its values are where they were in the text.
///
/// The nodes are a flat list in preorder (see `JSONNode`); node 0 is the root. No recursion is needed to read
/// them or to walk over them, and none was used to make them, so nesting has no limit.
/// Objects keep their members in order, those of equal names too.
///
/// The text is UTF-8 and RFC 8259 to the letter: no comments, no trailing commas, no NaN.
/// One byte order mark at the very start is skipped, as section 8.1 allows and Python's `json` does for bytes.
/// Lone surrogates can be had by `\u` escapes only.
public final class JSONDocument: @unchecked Sendable {
  // Sendable: nothing in here is written to after `init`.
  @usableFromInline let nodes: Vector<JSONNode>
  /// The input, which is kept as long as this document is, and holds all numbers and strings.
  public let source: MemorySource
  /// The memory of `source`, which keeps it.
  private let memory: UnsafeRawBufferPointer
  /// Where the document's text ends in the input: after its last character, before any spaces that follow.
  public let endOffset: Int

  /// Reads a text.
  ///
  /// - Parameter nodeLimit: How many nodes there may be. Each takes 16 bytes, and two bytes of text can make one.
  /// - Throws: `JSONError`.
  public convenience init(_ source: MemorySource, nodeLimit: Int = .max) throws(JSONError) {
    try self.init(source, from: 0, nodeLimit: nodeLimit, isStream: false)
  }

  /// Reads a text, whose array is kept and not copied.
  ///
  /// - Throws: `JSONError`.
  public convenience init(_ bytes: [UInt8], nodeLimit: Int = .max) throws(JSONError) {
    try self.init(MemorySource(bytes), nodeLimit: nodeLimit)
  }

  /// Reads a copy of a text.
  ///
  /// - Throws: `JSONError`.
  public convenience init(copying bytes: RawSpan, nodeLimit: Int = .max) throws(JSONError) {
    try self.init(MemorySource(bytes.withUnsafeBytes { [UInt8]($0) }), nodeLimit: nodeLimit)
  }

  /// Reads a copy of a text.
  ///
  /// - Throws: `JSONError`.
  public convenience init(_ text: String, nodeLimit: Int = .max) throws(JSONError) {
    try self.init(MemorySource([UInt8](text.utf8)), nodeLimit: nodeLimit)
  }

  /// Reads the document that starts at `offset`, or after spaces there.
  init(_ source: MemorySource, from offset: Int, nodeLimit: Int, isStream: Bool) throws(JSONError) {
    // The documents of a stream are many and small: room for the whole rest would be too much for each.
    let room = isStream ? 64 : min(max(source.count / 8, 16), 1 << 20)
    var parser = JSONParser(source.bytes, from: offset, nodeLimit: nodeLimit, room: room)
    try parser.parse()
    endOffset = parser.index
    try parser.checkRest(isStream: isStream)
    self.source = source
    memory = source.bytes.withUnsafeBytes { $0 }
    nodes = parser.takeNodes()
  }

  /// All bytes of the input.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = RawSpan(_unsafeBytes: memory)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// How many nodes there are; at least one.
  @inlinable public var count: Int { nodes.count }

  /// One node. The index must be within `0..<count`.
  @inlinable public subscript(index: Int) -> JSONNode {
    precondition(index >= 0 && index < nodes.count, "there is no such node")
    return nodes[index]
  }

  /// The index after the last node of what `index` holds: where the next value starts.
  @inlinable public func end(of index: Int) -> Int {
    let node = self[index]
    return node.isContainer ? node.end : index &+ 1
  }

  /// The line and column of an offset, such as a node's.
  ///
  /// This counts the lines from the start of the text on; for many offsets there is `JSONLocator`.
  public func location(ofOffset offset: Int) -> JSONLocation {
    JSONLocator.location(ofOffset: offset, in: bytes)
  }
}
