import Testing

@testable import BrineCore

/// Numbers of every type and layout, with NumPy's statistics.
@Suite struct StatisticsFixtureTests {
  struct Case: Decodable {
    let dtype: String
    let shape: [Int]
    let strides: [Int]
    let offset: Int
    let data: String
    let missing: Int
    let min: Parts?
    let max: Parts?
    let sum: Parts?
    let mean: Parts?
    let std: String?
    let histograms: [Histogram]

    func array() throws -> NDArray {
      try NDArray(
        DType(dtype), shape: shape, strides: strides, storage: MemorySource(ArrayFixtures.bytes(data)),
        offset: offset)
    }
  }

  struct Histogram: Decodable {
    let bins: Int
    let range: [Double]?
    let counts: [Int]
    let edges: [String]
  }

  /// A number, or the two parts of a complex one.
  enum Parts: Decodable {
    case one(String)
    case two(String, String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let parts = try? container.decode([String].self), parts.count == 2 {
        self = .two(parts[0], parts[1])
      } else {
        self = .one(try container.decode(String.self))
      }
    }
  }

  private func cases() throws -> [Case] { try ArrayFixtures.lines("statistics.json", as: Case.self) }

  @Test func statisticsEqualNumPys() throws {
    let cases = try cases()
    #expect(cases.count >= 100)
    for test in cases {
      let place = "\(test.dtype) \(test.shape) \(test.strides)"
      let array = try test.array()
      let found = try array.statistics()
      #expect(found.count == array.count && found.missing == test.missing, "\(place)")
      #expect(isSame(found.minimum, test.min), "\(place): \(String(describing: found.minimum))")
      #expect(isSame(found.maximum, test.max), "\(place): \(String(describing: found.maximum))")
      #expect(isNear(found.sum, test.sum, array), "\(place): \(String(describing: found.sum))")
      #expect(isNear(found.mean, test.mean, array), "\(place): \(String(describing: found.mean))")
      let deviation = found.standardDeviation.map { ArrayValue.float($0) }
      #expect(
        isNear(deviation, test.std.map { .one($0) }, array), "\(place): \(String(describing: deviation))")
      guard let sum = test.sum, test.missing == 0 else { continue }
      #expect(isNear(try array.sum(), sum, array), "\(place)")
    }
  }

  @Test func histogramsEqualNumPys() throws {
    for test in try cases() {
      for expected in test.histograms {
        let range = expected.range.map { $0[0]...$0[1] }
        let found = try test.array().histogram(bins: expected.bins, range: range)
        #expect(found.counts == expected.counts, "\(test.dtype) \(test.shape) \(expected.bins)")
        #expect(found.edges == expected.edges.map { Double($0) ?? .nan }, "\(test.dtype) \(expected.bins)")
      }
    }
  }

  private func isSame(_ value: ArrayValue?, _ expected: Parts?) -> Bool {
    switch (value, expected) {
    case (nil, nil): return true
    case (.bool(let found)?, .one(let text)?): return text == (found ? "True" : "False")
    case (.int(let found)?, .one(let text)?): return String(found) == text
    case (.uint(let found)?, .one(let text)?): return String(found) == text
    case (.float(let found)?, .one(let text)?): return found == Double(text)
    case (.complex(let real, let imaginary)?, .two(let first, let second)?):
      return real == Double(first) && imaginary == Double(second)
    case (.datetime(let found?, _)?, .one(let text)?), (.timedelta(let found?, _)?, .one(let text)?):
      return String(found) == text
    default: return false
    }
  }

  /// Sums and means may differ by rounding, in proportion to the numbers.
  private func isNear(_ value: ArrayValue?, _ expected: Parts?, _ array: NDArray) -> Bool {
    let near = { (found: Double, text: String) in
      guard let number = Double(text) else { return false }
      if found.isNaN || number.isNaN { return found.isNaN && number.isNaN }
      return found == number || abs(found - number) <= 1e-12 * max(abs(number), 1)
    }
    switch (value, expected) {
    case (nil, nil): return true
    case (.float(let found)?, .one(let text)?): return near(found, text)
    case (.complex(let real, let imaginary)?, .two(let first, let second)?):
      return near(real, first) && near(imaginary, second)
    default: return isSame(value, expected)
    }
  }
}
