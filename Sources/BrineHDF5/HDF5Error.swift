public import BrineCore

/// Why an HDF5 file, or one object of it, can't be read: what is wrong, in which structure, and where.
///
/// Two errors are equal when their codes are.
public struct HDF5Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// The file can't be opened or mapped.
    case unreadable
    /// No superblock is at any of the places where one may be.
    case notHDF5
    /// A structure has a version that the specification does not know.
    case unsupportedVersion
    /// The file, or the structure that holds this one, ends too early.
    case truncated
    /// A structure does not begin with its signature.
    case badSignature
    /// A checksum differs from what was computed.
    case badChecksum
    /// A structure's fields contradict each other or the specification.
    case badStructure
    /// Structures lead back to themselves.
    case cyclic
    /// A datatype that can't be.
    case badDatatype
    /// A dataspace that can't be.
    case badDataspace
    /// A chunk that can't be decoded.
    case badChunk
    /// A filter whose parameters can't be.
    case badFilter
    /// A filter that Brine does not know, or that this build lacks; the message names the package trait.
    case unavailable
    /// There is no object, link or attribute of this name.
    case notFound
    /// The object is of another kind than was asked for.
    case wrongKind
    /// A soft or external link, or a reference, leads nowhere.
    case brokenLink
    /// An external link or file that leads out of the folders which are allowed.
    case notAllowed
    /// The elements can't be had as the type that was asked for.
    case typeMismatch
    /// A selection that does not fit the dataset.
    case badSelection
    /// More than the limits allow.
    case tooLarge
  }

  /// What is wrong.
  public var code: Code
  /// What was found, what was expected.
  public var detail: String
  /// The name of the structure as the specification has it, such as `fractal heap`; `nil` where none is read.
  public var structure: String?
  /// The offset in the file, and the object's path in it.
  public var context: ErrorContext

  /// An error at a place.
  public init(
    _ code: Code, _ detail: String, structure: String? = nil, offset: Int? = nil, path: String? = nil
  ) {
    self.code = code
    self.detail = detail
    self.structure = structure
    context = ErrorContext(offset: offset, path: path)
  }

  /// The same error, in the object of this path, unless one is known already.
  func at(path: String) -> HDF5Error {
    var error = self
    if error.context.path == nil { error.context.path = path }
    return error
  }

  /// Errors are equal when their codes are.
  public static func == (left: HDF5Error, right: HDF5Error) -> Bool { left.code == right.code }

  /// Structure, detail and place.
  public var description: String {
    let place = context.description
    let text = structure.map { "\($0): \(detail)" } ?? detail
    return place.isEmpty ? text : "\(text) (\(place))"
  }
}
