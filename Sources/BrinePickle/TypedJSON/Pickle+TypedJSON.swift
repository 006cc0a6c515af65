public import BrineCore
public import BrineJSON

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Pickle {
  /// Reads typed JSON, as ``PickleValue/typedJSON(limits:)`` writes it.
  ///
  /// ```swift
  /// try Pickle(typedJSON: #"{"sizes":{"$tuple":[1,2]}}"#).write(to: "sizes.pkl")
  /// ```
  ///
  /// What comes of it is as if the value had been pickled and read: it can be looked at, decoded and written in any
  /// protocol, and its typed JSON is the text again. Its `byteRange` has no meaning.
  /// The form is described in `Documentation/typed-json.md`.
  /// - Throws: `JSONError` for a text that is no JSON, `TypedJSONError` for JSON that is no typed JSON; both with line and
  ///   column. `PickleError.Code.limitExceeded` for more values than can be numbered.
  public init(typedJSON text: String) throws { try self.init(typedJSON: [UInt8](text.utf8)) }

  /// Reads typed JSON in UTF-8. See ``init(typedJSON:)-(String)``.
  public init(typedJSON bytes: [UInt8]) throws { try self.init(typedJSON: MemorySource(bytes)) }

  /// Reads typed JSON in UTF-8. See ``init(typedJSON:)-(String)``.
  public init(typedJSON data: Data) throws { try self.init(typedJSON: MemorySource(data)) }

  /// Reads typed JSON in UTF-8. See ``init(typedJSON:)-(String)``.
  public init(typedJSON source: MemorySource) throws {
    try self.init(typedJSON: JSONDocument(source))
  }

  /// Reads typed JSON that was read as JSON already. See ``init(typedJSON:)-(String)``.
  public init(typedJSON document: JSONDocument) throws {
    var decoder = try TypedJSONDecoder(document)
    let root = try decoder.run()
    let dicts = decoder.dicts
    graph = try decoder.builder.finish(root)
    for (word, node) in dicts where graph.entries(word).count != graph.rawEntries(word).count {
      throw document.repeatedKey(in: node)
    }
  }

  /// Reads typed JSON texts that follow one another, parted by spaces or line ends, as `brine dump` prints the pickles of
  /// a stream. There must be at least one. Each has numbers of its own for `$id`.
  ///
  /// - Throws: as ``init(typedJSON:)-(String)``; the line is the one in the whole input.
  public static func all(typedJSON source: MemorySource) throws -> [Pickle] {
    var stream = JSONStream(source)
    var pickles: [Pickle] = []
    while let document = try stream.next() { pickles.append(try Pickle(typedJSON: document)) }
    return try pickles.isEmpty ? [Pickle(typedJSON: source)] : pickles
  }
}
