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

  /// Begins a file that is to be at `path`. A symbolic link stays one: what it points to is replaced.
  ///
  /// - Throws: `FileWriteError`.
  public init(path: String) throws(FileWriteError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      self.path = path
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileWriteError(path: path) }
      return
    }
    let target = exists ? Self.resolved(path) : path
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
    if descriptor >= 0 { close(descriptor) }
    if let temporary, !isCommitted { unlink(temporary) }
  }

  private var isCommitted = false

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Writes bytes at the end.
  ///
  /// - Throws: `FileWriteError`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileWriteError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = Self.write(descriptor, rest)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileWriteError(path: path)
      }
      written += count
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Ends the file and gives it its name.
  ///
  /// - Throws: `FileWriteError`; what was there before is then as it was.
  public func commit() throws(FileWriteError) {
    guard let temporary else { return }
    // This guards against a process that ends halfway, not against a system that does: that would take an `fsync`, which
    // makes writing many small files a hundred times slower.
    guard close(descriptor) == 0 else { throw FileWriteError(path: path) }
    descriptor = -1
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
