import BrinePickle
import Testing

/// Floats that are near each other, NaN.
@Suite struct ToleranceTests {
  @Test func exactByDefault() throws {
    #expect(try changes("[1.0,2.0]", "[1.0,2.0000000000000004]") == ["value [1]"])
    #expect(try changes("[0.0]", "[-0.0]") == [])
    #expect(try changes("[1e308]", #"[{"$float":"inf"}]"#) == ["value [0]"])
  }

  @Test(arguments: [
    ("1.0", "1.0000001", 1e-6, 0, true), ("1.0", "1.00001", 1e-6, 0, false), ("0.0", "1e-9", 1e-6, 0, false),
    ("0.0", "1e-9", 0, 1e-8, true), ("0.0", "1e-7", 0, 1e-8, false), ("100.0", "101.0", 0.01, 0, true),
    // Relative to the new value, as numpy.isclose has it.
    ("101.0", "100.0", 0.01, 0, true), ("90.0", "100.0", 0.1, 0, true), ("100.0", "90.0", 0.1, 0, false),
    ("-1.0", "1.0", 0.5, 0.5, false), ("1e308", "-1e308", 1, 1, false),
    (#"{"$float":"inf"}"#, "1e308", 1, 1e308, false),
    (#"{"$float":"inf"}"#, #"{"$float":"inf"}"#, 0, 0, true),
    (#"{"$float":"inf"}"#, #"{"$float":"-inf"}"#, 1, 1, false),
    (#"{"$complex":[1.0,1.0]}"#, #"{"$complex":[1.0,1.001]}"#, 0.001, 0, true),
    (#"{"$complex":[1.0,1.0]}"#, #"{"$complex":[1.001,1.002]}"#, 0.001, 0, false),
    (#"{"$complex":[1e308,1e308]}"#, #"{"$complex":[1e308,1.0001e308]}"#, 0.001, 0, true),
    ("1", "2", 10, 10, false),
  ])
  func tolerances(_ old: String, _ new: String, _ relative: Double, _ absolute: Double, _ isEqual: Bool)
    throws
  {
    for (old, new) in [(old, new), ("[\(old)]", "[\(new)]"), (#"{"a":\#(old)}"#, #"{"a":\#(new)}"#)] {
      let found = try changes(old, new) {
        ($0.relativeTolerance, $0.absoluteTolerance) = (relative, absolute)
      }
      #expect(found.isEmpty == isEqual)
    }
  }

  @Test func arrays() throws {
    func array(_ items: String) -> String { #"{"$object":"array.array","args":["d",[\#(items)]]}"# }
    #expect(try changes(array("1.0,2.0"), array("1.0,2.001")) { $0.absoluteTolerance = 0.01 } == [])
    let found = try differences(array("1.0,2.0,3.0"), array("1.1,2.001,3.0")) { $0.absoluteTolerance = 0.01 }
    #expect(found.map(\.detail) == ["[0] 1.0 → 1.1"])
  }

  @Test func notANumber() throws {
    let nan = #"{"$float":"nan"}"#
    let complex = #"{"$complex":[{"$float":"nan"},1.0]}"#
    for value in [nan, complex, "[1,\(nan)]", #"{"$object":"array.array","args":["d",[\#(nan)]]}"#] {
      #expect(try changes(value, value) == [])
      #expect(try changes(value, value) { $0.equalNaN = false }.count == 1)
    }
    #expect(try changes(nan, "1.0") { $0.absoluteTolerance = 10 } == ["value "])
    #expect(try changes(complex, #"{"$complex":[2.0,1.0]}"#) == ["value "])
  }

  /// Tolerances also count when items are put in a row.
  @Test func alignment() throws {
    let found = try changes("[1.0,2.0,3.0,4.0,5.0]", "[0.5,1.0001,2.0001,3.0001,3.5,4.0001,5.5]") {
      $0.absoluteTolerance = 0.01
    }
    #expect(found == ["added [0]", "added [4]", "value [4] → [6]"])
    // A row of values that are all close to the next one is no reason to see less than there is.
    let dense = (0..<100).map { "\(Double($0) / 200)" }.joined(separator: ",")
    #expect(try changes("[\(dense)]", "[9.0,\(dense)]") { $0.absoluteTolerance = 0.01 } == ["added [0]"])
    #expect(try changes("[\(dense)]", "[\(dense),9.0]") { $0.absoluteTolerance = 0.01 } == ["added [100]"])
  }
}
