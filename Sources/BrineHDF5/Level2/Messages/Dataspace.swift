import BrineCore

/// How many elements a dataset or an attribute has, and how they are arranged.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.b, "The Dataspace Message".
public struct Dataspace: Sendable, Hashable {
  /// What there is.
  public enum Kind: UInt8, Sendable, Hashable {
    /// One element, without dimensions.
    case scalar = 0
    /// An array.
    case simple = 1
    /// No element at all.
    case null = 2
  }

  /// What there is.
  public let kind: Kind
  /// The size along each dimension, the one that changes slowest first. Empty for scalar and null.
  public let shape: [Int]
  private let limits: [Int?]?

  /// The size that each dimension may grow to; `nil` for one that may grow for ever.
  public var maxShape: [Int?] { limits ?? shape }

  /// How many elements there are; `nil` for more than `Int` can count.
  public var count: Int? {
    switch kind {
    case .null: return 0
    case .scalar: return 1
    case .simple: break
    }
    var count = 1
    if shape.contains(0) { return 0 }
    for size in shape {
      guard let product = count.multiplied(size) else { return nil }
      count = product
    }
    return count
  }

  /// An arrangement of elements. Without `maxShape` the dimensions stay as they are.
  public init(_ kind: Kind, shape: [Int] = [], maxShape: [Int?]? = nil) {
    self.kind = kind
    self.shape = shape
    limits = maxShape
  }

  /// The most dimensions there can be.
  static let largestRank = 32

  init(reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 1 || version == 2 else {
      throw reader.error(.unsupportedVersion, "dataspace version \(version)")
    }
    let rank = Int(try reader.uint8())
    guard rank <= Self.largestRank else {
      throw reader.error(.badDataspace, "\(rank) dimensions; there can be \(Self.largestRank)")
    }
    let flags = try reader.uint8()
    if version == 1 {
      kind = rank == 0 ? .scalar : .simple
      try reader.skip(5)
    } else {
      let number = try reader.uint8()
      guard let kind = Kind(rawValue: number), kind == .simple || rank == 0 else {
        throw reader.error(.badDataspace, "a dataspace of kind \(number) with \(rank) dimensions")
      }
      self.kind = kind
    }
    var shape: [Int] = []
    shape.reserveCapacity(rank)
    for _ in 0..<rank { shape.append(try reader.length()) }
    self.shape = shape
    limits = flags & 0x01 == 0 ? nil : try Self.readLimits(&reader, shape)
  }

  /// The largest sizes; `nil` when they are what the sizes are.
  private static func readLimits(
    _ reader: inout MetadataReader, _ shape: [Int]
  ) throws(HDF5Error) -> [Int?]? {
    var limits: [Int?] = []
    limits.reserveCapacity(shape.count)
    var differs = false
    for size in shape {
      let limit = try reader.lengthOrUnlimited()
      if let limit, limit < size {
        throw reader.error(.badDataspace, "a dimension of \(size) that may only grow to \(limit)")
      }
      if limit != size { differs = true }
      limits.append(limit)
    }
    return differs ? limits : nil
  }
}
