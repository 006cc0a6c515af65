import BrineCodecs
package import BrineCore

/// The compressed form of joblib 0.8 and 0.9: `ZF`, the length of the content in hexadecimal padded to 19 bytes, and zlib data.
///
/// Source: `read_zfile` of joblib's `numpy_pickle_compat.py`.
package enum ZFile {
  /// `ZF`, and `hex(2**64)` is 19 characters long.
  private static let headerSize = 21

  package static func recognises(_ bytes: RawSpan) -> Bool {
    bytes.byteCount >= headerSize
      && bytes.withUnsafeBytes {
        $0[0] == UInt8(ascii: "Z") && $0[1] == UInt8(ascii: "F") && $0[2] == UInt8(ascii: "0")
      }
  }

  package static func decompressed(_ source: MemorySource, _ limits: Limits) throws -> MemorySource {
    let header = source.bytes.withUnsafeBytes { String(decoding: $0[2..<headerSize], as: UTF8.self) }
    // Python 2 wrote an L after long integers.
    let digits = header.filter { $0 != " " && $0 != "L" }.dropFirst(2)
    guard header.hasPrefix("0x"), let size = Int(digits, radix: 16) else {
      throw JoblibError(.badHeader, "ZF is followed by no length in hexadecimal", offset: 2)
    }
    // Joblib 0.8.4 and before wrote one more space in Python 2, with which no zlib data begins.
    let hasSpace = source.bytes.withUnsafeBytes {
      $0.count > headerSize && $0[headerSize] == UInt8(ascii: " ")
    }
    let body = try source.slice((hasSpace ? headerSize + 1 : headerSize)..<source.count)
    let data = try DeflateCodec.zlib.decompress(body, limits: limits)
    guard data.count == size else {
      throw JoblibError(.badHeader, "the header says \(size) bytes, but there are \(data.count)", offset: 2)
    }
    return data
  }
}
