#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which other files a file may lead to: by external links, external raw data and virtual datasets.
public enum ExternalAccess: Sendable, Hashable {
  /// None.
  case none
  /// Those in the folder of the file, and in the folders in there.
  case folderOfFile
  /// Those in this folder, and in the folders in there.
  case folder(String)
  /// All that the process may read.
  case anywhere
}

extension ExternalAccess {
  /// The path of a file that `name` in the file at `path` leads to.
  ///
  /// As libhdf5 does it, a relative name is looked up in the folder of the file, and so is the last part of an
  /// absolute name if there is no such file. Symbolic links can't lead out of an allowed folder.
  /// - Throws: `HDF5Error.Code.notAllowed`, or `brokenLink` when there is no such file.
  func locate(_ name: String, from path: String?) throws(HDF5Error) -> String {
    if case .none = self { throw HDF5Error(.notAllowed, "\(name): other files are not to be opened") }
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw HDF5Error(.brokenLink, "a file without a name")
    }
    var folders: [String] = []
    if let path { folders.append(Self.folder(of: Self.real(path) ?? path)) }
    if case .folder(let folder) = self { folders.append(folder) }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    var candidates = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
    if name.hasPrefix("/") { candidates += folders.map { "\($0)/\(last)" } }
    var wasForbidden = false
    for candidate in candidates {
      guard let found = Self.real(candidate) else { continue }
      if allows(found, folders) { return found }
      wasForbidden = true
    }
    if wasForbidden {
      throw HDF5Error(.notAllowed, "\(name) is not in a folder from which files may be opened")
    }
    throw HDF5Error(.brokenLink, "there is no file \(name)")
  }

  private func allows(_ path: String, _ folders: [String]) -> Bool {
    switch self {
    case .none: return false
    case .anywhere: return true
    case .folderOfFile, .folder:
      // The last folder is the one that was given, or else the file's own.
      guard let folder = folders.last.flatMap(Self.real) else { return false }
      return path.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
  }

  /// The path without symbolic links and dots; `nil` when there is no such file.
  static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
