import BrineCodecs
public import BrineCore
public import BrinePickle

/// A file of any form that Brine knows, recognised by its content and taken out of its compression.
public struct InputFile: Sendable {
  /// What a file holds.
  public enum Format: String, Sendable {
    /// One pickle, or several one after the other.
    case pickle
    /// Typed JSON, as `brine dump` prints it: one text or several.
    case typedJSON = "typed JSON"
  }

  /// The bytes, decompressed.
  public let source: MemorySource
  /// What the bytes are.
  public let format: Format
  /// The compressions that were taken off, outermost first.
  public let codecs: [String]
  /// How large the file itself is, in bytes.
  public let storedSize: Int

  /// Opens the file at `path`; `-` is standard input.
  ///
  /// - Throws: `ByteSourceError`, or `CodecError` for damaged compression.
  public init(path: String, limits: Limits = .default) throws {
    try self.init(
      path == "-" || path == "/dev/stdin" ? StandardInput.read() : MemorySource(contentsOf: path),
      limits: limits)
  }

  /// Recognises bytes.
  ///
  /// - Throws: `CodecError` for damaged compression.
  public init(_ stored: MemorySource, limits: Limits = .default) throws {
    var (source, codecs) = (stored, [String]())
    // One budget for all layers: a bomb may be wrapped several times.
    var limits = limits
    let byRatio = stored.count.multiplied(limits.decompressionRatio) ?? .max
    limits.decompressedSize = min(limits.decompressedSize, max(64 << 20, byRatio))
    while codecs.count < 4, let codec = Codecs.detect(source) {
      source = try codec.decompress(source, limits: limits)
      codecs.append(codec.name)
    }
    self.source = source
    self.codecs = codecs
    storedSize = stored.count
    format = Self.beginsAsJSON(source) ? .typedJSON : .pickle
  }

  /// Whether the first byte that is no space can begin a JSON text. No pickle can begin with one of these.
  private static func beginsAsJSON(_ source: MemorySource) -> Bool {
    let start = (try? source.read(0..<min(source.count, 256))) ?? []
    let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = start.dropFirst(mark).drop { " \t\r\n".utf8.contains($0) }
    // A single byte may be an opcode that a pickle can't begin with.
    guard let first = text.first, source.count > 1 else { return false }
    if "{[\"-0123456789".utf8.contains(first) { return true }
    let isSpace = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    return ["null", "true", "false"].contains { word in
      text.starts(with: word.utf8) && text.dropFirst(word.utf8.count).allSatisfy(isSpace)
    }
  }

  /// The first pickle in the file.
  ///
  /// - Throws: as ``pickles(options:)``.
  public func first(options: PickleOptions = .init()) throws -> Pickle {
    switch format {
    case .pickle: return try Pickle(source, options: options)
    case .typedJSON: return try pickles(options: options).pickles[0]
    }
  }

  /// The pickles in the file, one after the other, and why what follows the last of them is none. Each text of typed
  /// JSON is a pickle too.
  ///
  /// Like Python's `pickle.load` this takes bytes after a pickle for somebody else's.
  /// - Throws: `PickleError` when the first one is refused; `JSONError` and `TypedJSONError` for typed JSON.
  public func pickles(
    options: PickleOptions = .init()
  ) throws -> (pickles: [Pickle], trailing: PickleError?) {
    guard format == .pickle else { return (try Pickle.all(typedJSON: source), nil) }
    var pickles = [try Pickle(source, options: options)]
    while let end = pickles.last?.byteRange.upperBound, end < source.count {
      do throws(PickleError) {
        pickles.append(try Pickle(source, at: end, options: options))
      } catch { return (pickles, error) }
    }
    return (pickles, nil)
  }
}
