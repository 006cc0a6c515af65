import BrineJSON
import Foundation
import TestSupport
import Testing

@Suite struct JSONTextWriterTests {
  /// What a writer hands to its sink, as blocks.
  private func blocks(_ write: (inout JSONTextWriter) throws -> Void) throws -> [[UInt8]] {
    var blocks: [[UInt8]] = []
    var writer = JSONTextWriter { blocks.append([UInt8]($0)) }
    try write(&writer)
    try writer.flush()
    return blocks
  }

  private func text(_ write: (inout JSONTextWriter) throws -> Void) throws -> String {
    String(decoding: try blocks(write).joined(), as: UTF8.self)
  }

  private func quoted(_ bytes: [UInt8]) throws -> String {
    try text { writer in try bytes.withUnsafeBytes { try writer.write(string: $0) } }
  }

  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("é日😀\u{2028}/", "\"é日😀\u{2028}/\""),
    ("\"\"", #""\"\"""#), ("x\n", #""x\n""#), ("\nx", #""\nx""#),
  ])
  func strings(_ string: String, _ expected: String) throws {
    #expect(try text { try $0.write(string: string) } == expected)
    #expect(try quoted(Array(string.utf8)) == expected)
  }

  @Test func everyStringIsReadBackByOthers() throws {
    for start in stride(from: 0, to: 0x3000, by: 64) {
      let scalars = (start..<start + 64).compactMap { Unicode.Scalar($0) }
      let string = String(String.UnicodeScalarView(scalars))
      let written = try text { try $0.write(string: string) }
      #expect(try JSONDecoder().decode([String].self, from: Data("[\(written)]".utf8)) == [string])
    }
  }

  @Test func loneSurrogates() throws {
    #expect(try quoted([0xED, 0xA0, 0x80]) == #""\ud800""#)
    #expect(try quoted([0xED, 0xBF, 0xBF]) == #""\udfff""#)
    #expect(try quoted([0x61, 0xED, 0xB2, 0x80, 0x62]) == #""a\udc80b""#)
    #expect(try quoted([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0x22]) == #""\ud83d\ude00\"""#)
    // The characters just below and above are none.
    #expect(try quoted([0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80]) == "\"\u{D7FF}\u{E000}\"")
  }

  @Test(arguments: 0...10)
  func base64(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 251 &* $0 &+ 77) }
    let written = try text { writer in try bytes.withUnsafeBytes { try writer.write(base64: $0) } }
    #expect(written == "\"" + Data(bytes).base64EncodedString() + "\"")
  }

  @Test func base64OfAllBytes() throws {
    var random = SplitMix64(seed: 1)
    let bytes = (0..<200_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let written = try text { writer in try bytes.withUnsafeBytes { try writer.write(base64: $0) } }
    #expect(written == "\"" + Data(bytes).base64EncodedString() + "\"")
  }

  @Test func textIsWrittenAsItIs() throws {
    let written = try text {
      try $0.write("{\"a\":")
      try $0.write(text: "[1,é]")
      try $0.write("}")
    }
    #expect(written == #"{"a":[1,é]}"#)
  }

  @Test func blocksStaySmall() throws {
    let blocks = try blocks { writer in
      for _ in 0..<100_000 { try writer.write("null,") }
      try [UInt8](repeating: 0x0A, count: 300_000).withUnsafeBytes { try writer.write(string: $0) }
    }
    #expect(blocks.count >= 17)
    #expect(blocks.allSatisfy { $0.count < 80 << 10 })
    #expect(blocks.reduce(0) { $0 + $1.count } == 500_000 + 600_002)
  }

  @Test func nothingIsHeldBackAfterAFlush() throws {
    let sink = CountingSink()
    var writer = JSONTextWriter(sink.take)
    try writer.write("[")
    #expect(sink.count == 0)
    try writer.flush()
    #expect(sink.count == 1)
    try writer.write("]")
    try writer.flush()
    #expect(sink.count == 2)
  }

  @Test func whatTheSinkThrowsComesThrough() throws {
    let sink = CountingSink(most: 0)
    var writer = JSONTextWriter(sink.take)
    try writer.write("[")
    #expect(throws: CountingSink.Full.self) { try writer.flush() }
  }
}
