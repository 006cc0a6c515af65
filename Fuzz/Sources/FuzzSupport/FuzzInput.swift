public import Brine
import Foundation
import FuzzMemory

/// Runs a target on one input, which may use no more than 64 MB and 64 bytes for each of its own.
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int, _ target: (MemorySource) -> Void) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  fuzz_memory_begin((64 << 20) + 64 * count)
  target(MemorySource(bytes))
  fuzz_memory_end()
  return 0
}

/// What ends a target's output when it has seen enough of it.
public struct EnoughOutput: Error {
  private static let most = 1 << 20
  private var count = 0

  /// Nothing was written yet.
  public init() {}

  /// Counts bytes that were written.
  ///
  /// - Throws: itself after a megabyte: a few bytes can refer to one long string again and again, and MARKs that are
  ///   never used indent all that follows.
  public mutating func add(_ bytes: Int) throws {
    count += bytes
    if count > Self.most { throw self }
  }
}

/// A choice that the input makes: its last byte is mostly STOP, or stands behind it where nobody looks.
public func choice(_ source: MemorySource, of count: Int) -> Int {
  source.count == 0
    ? 0 : Int(source.bytes.unsafeLoad(fromByteOffset: source.count - 1, as: UInt8.self)) % count
}

/// Ends the run: the input makes Brine do something wrong.
public func wrong(_ message: String) -> Never {
  // A release build keeps no messages of its own.
  print(message.prefix(4000))
  fflush(nil)
  abort()
}

/// The typed JSON, when it is not too long.
public func json(_ value: PickleValue) -> String? {
  var (output, bytes) = (EnoughOutput(), [UInt8]())
  do {
    try value.writeTypedJSON {
      try output.add($0.count)
      bytes.append(contentsOf: $0)
    }
  } catch { return nil }
  return String(decoding: bytes, as: UTF8.self)
}
