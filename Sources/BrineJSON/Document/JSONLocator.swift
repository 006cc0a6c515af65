public import BrineCore

/// A place in a text, as an editor shows it.
public struct JSONLocation: Sendable, Equatable {
  /// The offset in bytes from the start of the input, a byte order mark included.
  public var offset: Int
  /// The line, from 1 on. A line ends with a line feed.
  public var line: Int
  /// The column, from 1 on, in code points (Unicode scalars).
  public var column: Int

  /// A place by its offset, line and column.
  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}

extension JSONLocation: CustomStringConvertible {
  /// `line 3, column 14`.
  public var description: String { "line \(line), column \(column)" }
}

/// Finds lines and columns for many offsets of one text.
///
/// It counts on from the last place, so that ascending offsets cost one walk over the text together.
/// An offset before the last one starts anew.
public struct JSONLocator: Sendable {
  private let source: MemorySource
  private var last: JSONLocation

  /// A locator at the start of `source`.
  public init(_ source: MemorySource) {
    self.source = source
    last = Self.start(source.bytes)
  }

  /// The line and column of an offset. One beyond the end is taken as the end.
  public mutating func location(ofOffset offset: Int) -> JSONLocation {
    let source = source
    let from = offset < last.offset ? Self.start(source.bytes) : last
    last = Self.advance(from, to: offset, in: source.bytes)
    return last
  }

  /// The place of `offset` in `bytes`.
  static func location(ofOffset offset: Int, in bytes: RawSpan) -> JSONLocation {
    advance(start(bytes), to: offset, in: bytes)
  }

  /// The first character; a byte order mark is none.
  private static func start(_ bytes: RawSpan) -> JSONLocation {
    JSONLocation(offset: JSONParser.byteOrderMarkLength(bytes), line: 1, column: 1)
  }

  private static func advance(_ from: JSONLocation, to offset: Int, in bytes: RawSpan) -> JSONLocation {
    let end = min(offset, bytes.byteCount)
    guard end > from.offset else { return from }
    return bytes.withUnsafeBytes { buffer in
      let passed = UnsafeRawBufferPointer(rebasing: buffer[from.offset..<end])
      // Two plain loops over all bytes, which the compiler turns into vector code.
      let lines = passed.reduce(0) { $0 &+ ($1 == 0x0A ? 1 : 0) }
      let lineStart = lines == 0 ? 0 : (passed.lastIndex(of: 0x0A) ?? 0) &+ 1
      let columns = passed[lineStart...].reduce(0) { $0 &+ ($1 & 0xC0 != 0x80 ? 1 : 0) }
      return JSONLocation(
        offset: end, line: from.line &+ lines, column: (lines == 0 ? from.column : 1) &+ columns)
    }
  }
}
