import BrineJSON
import TestSupport
import Testing

@Suite struct JSONNumberTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9223372036854775807", Int.max),
    ("-9223372036854775808", Int.min),
    ("9223372036854775808", nil), ("-9223372036854775809", nil), ("92233720368547758070", nil), ("1.0", nil),
    ("1e3", nil), ("\"1\"", nil), ("null", nil), ("[]", nil),
  ])
  func integers(_ json: String, _ expected: Int?) throws {
    #expect(try JSONDocument(json).int(at: 0) == expected)
  }

  @Test(arguments: [
    ("0.0", 0), ("1", 1), ("-2.5", -2.5), ("1e3", 1000), ("1E+3", 1000), ("25e-1", 2.5), ("0.1", 0.1),
    ("9007199254740993", 9_007_199_254_740_992),
    ("9007199254740993.00000000000000000000001", 9_007_199_254_740_994),
    ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
    ("5e-324", Double.leastNonzeroMagnitude), ("2e-324", 0),
    ("2.4703282292062328e-324", Double.leastNonzeroMagnitude),
    ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
    ("1.7976931348623159e308", Double.infinity), ("1e400", Double.infinity), ("-1e400", -Double.infinity),
    ("1e-400", 0), ("1e999999999999999999999", Double.infinity), ("0e999999999999999999999", 0),
    ("\"1\"", nil), ("true", nil), ("[1]", nil),
  ])
  func doubles(_ json: String, _ expected: Double?) throws {
    #expect(try JSONDocument(json).double(at: 0) == expected)
  }

  @Test func negativeZero() throws {
    #expect(try JSONDocument("-0.0").double(at: 0)?.sign == .minus)
    #expect(try JSONDocument("-0").double(at: 0)?.sign == .minus)
  }

  @Test func doublesComeBack() throws {
    var random = SplitMix64(seed: 2)
    let values = (0..<5000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    let document = try JSONDocument("[" + values.map(\.description).joined(separator: ",") + "]")
    #expect(document.elements(of: 0).map { document.double(at: $0) } == values)
  }

  @Test func digitsAreKept() throws {
    let digits = "-" + String(repeating: "1234567890", count: 1000)
    let document = try JSONDocument("[\(digits), \(digits).\(digits.dropFirst())e-7 ]")
    #expect(document[1].kind == .integer)
    #expect(document.text(at: 1).withUnsafeBytes { String(decoding: $0, as: UTF8.self) } == digits)
    #expect(document[2].kind == .float)
    #expect(document[2].textCount == 10_001 + 1 + 10_000 + 3)
  }
}
