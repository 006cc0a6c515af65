import BrineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard input, read to its end.
package enum StandardInput {
  package static func read() throws(ByteSourceError) -> MemorySource {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { readBlock($0) }
      guard count >= 0 else {
        throw .unreadable(path: "standard input", reason: String(cString: strerror(errno)))
      }
      guard count > 0 else { return MemorySource(bytes) }
      bytes.append(contentsOf: block[..<count])
    }
  }

  private static func readBlock(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
    #endif
  }
}
