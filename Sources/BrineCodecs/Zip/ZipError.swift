public import BrineCore

/// Why a zip archive was refused, or could not be written.
public struct ZipError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable {
    /// There is no end record: this is no zip archive, or its end is missing.
    case notAnArchive
    /// A record is cut off, points outside the file, or is not what it should be.
    case damaged
    /// The header before an entry's data says something else than the directory.
    case headersDiffer
    /// Two entries share bytes, as only bombs do.
    case overlap
    /// There are more entries than the file has room for.
    case tooManyEntries
    /// The entry is encrypted.
    case encrypted
    /// The archive is split over several files.
    case split
    /// A method of compression that is not known, or that this build lacks.
    case unsupportedMethod
    /// The compressed data is damaged.
    case corrupt
    /// The data is not what its checksum says.
    case wrongChecksum
    /// The data would be larger than the limits allow.
    case tooLarge
    /// There is no entry of that name.
    case notFound
    /// A name or size that an archive can't have, or calls in the wrong order.
    case notWritable
  }

  /// What is wrong.
  public var code: Code
  /// What was found.
  public var detail: String
  /// The offset in the archive's file, and the entry's name as the path.
  public var context: ErrorContext

  /// An error.
  public init(_ code: Code, _ detail: String, offset: Int? = nil, entry: String? = nil) {
    self.code = code
    self.detail = detail
    context = ErrorContext(offset: offset, path: entry)
  }

  /// Errors are equal when their codes are.
  public static func == (left: ZipError, right: ZipError) -> Bool { left.code == right.code }

  /// The detail and the place.
  public var description: String {
    let place = context.description
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}
