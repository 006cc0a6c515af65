import Synchronization

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
    self.path = target
    (temporary, descriptor) = try Self.openTemporary(target, mode: exists ? status.st_mode & 0o777 : 0o666)
    // The mode that it had; a new one gets what `umask` leaves.
    if exists { _ = fchmod(descriptor, status.st_mode & 0o7777) }
  }

  deinit {
    if descriptor >= 0, !isBorrowed { close(descriptor) }
    guard let temporary else { return }
    if !isCommitted { unlink(temporary) }
    Self.underWay.withLock { _ = $0.remove(temporary) }
  }

  /// The temporaries that there are.
  private static let underWay = Mutex<Set<String>>([])

  /// Removes the temporaries of all files that were begun and not ended, for a program that is told to end.
  public static func removeTemporaries() {
    underWay.withLock { names in
      for name in names { unlink(name) }
    }
  }

  /// Makes a file of its own beside `target`. `mkstemp` would not heed the `umask`, which can't be asked for
  /// without setting it for all threads.
  private static func openTemporary(_ target: String, mode: mode_t) throws(FileWriteError) -> (String, Int32)
  {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    for _ in 0..<100 {
      let name = target + "." + String((0..<8).compactMap { _ in letters.randomElement() })
      // First known, then made: so that none is forgotten.
      underWay.withLock { _ = $0.insert(name) }
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0 { return (name, descriptor) }
      let error = errno
      underWay.withLock { _ = $0.remove(name) }
      errno = error
      guard error == EEXIST || error == EINTR else { break }
    }
    throw FileWriteError(path: target)
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
        throw FileWriteError(path: path, isClosedOutput: errno == EPIPE && descriptor == STDOUT_FILENO)
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
  /// Whether the file is standard output, and nobody reads it any more.
  public let isClosedOutput: Bool

  init(path: String, isClosedOutput: Bool = false) {
    self.path = path
    reason = String(cString: strerror(errno))
    self.isClosedOutput = isClosedOutput
  }

  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }
}
