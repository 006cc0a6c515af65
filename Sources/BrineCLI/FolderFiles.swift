import Brine
import Foundation

/// Paths as the bytes that they are to the system, which need not be UTF-8.
struct BytePath: Hashable, Comparable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// What it is, without following a link, or with.
  enum Kind { case file, folder, link, other, missing }

  static func < (left: BytePath, right: BytePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// For people: bytes that are no text are written as numbers.
  var text: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return bytes.map { byte in
      byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
    }.joined()
  }

  func appending(_ name: [UInt8]) -> BytePath {
    BytePath(bytes.isEmpty || bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [0x2F] + name)
  }

  func kind(followsLink: Bool) -> Kind {
    var status = stat()
    guard withC({ followsLink ? stat($0, &status) : lstat($0, &status) }) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// The names in a folder.
  ///
  /// - Throws: `POSIXError`.
  func names() throws -> [[UInt8]] {
    let folder = bytes.isEmpty ? BytePath(".") : self
    guard let stream = folder.withC({ opendir($0) }) else { throw Self.error }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw Self.error }
        return names
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
  }

  /// The content of the file.
  ///
  /// - Throws: `ByteSourceError`, `POSIXError`.
  func source() throws -> MemorySource {
    if let text = String(validating: bytes, as: UTF8.self) { return try MemorySource(contentsOf: text) }
    let descriptor = withC { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Self.error }
    defer { close(descriptor) }
    // A name that any reader can open.
    return try MemorySource(contentsOf: "/dev/fd/\(descriptor)")
  }

  private static var error: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

  private func withC<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      // The buffer has the zero at least.
      buffer.baseAddress.map(body) ?? body("")
    }
  }
}

/// Goes through folders, and finds what patterns stand for. What can't be read is told of.
struct FolderFiles {
  /// Whether a folder could not be read.
  private(set) var hasProblem = false

  /// The files of a folder and of those in it. Links are not followed.
  mutating func files(in folder: BytePath) -> [BytePath] {
    var found: [BytePath] = []
    walk(folder) { path, kind in if kind == .file { found.append(path) } }
    return found.sorted()
  }

  /// What a pattern stands for: `*`, `?` and `[…]` in names, and `**` for any folders in between.
  mutating func paths(matching pattern: String) -> [BytePath] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
    var parts = pattern.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
    // All that is in a folder is what the folder stands for.
    while parts.count > 1, parts.last == Array("**".utf8) { parts.removeLast() }
    var found = [BytePath(pattern.hasPrefix("/") ? "/" : "")]
    for part in parts { found = found.flatMap { matches(part, in: $0) } }
    var seen: Set<BytePath> = []
    return found.filter { !$0.bytes.isEmpty && seen.insert($0).inserted }.sorted()
  }

  private mutating func matches(_ part: [UInt8], in folder: BytePath) -> [BytePath] {
    if part == Array("**".utf8) {
      var folders = [folder]
      walk(folder) { path, kind in if kind == .folder { folders.append(path) } }
      return folders
    }
    guard part.contains(where: { "*?[".utf8.contains($0) }) else {
      let path = folder.appending(part)
      return path.kind(followsLink: false) == .missing ? [] : [path]
    }
    let pattern = part.map { CChar(bitPattern: $0) } + [0]
    return names(in: folder).filter { name in
      fnmatch(pattern, name.map { CChar(bitPattern: $0) } + [0], FNM_PERIOD) == 0
    }.map(folder.appending)
  }

  private mutating func walk(_ folder: BytePath, _ body: (BytePath, BytePath.Kind) -> Void) {
    var folders = [folder]
    while let next = folders.popLast() {
      for name in names(in: next) {
        let path = next.appending(name)
        let kind = path.kind(followsLink: false)
        if kind == .folder { folders.append(path) }
        // A file that went away since is none; of others nobody knows what they are.
        if kind == .missing, errno != ENOENT {
          hasProblem = true
          Output.message("brine: \(path.text): it can't be looked at: \(String(cString: strerror(errno)))")
        }
        body(path, kind)
      }
    }
  }

  private mutating func names(in folder: BytePath) -> [[UInt8]] {
    do { return try folder.names() } catch {
      // A pattern asks for what is in files too.
      if (error as? POSIXError)?.code == .ENOTDIR { return [] }
      hasProblem = true
      let reason = (error as? POSIXError).map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
      Output.message("brine: \(folder.text): the folder can't be read: \(reason)")
      return []
    }
  }
}
