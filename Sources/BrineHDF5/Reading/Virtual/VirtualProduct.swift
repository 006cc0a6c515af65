import BrineCore

/// A mapping of which each axis can be looked at alone.
struct VirtualProduct {
  let pairs: [[SelectedAxis.Pair]]
  let sourceAxis: [Int?]
  let fixed: [Int]

  private typealias Part = (number: Int, numberStep: Int, source: Int, sourceStep: Int, count: Int)

  /// Reads what a block has of the source.
  func read(
    _ box: ResolvedSelection.Box, _ source: VirtualSource, _ base: UnsafeMutableRawPointer
  ) throws(HDF5Error) {
    var parts: [[Part]] = []
    for axis in pairs.indices {
      var found: [Part] = []
      for pair in pairs[axis] {
        guard var part = pair.part(start: box.start[axis], step: box.step[axis], count: box.count[axis])
        else { continue }
        if let partner = sourceAxis[axis] {
          // A source that is shorter than the mapping says has no elements there.
          let length = source.raw.shape[partner]
          guard part.source < length else { continue }
          part.count = min(part.count, (length - 1 - part.source) / max(part.sourceStep, 1) + 1)
        }
        found.append(part)
      }
      if found.isEmpty { return }
      parts.append(found)
    }
    for (axis, place) in fixed.enumerated()
    where !sourceAxis.contains(axis) && place >= source.raw.shape[axis] {
      return
    }
    var numbers = [Int](repeating: 0, count: parts.count)
    while true {
      try source.read(part(numbers, parts, box), into: base)
      var axis = numbers.count - 1
      while axis >= 0 {
        numbers[axis] += 1
        if numbers[axis] < parts[axis].count { break }
        numbers[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  private func part(
    _ numbers: [Int], _ parts: [[Part]], _ box: ResolvedSelection.Box
  ) -> ResolvedSelection.Box {
    let ones = fixed.map { _ in 1 }
    var result = box
    (result.start, result.count, result.step) = (fixed, ones, ones)
    result.targetStrides = fixed.map { _ in 0 }
    for axis in numbers.indices {
      let part = parts[axis][numbers[axis]]
      result.target += part.number * box.targetStrides[axis]
      guard let partner = sourceAxis[axis] else { continue }
      result.start[partner] = part.source
      result.step[partner] = part.sourceStep
      result.count[partner] = part.count
      result.targetStrides[partner] = part.numberStep * box.targetStrides[axis]
    }
    return result
  }
}
