import BrineCore
import Testing

@testable import BrinePickle

@Suite struct PythonReprTests {
  @Test(arguments: [
    (1.0, "1.0"), (-0.0, "-0.0"), (0.1, "0.1"), (1e16, "1e+16"), (1e15, "1000000000000000.0"),
    (9999999999999998, "9999999999999998.0"), (9.1e15, "9100000000000000.0"),
    (12345678901234568, "1.2345678901234568e+16"), (-15e15, "-1.5e+16"),
    (0x1p53, "9007199254740992.0"),
    (0x1p54, "1.8014398509481984e+16"), (0.0001, "0.0001"), (0.00001, "1e-05"),
    (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (.infinity, "inf"), (-.infinity, "-inf"),
    (.nan, "nan"), (123456.789, "123456.789"), (1e100, "1e+100"),
  ])
  func floats(_ value: Double, _ expected: String) {
    #expect(PythonRepr.float(value) == expected)
  }

  @Test(arguments: [
    ("", "''"), ("abc", "'abc'"), ("it's", "\"it's\""), ("'\"", #"'\'"'"#), ("a\\b\t\n\r", #"'a\\b\t\n\r'"#),
    ("\u{0}\u{7F}\u{A0}\u{AD}", #"'\x00\x7f\xa0\xad'"#), ("é日本語😀", "'é日本語😀'"),
    ("\u{200B}\u{2028}\u{3000}", #"'\u200b\u2028\u3000'"#), ("\u{E000}\u{10FFFF}", #"'\ue000\U0010ffff'"#),
    // Assigned by Unicode 15, so Python 3.11 does not know it.
    ("\u{1FAE8}", #"'\U0001fae8'"#),
  ])
  func strings(_ value: String, _ expected: String) {
    #expect(PythonRepr.string(value) == expected)
  }

  @Test(
    arguments: [
      ([], "b''"), ([0, 0x27, 0xFF, 0x5C, 9], #"b"\x00'\xff\\\t""#), ([0x27, 0x22], #"b'\'"'"#),
    ] as [([UInt8], String)])
  func bytes(_ value: [UInt8], _ expected: String) {
    #expect(PythonRepr.bytes(value.span.bytes) == expected)
  }

  @Test(arguments: [
    ("1_000", 1000), (" -5\t", -5), ("+07", 7), ("-9223372036854775808", Int.min),
  ])
  func integersInText(_ text: String, _ expected: Int) {
    #expect(PythonDecimal.parse(Array(text.utf8).span.bytes) == .int(expected))
  }

  @Test(arguments: ["", " ", "-", "+-1", "_1", "1_", "1__0", "1 2", "0x10", "1\0"])
  func noIntegers(_ text: String) {
    #expect(PythonDecimal.parse(Array(text.utf8).span.bytes) == .invalid)
  }

  @Test(arguments: [
    ("1.5", 1.5), (".5", 0.5), ("5.", 5), (" 1e400\n", .infinity), ("-Inf", -.infinity),
    ("1_0.5_0e1_0", 10.5e10),
  ])
  func floatsInText(_ text: String, _ expected: Double) {
    #expect(PythonFloatText.parse(Array(text.utf8).span.bytes) == expected)
  }

  @Test(arguments: ["", ".", "1e", "0x1p3", "1_.5", "infinit", "1e5_", "--1", "1\0"])
  func noFloats(_ text: String) {
    #expect(PythonFloatText.parse(Array(text.utf8).span.bytes) == nil)
  }
}
