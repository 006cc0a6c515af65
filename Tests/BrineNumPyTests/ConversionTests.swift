import BrineCore
import BrineNumPy
import Foundation
import Testing

/// Elements as Swift's numbers, compared with NumPy and `ml_dtypes`.
@Suite struct ConversionTests {
  /// What `float.hex` writes.
  private func value(_ text: String) throws -> Double {
    if text == "nan" { return .nan }
    if text.hasSuffix("inf") { return text.hasPrefix("-") ? -.infinity : .infinity }
    return try #require(Double(text))
  }

  private func check(_ array: NDArray, _ expected: [String]) throws {
    let found = try array.elements(as: Double.self)
    #expect(found.count == expected.count)
    for (index, text) in expected.enumerated() {
      let right = try value(text)
      #expect(
        found[index].isNaN ? right.isNaN : found[index] == right && found[index].sign == right.sign,
        "\(array.dtype) \(index)")
    }
  }

  @Test func shortFloats() throws {
    let truth = try NumPyFixture.manifest().conversions
    let patterns = MemorySource((0...255).map { UInt8($0) })
    for (layout, values) in [
      (Float8.e4m3fn, truth.float8_e4m3fn), (.e4m3fnuz, truth.float8_e4m3fnuz), (.e5m2, truth.float8_e5m2),
      (.e5m2fnuz, truth.float8_e5m2fnuz),
    ] {
      try check(NDArray(DType(.float8(layout)), shape: [256], storage: patterns), values)
    }
    let words = stride(from: 0, to: 65536, by: 37).map { UInt16($0) }
    let memory = MemorySource(keeping: words.map(\.littleEndian))
    try check(
      NDArray(DType(.float16, byteOrder: .little), shape: [words.count], storage: memory), truth.float16)
    try check(
      NDArray(DType(.bfloat16, byteOrder: .little), shape: [words.count], storage: memory), truth.bfloat16)
    let swapped = MemorySource(keeping: words.map(\.bigEndian))
    try check(
      NDArray(DType(.float16, byteOrder: .big), shape: [words.count], storage: swapped), truth.float16)
  }

  @Test func longDoubles() throws {
    let truth = try NumPyFixture.manifest().conversions.longdouble
    let digits = Array(truth.bytes.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    let dtype = DType(.longdouble(size: 16, isQuad: false), byteOrder: .little)
    try check(NDArray(dtype, shape: [truth.values.count], storage: MemorySource(bytes)), truth.values)
  }

  @Test func whatFits() throws {
    #expect(try NDArray([0, 1, 255]).elements(as: UInt8.self) == [0, 1, 255])
    #expect(try NDArray([-128, 127]).elements(as: Int8.self) == [-128, 127])
    #expect(try NDArray([1.0, -3]).elements(as: Int.self) == [1, -3])
    #expect(try NDArray([0.1]).elements(as: Float.self) == [Float(0.1)])
    #expect(try NDArray([true, false]).elements(as: Int.self) == [1, 0])
    #expect(try NDArray([UInt64.max]).elements(as: UInt64.self) == [.max])
    #expect(try NDArray([-9.223372036854775808e18]).elements(as: Int64.self) == [.min])
  }

  @Test func whatDoesNotFit() throws {
    func refusal(_ body: () throws -> Void) -> ArrayError? {
      do { try body() } catch { return error as? ArrayError }
      return nil
    }
    let refusals = [
      refusal { _ = try NDArray([256]).elements(as: UInt8.self) },
      refusal { _ = try NDArray([-1]).elements(as: UInt64.self) },
      refusal { _ = try NDArray([129]).elements(as: Int8.self) },
      refusal { _ = try NDArray([0.5]).elements(as: Int.self) },
      refusal { _ = try NDArray([Double.nan]).elements(as: Int.self) },
      refusal { _ = try NDArray([Double.infinity]).elements(as: Int64.self) },
      refusal { _ = try NDArray([9.223372036854775808e18]).elements(as: Int64.self) },
      refusal { _ = try NDArray([UInt64.max]).elements(as: Int64.self) },
    ]
    for (index, error) in refusals.enumerated() { #expect(error?.code == .notRepresentable, "\(index)") }
    let second = refusal { _ = try NDArray([1, 2, 300]).elements(as: UInt8.self) }
    #expect(second?.context.path?.contains("2") == true)
    #expect(
      refusal {
        _ = try NDArray(DType("S3"), shape: [1], storage: MemorySource([1, 2, 3])).elements(as: Int.self)
      }?.code == .typeMismatch)
  }
}
