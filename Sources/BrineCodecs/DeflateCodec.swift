public import BrineCore
import CZlib

/// gzip (RFC 1952, several members too) and zlib (RFC 1950), by the system's zlib.
public struct DeflateCodec: Codec {
  /// RFC 1952.
  public static let gzip = DeflateCodec(name: "gzip", windowBits: 15 + 16)
  /// RFC 1950.
  public static let zlib = DeflateCodec(name: "zlib", windowBits: 15)

  /// `gzip` or `zlib`.
  public let name: String
  private let windowBits: Int32

  /// Whether data begins as this form does.
  public func recognises(_ prefix: RawSpan) -> Bool {
    guard prefix.byteCount >= 2 else { return false }
    let first = prefix.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    let second = prefix.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
    if name == "gzip" { return first == 0x1F && second == 0x8B }
    // RFC 1950: method 8 with a window of up to 32 KiB, and a header that is a multiple of 31. Windows of 1, 8
    // and 16 KiB, which no one writes, begin with bytes that are opcodes: those files are taken for pickles.
    return [0x08, 0x18, 0x38, 0x48, 0x78].contains(first) && (Int(first) << 8 | Int(second)) % 31 == 0
  }

  /// Decompresses all of `source`, and checks its checksum.
  ///
  /// - Throws: `CodecError`, also when the result would exceed the limits.
  public func decompress(_ source: MemorySource, limits: Limits) throws(CodecError) -> MemorySource {
    var inflater = try Inflater(name: name, windowBits: windowBits, source: source, limits: limits)
    return MemorySource(try inflater.run())
  }
}

/// One run of zlib over one input.
private struct Inflater: ~Copyable {
  // zlib refuses a stream that was moved in memory since it was set up.
  private let stream: UnsafeMutablePointer<z_stream>
  private let source: MemorySource
  private let most: Int
  private let name: String
  private var output: [UInt8] = []
  private var position = 0

  init(name: String, windowBits: Int32, source: MemorySource, limits: Limits) throws(CodecError) {
    self.name = name
    self.source = source
    let byRatio = source.count.multiplied(limits.decompressionRatio) ?? .max
    most = min(limits.decompressedSize, max(64 << 20, byRatio))
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw CodecError(.unavailable, "zlib could not be set up (\(status))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses member after member; bytes after the last that are none are left alone, as gzip does.
  mutating func run() throws(CodecError) -> [UInt8] {
    // Room for one byte more than is allowed tells whether there is one.
    let room = most.adding(1) ?? most
    output = [UInt8](repeating: 0, count: min(max(source.count.multiplied(4) ?? .max, 4096), 1 << 20, room))
    var count = 0
    while true {
      if count == output.count {
        output += [UInt8](repeating: 0, count: min(output.count, room - output.count))
      }
      let (status, written) = step(from: count)
      count += written
      guard count <= most else { throw tooLarge() }
      if status == Z_STREAM_END {
        guard hasFurtherMember else { break }
        inflateReset(stream)
      } else if status != Z_OK && status != Z_BUF_ERROR {
        throw CodecError(.corrupt, "the \(name) data is corrupt", offset: position)
      } else if position == source.count && written == 0 {
        throw CodecError(.truncated, "the \(name) data is cut off", offset: position)
      }
    }
    output.removeLast(output.count - count)
    return output
  }

  private var hasFurtherMember: Bool {
    name == "gzip" && position + 1 < source.count
      && source.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt16.self).littleEndian == 0x8B1F
  }

  private func tooLarge() -> CodecError {
    CodecError(.tooLarge, "the \(name) data unpacks to more than \(most) bytes", offset: position)
  }

  private mutating func step(from start: Int) -> (status: Int32, written: Int) {
    let available = min(source.count - position, 1 << 30)
    let room = min(output.count - start, 1 << 30)
    let (stream, source, position) = (stream, source, position)
    let status = output.withUnsafeMutableBytes { target in
      source.bytes.withUnsafeBytes { input in
        let bytes = input.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + position) }
        stream.pointee.next_in = bytes?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = target.baseAddress.map { ($0 + start).assumingMemoryBound(to: UInt8.self) }
        stream.pointee.avail_out = UInt32(room)
        return inflate(stream, Z_NO_FLUSH)
      }
    }
    self.position += available - Int(stream.pointee.avail_in)
    return (status, room - Int(stream.pointee.avail_out))
  }
}
