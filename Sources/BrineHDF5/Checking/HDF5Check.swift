/// What is wrong with an HDF5 file, and what of it can be read nevertheless.
///
/// Every object, link, attribute, index, heap, chunk and checksum is looked at, all places that structures take are
/// compared, and objects of global heaps are looked up for the elements that refer to them.
public struct HDF5Check: Sendable {
  /// How many of some things can be read.
  public struct Count: Sendable, Hashable {
    /// Those that can be read.
    public var readable = 0
    /// All that are known of.
    public var total = 0

    /// Adds one.
    mutating func add(isReadable: Bool) {
      total += 1
      if isReadable { readable += 1 }
    }
  }

  /// Something that is wrong or odd.
  public struct Problem: Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable {
      /// The specification does not allow it.
      case error
      /// It is allowed, or does not matter to readers, but ought not to be.
      case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// What it is: code, structure, offset, path.
    public let error: HDF5Error
  }

  /// What is wrong or odd, in the order in which it was found.
  public internal(set) var problems: [Problem] = []
  /// Groups, datasets and datatypes, among them those to which a damaged link leads.
  public internal(set) var objects = Count()
  /// The attributes of all objects.
  public internal(set) var attributes = Count()
  /// The chunks of all datasets that were written.
  public internal(set) var chunks = Count()
  /// How many structures of each kind were looked at, by the names that the specification has for them.
  public internal(set) var structures: [String: Int] = [:]
  /// How many bytes of the file these structures, and the elements, take.
  public internal(set) var coveredBytes = 0

  /// Whether there are no errors.
  public var isValid: Bool { !problems.contains { $0.severity == .error } }

  /// Looks at all of a file.
  public init(_ file: HDF5File) {
    var check = FileCheck(file)
    check.run()
    self = check.result
  }

  init() {}
}
