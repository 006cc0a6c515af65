public import BrineCore

/// Reads JSON texts that follow one another in one input, such as JSON Lines.
///
/// Spaces or line ends must part them; any number of those may stand before, between and after them.
public struct JSONStream: Sendable {
  /// The whole input.
  public let source: MemorySource
  /// Where the next document is looked for: the end of the last one that was read.
  ///
  /// It may be set, to go on elsewhere, such as after a line that is no JSON.
  public var offset = 0
  private let nodeLimit: Int

  /// A stream at the start of `source`.
  ///
  /// - Parameter nodeLimit: How many nodes each document may have.
  public init(_ source: MemorySource, nodeLimit: Int = .max) {
    self.source = source
    self.nodeLimit = nodeLimit
  }

  /// A stream at the start of `bytes`.
  ///
  /// - Parameter nodeLimit: How many nodes each document may have.
  public init(_ bytes: [UInt8], nodeLimit: Int = .max) {
    self.init(MemorySource(bytes), nodeLimit: nodeLimit)
  }

  /// Reads the next document; `nil` when only spaces are left.
  ///
  /// - Throws: `JSONError`, with the place in the whole input. `offset` stays as it was.
  public mutating func next() throws(JSONError) -> JSONDocument? {
    let start = JSONParser.skippingSpaces(from: max(offset, 0), in: source.bytes)
    guard start < source.count else { return nil }
    let document = try JSONDocument(source, from: start, nodeLimit: nodeLimit, isStream: true)
    offset = document.endOffset
    return document
  }
}
