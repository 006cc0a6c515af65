import Testing

@testable import BrineCore

@Suite struct StatisticsTests {
  @Test func sumsOfIntegersAreExact() throws {
    #expect(try NDArray([UInt64.max, .max]).sum() == .float(0x1p65))
    #expect(try NDArray([Int64.max, 1]).sum() == .uint(1 << 63))
    #expect(try NDArray([Int64.min, .min, .max, .max]).sum() == .int(-2))
    #expect(try NDArray([Int64.min, .max, .min, .max]).mean() == -0.5)
    #expect(try NDArray([UInt8](repeating: 255, count: 100_000)).sum() == .int(25_500_000))
    #expect(try NDArray([Int8](repeating: -128, count: 99_999)).statistics().sum == .int(-12_799_872))
  }

  @Test func sumsOfFloatsLoseNothing() throws {
    var numbers = [Double](repeating: 0.1, count: 1_000_000)
    numbers[0] = 1e16
    numbers[999_999] = -1e16
    // What a number of that size swallows is lost only within its own block.
    let sum = try NDArray(numbers).sum()
    guard case .float(let value) = sum else {
      Issue.record("\(sum) is no float")
      return
    }
    #expect(abs(value - 99_999.8) < 50)
    #expect(try NDArray([1.0, .infinity]).sum() == .float(.infinity))
    #expect(try NDArray([Float](repeating: 0.1, count: 1 << 20)).mean() == Double(Float(0.1)))
  }

  /// As NumPy has it: numpy.histogram([0, 5e-324 * 20], 10).
  @Test func histogramOfSubnormals() throws {
    let tiny = Double.leastNonzeroMagnitude
    let found = try NDArray([0, 20 * tiny, 7 * tiny]).histogram()
    #expect(found.counts == [1, 0, 0, 1, 0, 0, 0, 0, 0, 1])
    #expect(throws: ArrayError.self) { try NDArray([0, tiny]).histogram() }
    #expect(try NDArray([0, 1e-300]).histogram(bins: 2).counts == [1, 1])
  }

  @Test func spreadFarFromZero() throws {
    let numbers = (0..<100_000).map { 1e9 + Double($0 % 2) }
    let found = try NDArray(numbers).statistics()
    #expect(found.standardDeviation == 0.5)
    #expect(found.mean == .float(1e9 + 0.5))
    let wide = try NDArray((0..<10_000).map { Int64.max - 1 + Int64($0 % 2) }).statistics()
    #expect(wide.minimum == .int(.max - 1) && wide.maximum == .int(.max) && wide.standardDeviation == 0.5)
    #expect(try NDArray([Int64.min, .max]).statistics().standardDeviation == 0x1p63)
    #expect(try NDArray([UInt64.max, 0]).statistics().standardDeviation == 0x1p63)
  }

  @Test func repeatedElementsAreCountedOnce() throws {
    let wide = try NDArray([Float(1), 3], shape: [2, 1]).broadcast(to: [2, 1 << 30])
    let found = try wide.statistics()
    #expect(found.count == 1 << 31)
    #expect(found.sum == .float(0x1p32))
    #expect(found.mean == .float(2) && found.standardDeviation == 1)
    #expect(try wide.histogram(bins: 2).counts == [1 << 30, 1 << 30])
    #expect(try NDArray([true, false]).broadcast(to: [1 << 20, 2]).statistics().trueCount == 1 << 20)
  }

  @Test func emptyOnesAndOtherTypes() throws {
    let empty = try NDArray([Double]()).statistics()
    #expect(empty.count == 0 && empty.minimum == nil && empty.mean == nil && empty.sum == .float(0))
    let missing = try NDArray([Double.nan, .nan]).statistics()
    #expect(missing.missing == 2 && missing.minimum == nil && missing.standardDeviation == nil)
    let text = try NDArray(DType("S2"), shape: [1], storage: MemorySource([1, 2]))
    #expect(throws: ArrayError(.typeMismatch, "")) { try text.statistics() }
    #expect(throws: ArrayError(.typeMismatch, "")) { try text.sum() }
    #expect(throws: ArrayError(.typeMismatch, "")) { try text.histogram() }
  }

  @Test func brainFloatsAndEightBitFloats() throws {
    let brain = try NDArray(
      DType("bfloat16"), shape: [3], storage: MemorySource([0x80, 0x3F, 0x00, 0xC0, 0xC0, 0x7F]))
    let found = try brain.statistics()
    #expect(found.minimum == .float(-2) && found.maximum == .float(1) && found.missing == 1)
    let small = try NDArray(DType("float8_e4m3fn"), shape: [2], storage: MemorySource([0x38, 0xC0]))
    #expect(try small.sum() == .float(-1))
  }

  @Test func truthInAnyByte() throws {
    let flags = try NDArray(.bool, shape: [4], storage: MemorySource([0, 1, 2, 0xFF]))
    #expect(try flags.statistics().trueCount == 3)
    #expect(try flags.sum() == .int(3))
    #expect(try flags.statistics().mean == .float(0.75))
  }

  @Test func histogramsOfOddRanges() throws {
    let array = NDArray([1.0, .nan, .infinity, 2, 3])
    #expect(try array.histogram(bins: 2) == ArrayHistogram(counts: [1, 2], edges: [1, 2, 3]))
    #expect(
      try NDArray([5.0, 5]).histogram(bins: 2) == ArrayHistogram(counts: [0, 2], edges: [4.5, 5, 5.5]))
    #expect(try NDArray([Double]()).histogram(bins: 1) == ArrayHistogram(counts: [0], edges: [0, 1]))
    #expect(throws: ArrayError(.badShape, "")) { try array.histogram(bins: 0) }
    #expect(throws: ArrayError(.tooLarge, "")) { try array.histogram(bins: .max) }
    let extremes = NDArray([Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude])
    #expect(throws: ArrayError(.notRepresentable, "")) { try extremes.histogram() }
    #expect(throws: ArrayError(.notRepresentable, "")) { try NDArray([1, 1.0.nextUp]).histogram(bins: 10) }
    #expect(throws: ArrayError(.notRepresentable, "")) { try array.histogram(range: 0 ... .infinity) }
  }
}
