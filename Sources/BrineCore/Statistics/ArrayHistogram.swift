/// How many elements lie in each of some intervals of equal width: NumPy's `histogram`.
public struct ArrayHistogram: Sendable, Hashable {
  /// How many elements each interval has. The last one includes its upper edge.
  public let counts: [Int]
  /// The edges, one more than there are intervals.
  public let edges: [Double]
}

extension NDArray {
  /// How many elements lie in each of `bins` intervals of a range.
  ///
  /// Without a range the least and the greatest finite element are its ends. Elements outside, and NaN, are
  /// not counted. The edges of an array of `float32` are such numbers, as in NumPy; all other arithmetic is
  /// that of Double.
  /// - Throws: `ArrayError.typeMismatch` for elements that are no real numbers, `notRepresentable` for a
  ///   range that is not finite, or has too few numbers for so many intervals, `badShape` for fewer than one
  ///   interval, `tooLarge` for more than 16 million.
  public func histogram(bins: Int = 10, range: ClosedRange<Double>? = nil) throws(ArrayError)
    -> ArrayHistogram
  {
    guard bins > 0 else { throw ArrayError(.badShape, "a histogram of \(bins) intervals") }
    guard bins <= 1 << 24 else { throw ArrayError(.tooLarge, "a histogram of \(bins) intervals") }
    switch dtype.kind {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float16, .float32,
      .float64,
      .bfloat16, .float8, .longdouble:
      break
    default: throw ArrayError(.typeMismatch, "elements of \(dtype) have no histogram")
    }
    let blocks = ElementBlocks(self)
    let isSingle = dtype.kind == .float32
    // What is rounded is done so before the edges are reckoned, or after, as NumPy does.
    let edges: [Double]
    if let range {
      edges = HistogramEdges.edges(Double.self, range.lowerBound, range.upperBound, bins, isRounded: isSingle)
    } else {
      let (low, high) = finiteRange(blocks)
      edges =
        isSingle
        ? HistogramEdges.edges(Float.self, Float(low), Float(high), bins)
        : HistogramEdges.edges(Double.self, low, high, bins)
    }
    guard edges.allSatisfy(\.isFinite), zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ArrayError(.notRepresentable, "\(bins) intervals can't be had of this range")
    }
    return ArrayHistogram(counts: counts(blocks, edges, isSingle), edges: edges)
  }

  private func finiteRange(_ blocks: ElementBlocks) -> (low: Double, high: Double) {
    var (low, high) = (Double.infinity, -Double.infinity)
    blocks.forEachDouble { block in
      for number in block {
        low = number < low && number > -.infinity ? number : low
        high = number > high && number < .infinity ? number : high
      }
    }
    return low <= high ? (low, high) : (0, 1)
  }

  private func counts(_ blocks: ElementBlocks, _ edges: [Double], _ isSingle: Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count - 1)
    counts.withUnsafeMutableBufferPointer { counts in
      edges.withUnsafeBufferPointer { edges in
        let (first, last) = (edges[0], edges[edges.count - 1])
        // Of a range of subnormal numbers there is no finite scale.
        let (width, number) = (last - first, Double(counts.count))
        let scale = number / width
        let hasScale = scale.isFinite
        blocks.forEachDouble { block in
          for value in block where value >= first && value <= last {
            let place = hasScale ? (value - first) * scale : (value - first) / width * number
            var index = Swift.min(Int(place), counts.count - 1)
            // Rounding may lead to a neighbour of the right interval.
            if value < edges[index] {
              index -= 1
            } else if index < counts.count - 1, value >= edges[index + 1] {
              index += 1
            }
            counts[index] += 1
          }
        }
      }
    }
    return blocks.repeats == 1 ? counts : counts.map { $0 * blocks.repeats }
  }
}

/// Edges at equal distances, as NumPy's `linspace` reckons them in the type of the numbers.
private enum HistogramEdges {
  static func edges<Number: BinaryFloatingPoint>(
    _ type: Number.Type, _ low: Number, _ high: Number, _ bins: Int, isRounded: Bool = false
  ) -> [Double] {
    let (first, last) = low == high ? (low - 0.5, high + 0.5) : (low, high)
    let step = (last - first) / Number(bins)
    var edges = (0...bins).map { index in
      // Where the step is too small to be a number, the order of operations keeps the digits.
      step == 0 ? Number(index) / Number(bins) * (last - first) + first : Number(index) * step + first
    }
    edges[bins] = last
    return edges.map { isRounded ? Double(Float($0)) : Double($0) }
  }
}
