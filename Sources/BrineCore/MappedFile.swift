#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's bytes, mapped read-only; unmapped when this object goes.
final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is private, read-only, and its address never changes.
  let memory: UnsafeRawBufferPointer

  /// - Throws: `ByteSourceError.unreadable` with what the system said; also for a folder, a pipe or a device.
  init(path: String) throws(ByteSourceError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "not a regular file")
    }
    let count = Int(status.st_size)
    guard count > 0 else {
      memory = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
    else { throw Self.failure(path) }
    memory = UnsafeRawBufferPointer(start: address, count: count)
  }

  deinit {
    if let address = memory.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), memory.count) }
  }

  private static func failure(_ path: String) -> ByteSourceError {
    .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
}
