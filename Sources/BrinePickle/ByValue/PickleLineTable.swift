/// Which source line the bytecode of a code object comes from.
public struct PickleLineTable: Sendable {
  /// The form of the table.
  public enum Format: String, Sendable, CaseIterable {
    /// `co_lnotab`, up to Python 3.9. Source: CPython 3.9, `Objects/lnotab_notes.txt`.
    case lnotab
    /// `co_linetable` of Python 3.10. Source: CPython 3.10, `Objects/lnotab_notes.txt`.
    case linetable
    /// `co_linetable` from Python 3.11 on, with columns. Source: CPython 3.11, `Objects/locations.md`.
    case locations
    /// A form that is not known here: it has no ranges.
    case unknown
  }

  /// The form of the table.
  public let format: Format
  /// The size of the table in bytes.
  public var size: Int { graph.byteCount(word) ?? 0 }

  let graph: PickleGraph
  let word: Word
  let firstLine: Int
  let codeSize: Int

  /// The ranges of bytecode and their lines, in order, each as long as its line lasts.
  ///
  /// A table that is cut off or goes beyond the bytecode is read up to there.
  public var ranges: [PickleLineRange] {
    var ranges: [PickleLineRange] = []
    decode(firstLine: firstLine) { offset, length, line in
      guard offset < codeSize else { return }
      let end = offset + min(length, codeSize - offset)
      if let last = ranges.last, last.line == line, last.bytecode.upperBound == offset {
        ranges[ranges.count - 1] = PickleLineRange(bytecode: last.bytecode.lowerBound..<end, line: line)
      } else if offset < end {
        ranges.append(PickleLineRange(bytecode: offset..<end, line: line))
      }
    }
    return ranges
  }

  /// The first and the last source line; `nil` where the table has none.
  public var lines: ClosedRange<Int>? {
    let relative = ByValueIndex.of(graph).lines(of: word, format) {
      var (low, high) = (Int.max, Int.min)
      decode(firstLine: 0) { offset, _, line in
        if let line, offset < codeSize { (low, high) = (min(low, line), max(high, line)) }
      }
      return low <= high ? low...high : nil
    }
    guard let relative, let low = relative.lowerBound.adding(firstLine),
      let high = relative.upperBound.adding(firstLine)
    else { return nil }
    return low...high
  }

  private func decode(firstLine: Int, _ body: (_ offset: Int, _ length: Int, _ line: Int?) -> Void) {
    let bytes = graph.byteContent(word)
    switch format {
    case .lnotab: LineTableReader.lnotab(bytes, firstLine: firstLine, codeSize: codeSize, body)
    case .linetable: LineTableReader.linetable(bytes, firstLine: firstLine, body)
    case .locations: LineTableReader.locations(bytes, firstLine: firstLine, body)
    case .unknown: break
    }
  }
}

/// A range of bytecode that comes from one source line.
public struct PickleLineRange: Sendable, Hashable {
  /// The offsets in the bytecode.
  public let bytecode: Range<Int>
  /// The source line; `nil` for code that the compiler added.
  public let line: Int?

  /// A range and its line.
  public init(bytecode: Range<Int>, line: Int?) {
    self.bytecode = bytecode
    self.line = line
  }
}
