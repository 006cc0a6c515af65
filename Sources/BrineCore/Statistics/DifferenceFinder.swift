/// Gathers the places of elements that differ.
package struct DifferenceFinder: Sendable {
  private let shape: [Int]
  private var differing = 0
  private var first: [Int]?
  private var low: [Int]
  private var high: [Int]
  private var largest: Double?

  /// For arrays of this shape, in which nothing differs so far.
  package init(shape: [Int]) {
    self.shape = shape
    low = shape
    high = shape.map { _ in -1 }
  }

  /// The element with this number in C order differs. Elements come in that order.
  package mutating func add(_ index: Int, _ distance: Double?) {
    var rest = index
    var place = shape
    for axis in shape.indices.reversed() {
      (rest, place[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
      low[axis] = min(low[axis], place[axis])
      high[axis] = max(high[axis], place[axis])
    }
    if first == nil { first = place }
    differing += 1
    add(distance: distance)
  }

  /// What was found in a part of the arrays that begins at `origin`. Parts may come in any order.
  package mutating func add(_ part: ArrayDifferences, at origin: [Int]) {
    guard part.differing > 0, let place = part.first, place.count == shape.count,
      origin.count == shape.count
    else { return }
    differing += part.differing
    let moved = zip(place, origin).map { $0 &+ $1 }
    if first.map({ moved.lexicographicallyPrecedes($0) }) ?? true { first = moved }
    for axis in shape.indices {
      low[axis] = min(low[axis], origin[axis] &+ part.box[axis].lowerBound)
      high[axis] = max(high[axis], origin[axis] &+ part.box[axis].upperBound &- 1)
    }
    add(distance: part.largest)
  }

  private mutating func add(distance: Double?) {
    if let distance, !distance.isNaN { largest = max(largest ?? 0, distance) }
  }

  /// Everything that was found, among `count` elements.
  package func result(_ count: Int) -> ArrayDifferences {
    let box = differing == 0 ? [] : shape.indices.map { low[$0]..<high[$0] + 1 }
    return ArrayDifferences(count: count, differing: differing, first: first, box: box, largest: largest)
  }
}

extension ArrayDifferences {
  /// `3 of 600 elements differ, all in [0:2, 5:9]; the first, [0, 5], 1.0 → 2.0; largest difference 0.5`.
  ///
  /// - Parameter change: the first of them, before and after.
  package func text(_ change: String) -> String {
    guard let first, !first.isEmpty else { return change }
    guard differing > 1 else { return "1 of \(count) elements differs, \(first): \(change)" }
    let box = box.map { "\($0.lowerBound):\($0.upperBound)" }.joined(separator: ", ")
    var parts = ["\(differing) of \(count) elements differ, all in [\(box)]"]
    parts.append("the first, \(first), \(change)")
    if let largest {
      parts.append("largest difference \(ArrayValue.float(largest).text(.float64))")
    }
    return parts.joined(separator: "; ")
  }
}
