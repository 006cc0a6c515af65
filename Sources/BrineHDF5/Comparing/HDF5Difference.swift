public import BrineCore

/// One way in which two HDF5 files, or two objects, differ.
public struct HDF5Difference: Sendable {
  /// What changed.
  public enum Kind: String, Sendable, CaseIterable {
    /// Only the new group has this link, or only the new object this attribute.
    case added
    /// Only the old one has it.
    case removed
    /// Elements changed.
    case value
    /// An object is of another kind than before, or elements are of another type.
    case type
    /// There are more or fewer elements, or they are arranged in another way.
    case shape
    /// A soft, external or user-defined link leads elsewhere, or is a link of another kind.
    case link
    /// It is stored in another way. Only reported with ``HDF5DifferenceOptions/storage``.
    case storage
    /// One object became two equal ones, or two became one. Only reported with ``HDF5DifferenceOptions/sharing``.
    case sharing
    /// One of the two can't be read, so that nobody knows.
    case unreadable
  }

  /// What is on one side.
  public struct Side: Sendable, Hashable {
    /// The type: `group`, `float32`, `soft link`.
    public let type: String
    /// What is known of it beyond that: the shape, the number of links, a link's target, what is damaged.
    public let preview: String
    /// The shape of several elements.
    public let shape: [Int]?

    init(type: String, preview: String, shape: [Int]? = nil) {
      (self.type, self.preview, self.shape) = (type, preview, shape)
    }
  }

  /// What changed.
  public let kind: Kind
  /// Where it is in the old file: `/group/dataset`, `/dataset@attribute`; what was added has its place in the new one.
  public let path: String
  /// Where it is in the new file, where that is another path.
  public let newPath: String?
  /// What was there; `nil` when it was added, and on the whole side of what is damaged on the other.
  public let old: Side?
  /// What is there now; `nil` when it was removed.
  public let new: Side?
  /// What the two sides do not tell by themselves: which elements differ, by how much.
  public let detail: String?
}

/// How two HDF5 files are compared.
public struct HDF5DifferenceOptions: Sendable {
  /// How far floats may be apart, and whether NaN equals NaN.
  public var tolerance = ArrayTolerance()
  /// Whether to report other layouts, chunks, filters, fill values, largest shapes, byte orders and orders of creation.
  public var storage = false
  /// Whether to report objects that have several hard links in one file, and copies in the other.
  public var sharing = false
  /// Whether to compare what soft and external links lead to, rather than the links.
  public var followsLinks = false
  /// Paths of objects and attributes that are left out, with all that is in them: `/group`, `/dataset@attribute`.
  public var excluded: Set<String> = []

  /// What the files hold, not how they hold it.
  public init() {}

  /// Whether a path is left out.
  func excludes(_ path: String) -> Bool { !excluded.isEmpty && excluded.contains(path) }
}

/// What is wrong with one of two files, or with both.
struct SidedError: Error {
  let old: HDF5Error?
  let new: HDF5Error?

  init(isOld: Bool, error: HDF5Error) {
    (old, new) = isOld ? (error, nil) : (nil, error)
  }

  private init(both old: HDF5Error, _ new: HDF5Error) {
    (self.old, self.new) = (old, new)
  }

  /// The same with what is wrong with the other dataset, which was read up to this place.
  func completed(_ oldDataset: Dataset, _ newDataset: Dataset) -> SidedError {
    if let old, new == nil, old.code != .tooLarge, let other = newDataset.firstProblem {
      return SidedError(both: old, other)
    }
    if let new, old == nil, new.code != .tooLarge, let other = oldDataset.firstProblem {
      return SidedError(both: other, new)
    }
    return self
  }

  /// What both sides return. The new one is read also when the old one can't be, to say what is wrong with both.
  static func both<Old, New>(
    _ readOld: () throws(HDF5Error) -> Old, _ readNew: () throws(HDF5Error) -> New
  ) throws(SidedError) -> (old: Old, new: New) {
    let old: Old
    do throws(HDF5Error) { old = try readOld() } catch {
      let problem = error
      do throws(HDF5Error) { _ = try readNew() } catch { throw SidedError(both: problem, error) }
      throw SidedError(isOld: true, error: problem)
    }
    do throws(HDF5Error) { return (old, try readNew()) } catch {
      throw SidedError(isOld: false, error: error)
    }
  }
}
