#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears under its name only when it is whole.
///
/// It is written beside its place under a name of its own. `commit` gives it its name, replacing what was there in one
/// step; without it the file goes away again. Pipes and devices are written to directly.
public final class AtomicFile {
  private let path: String
  private let temporary: String?
  private var descriptor: Int32
  /// Whether the descriptor is somebody else's.
  private let isBorrowed: Bool

  /// Standard output, which is written to as it comes: it may be a file that others write to.
  public static func standardOutput() -> AtomicFile {
    AtomicFile(borrowing: STDOUT_FILENO, "standard output")
  }

  private init(borrowing descriptor: Int32, _ name: String) {
    path = name
    temporary = nil
    self.descriptor = descriptor
    isBorrowed = true
  }

  /// Begins a file that is to be at `path`. A symbolic link stays one: what it points to is replaced.
  ///
  /// - Throws: `FileWriteError`.
  public init(path: String) throws(FileWriteError) {
    // Opened by name, these would be written to from their start, or replaced.
    let standard = ["/dev/stdout": STDOUT_FILENO, "/dev/fd/1": STDOUT_FILENO, "/dev/stderr": STDERR_FILENO]
    if let standard = standard[path] {
      (self.path, temporary, descriptor, isBorrowed) = (path, nil, standard, true)
      return
    }
    isBorrowed = false
    TaskProgress.begin("writing")
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      self.path = path
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileWriteError(path: path) }
      return
    }
    guard let target = Self.target(path, exists: exists) else { throw FileWriteError(path: path) }
    var template = Array((target + ".XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileWriteError(path: path) }
    self.path = target
    temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    // `mkstemp` lets nobody else read: give the file the mode that it had, or that a new one gets.
    let mask = umask(0)
    umask(mask)
    _ = fchmod(descriptor, exists ? status.st_mode & 0o7777 : 0o666 & ~mask)
  }

  deinit {
    if descriptor >= 0, !isBorrowed { close(descriptor) }
    if let temporary, !isCommitted { unlink(temporary) }
  }

  private var isCommitted = false

  /// The file that is to be written: where a link leads, even when there is nothing yet. `nil` when that can't be told.
  private static func target(_ path: String, exists: Bool) -> String? {
    if exists {
      guard let resolved = realpath(path, nil) else { return nil }
      defer { free(resolved) }
      return String(cString: resolved)
    }
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return path }
    let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard !link.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return link }
    return path[...slash] + link
  }

  /// Writes bytes at the end.
  ///
  /// - Throws: `FileWriteError`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileWriteError) {
    var written = 0
    while written < bytes.count {
      // In pieces, so that one who watches sees it grow.
      let end = min(bytes.count, written + Self.piece)
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written..<end])
      let count = Self.write(descriptor, rest)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileWriteError(path: path)
      }
      written += count
      unreported += count
      if unreported >= Self.piece {
        TaskProgress.advance(by: unreported)
        unreported = 0
      }
    }
  }

  private static let piece = 16 << 20
  private var unreported = 0

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Writes bytes over those at an offset that were written before.
  ///
  /// - Throws: `FileWriteError`, also for pipes, which have no offsets.
  public func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileWriteError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(
          descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileWriteError(path: path)
      }
      written += count
    }
  }

  /// Ends the file and gives it its name.
  ///
  /// - Throws: `FileWriteError`; what was there before is then as it was.
  public func commit() throws(FileWriteError) {
    guard let temporary else { return }
    // This guards against a process that ends halfway, not against a system that does: that would take an `fsync`, which
    // makes writing many small files a hundred times slower.
    let open = descriptor
    descriptor = -1
    guard close(open) == 0 else { throw FileWriteError(path: path) }
    guard rename(temporary, path) == 0 else { throw FileWriteError(path: path) }
    isCommitted = true
  }
}

/// A file that can't be written: its path and what the system said.
public struct FileWriteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path.
  public let path: String
  /// What the system said.
  public let reason: String

  init(path: String) {
    self.path = path
    reason = String(cString: strerror(errno))
  }

  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }
}
