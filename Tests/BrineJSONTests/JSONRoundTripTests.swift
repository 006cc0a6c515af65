import BrineJSON
import TestSupport
import Testing

/// What `JSONTextWriter` writes, `JSONDocument` reads.
@Suite struct JSONRoundTripTests {
  private func read(_ write: (inout JSONTextWriter) throws -> Void) throws -> JSONDocument {
    var text: [UInt8] = []
    var writer = JSONTextWriter { text += $0 }
    try write(&writer)
    try writer.flush()
    return try JSONDocument(text)
  }

  /// The strings as the elements of an array.
  private func read(_ strings: [[UInt8]]) throws -> JSONDocument {
    try read { writer in
      for (index, string) in strings.enumerated() {
        try writer.write(index == 0 ? "[" : ",")
        try string.withUnsafeBytes { try writer.write(string: $0) }
      }
      try writer.write("]")
    }
  }

  @Test func allScalars() throws {
    let strings = stride(from: UInt32(0), to: 0x110000, by: 64).map { start in
      String(String.UnicodeScalarView((start..<start + 64).compactMap { Unicode.Scalar($0) }))
    }
    let document = try read(strings.map { Array($0.utf8) })
    #expect(document.elements(of: 0).map { document.string(at: $0) } == strings)
    #expect(document[0].childCount == 0x110000 / 64)
  }

  @Test func allBytesBelowEighty() throws {
    for byte in UInt8(0)..<0x80 {
      for padding in 0..<10 {
        let string = [UInt8](repeating: 0x61, count: padding) + [byte] + [0x62]
        let document = try read([string])
        #expect(document.utf8(at: 1) == string)
        #expect(document[1].hasEscapes == (byte < 0x20 || byte == 0x22 || byte == 0x5C))
      }
    }
  }

  @Test func loneSurrogates() throws {
    let strings: [[UInt8]] = (0x20..<0x40).flatMap { second in
      (0x80..<0xC0).map { [0xED, UInt8(second + 0x80), UInt8($0)] }
    }
    let document = try read(strings)
    #expect(document.elements(of: 0).map { document.utf8(at: $0) } == strings)
    #expect(document.elements(of: 0).allSatisfy { document.string(at: $0) == nil })
  }

  @Test func randomGeneralizedUTF8() throws {
    var random = SplitMix64(seed: 3)
    let pieces: [[UInt8]] = [
      [0xED, 0xA0, 0xBD], [0xED, 0xB8, 0x80], [0x22], [0x5C], [0x0A], [0x00], [0x2F], [0x75], [0x64],
      [0xC3, 0xA9],
      [0xE6, 0x97, 0xA5], [0xF0, 0x9F, 0x98, 0x80], [0x7F], Array("plain text".utf8), Array("\\ud83d".utf8),
    ]
    let strings = (0..<2000).map { _ in (0..<random.below(12)).flatMap { _ in random.pick(pieces) } }
    let document = try read(strings)
    // Two surrogates in a row were two, and stay so.
    #expect(document.elements(of: 0).map { document.utf8(at: $0, joiningSurrogates: false) } == strings)
  }

  @Test func base64() throws {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let document = try read { writer in try bytes.withUnsafeBytes { try writer.write(base64: $0) } }
    #expect(document[0].textCount == 1336)
    #expect(!document[0].hasEscapes)
  }
}
