import BrineJSON
import Testing

struct JSONIndenterTests {
  @Test(arguments: [
    ("{}", "{}"), ("[]\n", "[]\n"), ("[1,2]", "[\n  1,\n  2\n]"),
    (#"{"a":[],"b":{"c":1}}"#, "{\n  \"a\": [],\n  \"b\": {\n    \"c\": 1\n  }\n}"),
    (#"["a,\"[{:"]"#, "[\n  \"a,\\\"[{:\"\n]"), ("[[],[[]]]", "[\n  [],\n  [\n    []\n  ]\n]"),
  ])
  func indents(_ text: String, _ expected: String) {
    // In one block and byte by byte.
    for size in [text.utf8.count, 1] {
      var (indenter, found) = (JSONIndenter(width: 2), [UInt8]())
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { found += indenter.indented($0) }
      }
      #expect(String(decoding: found, as: UTF8.self) == expected)
    }
  }
}
