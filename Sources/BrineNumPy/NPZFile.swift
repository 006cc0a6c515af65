public import BrineCodecs
public import BrineCore

/// A `.npz` file: a zip archive of `.npy` files.
///
/// ```swift
/// let file = try NPZFile(contentsOf: "mnist.npz")
/// let images = try file["x_train"]
/// ```
public struct NPZFile: Sendable {
  /// The archive.
  public let archive: ZipArchive
  /// The names of the arrays, without `.npy`, in the archive's order.
  public let names: [String]
  /// Whether arrays of objects are taken.
  public var allowsObjects = true

  private static let ending = ".npy"

  /// Reads the directory of an archive.
  ///
  /// - Throws: `ZipError`, also for archives that are damaged or lie; `ByteSourceError`.
  public init(contentsOf path: String, limits: Limits = .default) throws {
    try self.init(try MemorySource(contentsOf: path), limits: limits)
  }

  /// Reads the directory of an archive in memory.
  ///
  /// - Throws: `ZipError`.
  public init(_ source: MemorySource, limits: Limits = .default) throws(ZipError) {
    archive = try ZipArchive(source, limits: limits)
    var seen: Set<String> = []
    names = archive.entries.compactMap { entry in
      let name = entry.name.hasSuffix(NPZFile.ending) ? String(entry.name.dropLast(4)) : entry.name
      return entry.isFolder || !seen.insert(name).inserted ? nil : name
    }
  }

  /// Whether an archive is one of arrays alone: each of its files is a `.npy`. An empty one is what `savez()`
  /// makes.
  public static func recognises(_ archive: ZipArchive) -> Bool {
    let files = archive.entries.filter { !$0.isFolder }
    return (!files.isEmpty || archive.entries.isEmpty) && files.allSatisfy { $0.name.hasSuffix(ending) }
  }

  /// The array of a name. One that is stored without compression shares the file's memory.
  ///
  /// - Throws: `NumPyError.noSuchArray`; `ZipError`, `NumPyError` and `PickleError` for what is wrong with it.
  public subscript(name: String) -> NDArray {
    get throws { try file(name).array }
  }

  /// The `.npy` file of a name.
  ///
  /// - Throws: As the subscript does.
  public func file(_ name: String) throws -> NPYFile {
    guard let entry = archive[name + NPZFile.ending] ?? archive[name] else {
      throw NumPyError(
        .noSuchArray, "there is no array '\(name)', only \(names.joined(separator: ", "))", path: name)
    }
    do {
      return try NPYFile(try archive.read(entry), allowsObjects: allowsObjects)
    } catch var error as NumPyError {
      error.context.path = name
      throw error
    }
  }
}
