public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One pickle, read into a graph of plain data.
///
/// ```swift
/// let pickle = try Pickle(contentsOf: "settings.pkl")
/// let name = pickle.root["name"]?.string
/// ```
///
/// Reading never looks up or runs what the pickle names: classes, functions and calls become descriptions.
/// The format is the one of Python's `pickle` module, protocols 0 to 5, and the reader refuses what CPython's
/// C unpickler refuses.
public struct Pickle: Sendable {
  /// The values and how they hang together.
  public let graph: PickleGraph

  init(graph: PickleGraph) { self.graph = graph }

  /// The value that the pickle holds.
  public var root: PickleValue { PickleValue(graph, graph.root) }

  /// The highest protocol that the pickle announces; 0 for protocols 0 and 1, which announce none.
  public var protocolVersion: Int { graph.protocolVersion }

  /// Where the pickle is in its input. Bytes after it are not looked at, as in Python.
  public var byteRange: Range<Int> { graph.byteRange }

  /// Reads the first pickle in a file, which is mapped into memory.
  ///
  /// - Throws: `PickleError`, or `ByteSourceError` when the file can't be read.
  public init(contentsOf path: String, options: PickleOptions = .init()) throws {
    try self.init(MemorySource(contentsOf: path), options: options)
  }

  /// Reads the first pickle in `data`, which is not copied.
  public init(_ data: Data, options: PickleOptions = .init()) throws(PickleError) {
    try self.init(MemorySource(data), options: options)
  }

  /// Reads the first pickle in an array of bytes, which is not copied.
  public init(_ bytes: [UInt8], options: PickleOptions = .init()) throws(PickleError) {
    try self.init(MemorySource(bytes), options: options)
  }

  /// Reads the pickle that starts at byte `offset` of a source.
  public init(_ source: MemorySource, at offset: Int = 0, options: PickleOptions = .init())
    throws(PickleError)
  {
    var cursor = ByteCursor(source.bytes)
    guard cursor.seek(to: offset) else {
      throw PickleError(.ranOutOfInput, "there is no byte \(offset)", context: ErrorContext(offset: offset))
    }
    try options.gate?(source, offset, options.hasInlineArrays)
    var machine = Machine(options: options, byteCount: source.count - offset)
    let root: Word
    do {
      root = try machine.run(cursor)
    } catch {
      throw error.naming(cursor)
    }
    let end = machine.offset + 1
    graph = PickleGraph(machine.finish(), source: source, root: root, byteRange: offset..<end)
  }

  /// Reads every pickle in a source, one after the other, as repeated `pickle.load` of an open file does.
  ///
  /// - Throws: `PickleError` also when bytes after the last pickle are no pickle.
  public static func all(in source: MemorySource, options: PickleOptions = .init()) throws(PickleError)
    -> [Pickle]
  {
    var pickles: [Pickle] = []
    var offset = 0
    repeat {
      let pickle = try Pickle(source, at: offset, options: options)
      offset = pickle.byteRange.upperBound
      pickles.append(pickle)
    } while offset < source.count
    return pickles
  }

  /// Reads every pickle in `data`.
  public static func all(in data: Data, options: PickleOptions = .init()) throws(PickleError) -> [Pickle] {
    try all(in: MemorySource(data), options: options)
  }
}
