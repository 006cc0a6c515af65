/// How the file's writer finds free space.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.x, "The File Space Info Message".
public struct FileSpaceInfo: Sendable, Equatable {
  /// What is used to find space.
  public enum Strategy: UInt8, Sendable {
    /// Managers of free space, and aggregators.
    case aggregates = 0
    /// Pages of one size.
    case pages = 1
    /// Aggregators only.
    case aggregatorsOnly = 2
    /// Nothing: a file only grows.
    case none = 3
  }

  /// What is used to find space.
  public let strategy: Strategy
  /// Whether free space is remembered when the file is closed.
  public let isPersistent: Bool
  /// The smallest free space that is remembered.
  public let threshold: Int
  /// How many bytes a page has.
  public let pageSize: Int

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    let number = try reader.uint8()
    switch version {
    case 0:
      // HDF5 1.10.0 had other numbers, the first being the only one that persists.
      let strategies: [Strategy] = [.aggregates, .aggregates, .aggregatorsOnly, .none]
      guard 1...4 ~= number else { throw reader.error(.badStructure, "file space strategy \(number)") }
      strategy = strategies[Int(number) - 1]
      isPersistent = number == 1
      threshold = try reader.length()
      pageSize = 4096
    case 1:
      guard let strategy = Strategy(rawValue: number) else {
        throw reader.error(.badStructure, "file space strategy \(number)")
      }
      self.strategy = strategy
      isPersistent = try reader.uint8() != 0
      threshold = try reader.length()
      pageSize = try reader.length()
    default:
      throw reader.error(.unsupportedVersion, "file space info version \(version)")
    }
  }
}
