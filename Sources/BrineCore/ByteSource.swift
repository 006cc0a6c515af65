/// Bytes that can be read at any position.
///
/// There is no shared file position, so any number of tasks may read at once.
public protocol ByteSource: Sendable {
  /// How many bytes there are.
  var count: Int { get }

  /// Copies the bytes of `range` into a new array.
  ///
  /// - Throws: `ByteSourceError.outOfRange` when `range` is not within `0..<count`, or what the medium reports.
  func read(_ range: Range<Int>) throws(ByteSourceError) -> [UInt8]
}

/// Why bytes could not be had.
public enum ByteSourceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened, sized or mapped: its path, and what the system said.
  case unreadable(path: String, reason: String)
  /// A range beyond the end was asked for.
  case outOfRange(Range<Int>, count: Int)

  /// What happened, with the path or the range.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .outOfRange(let range, let count):
      "bytes \(range.lowerBound)..<\(range.upperBound) were asked for, but there are \(count)"
    }
  }
}
