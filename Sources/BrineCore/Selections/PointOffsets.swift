/// Where the points of a selection are, in bytes from where all its index lists are at zero.
struct PointOffsets {
  /// One list of a selection, and how far apart in bytes neighbouring indexes are.
  private struct Part {
    let indexes: [Int]
    let stride: Int
    /// As in ``ResolvedSelection/PointList``, for the axes that are left.
    var steps: [Int]
  }

  /// The points' axes; those that all lists go through in one go have become one.
  private var shape: [Int] = []
  private var parts: [Part]
  /// The offsets of all points, when there is one row of them and it takes more than one list.
  private var sums: [Int]?

  init(_ points: ResolvedSelection.Points, _ axes: [ResolvedSelection.Axis], _ strides: [Int]) {
    var all: [(list: ResolvedSelection.PointList, stride: Int)] = []
    for (axis, part) in axes.enumerated() {
      if case .points(let number) = part { all.append((points.lists[number], strides[axis])) }
    }
    parts = all.map { Part(indexes: $0.list.indexes, stride: $0.stride, steps: []) }
    for axis in points.shape.indices where points.shape[axis] != 1 {
      let length = points.shape[axis]
      let steps = all.map { $0.list.strides[axis] }
      if let last = shape.indices.last, zip(parts, steps).allSatisfy({ $0.steps[last] == $1 * length }) {
        shape[last] *= length
        for part in parts.indices { parts[part].steps[last] = steps[part] }
      } else {
        shape.append(length)
        for part in parts.indices { parts[part].steps.append(steps[part]) }
      }
    }
    if shape.isEmpty {
      shape = [1]
      for part in parts.indices { parts[part].steps = [0] }
    }
    if shape.count == 1, moving.count != 1 {
      var sums = [Int](repeating: 0, count: shape[0])
      add(moving, at: [Int](repeating: 0, count: parts.count), to: &sums)
      self.sums = sums
    }
  }

  /// The lists that change along the last axis.
  private var moving: [Int] { parts.indices.filter { parts[$0].steps.last != 0 } }

  /// Adds up what some lists say about a row of points, which begins at a place in each list.
  private func add(_ numbers: [Int], at places: [Int], to sums: inout [Int]) {
    for number in numbers {
      let part = parts[number]
      let step = part.steps.last ?? 0
      for index in sums.indices { sums[index] &+= part.indexes[places[number] + index * step] &* part.stride }
    }
  }

  /// Whether all points are one row.
  var isRow: Bool { shape.count == 1 }

  /// Calls `body` with each row of points: where it begins, and a list of offsets to be scaled.
  func forEachRow(_ body: (Int, UnsafeBufferPointer<Int>, Int) -> Void) {
    guard shape.allSatisfy({ $0 > 0 }) else { return }
    let moving = moving
    let still = parts.indices.filter { parts[$0].steps.last == 0 }
    var indexes = [Int](repeating: 0, count: shape.count)
    var row = [Int](repeating: 0, count: moving.count == 1 || sums != nil ? 0 : shape.last ?? 0)
    repeat {
      let places = parts.map { part in zip(part.steps, indexes).reduce(0) { $0 + $1.0 * $1.1 } }
      var base = 0
      for part in still { base &+= parts[part].indexes[places[part]] &* parts[part].stride }
      if let sums {
        sums.withUnsafeBufferPointer { body(base, $0, 1) }
      } else if moving.count == 1 {
        let part = parts[moving[0]]
        part.indexes.withUnsafeBufferPointer { list in
          let range = places[moving[0]]..<places[moving[0]] + (shape.last ?? 0)
          body(base, UnsafeBufferPointer(rebasing: list[range]), part.stride)
        }
      } else {
        for index in row.indices { row[index] = 0 }
        add(moving, at: places, to: &row)
        row.withUnsafeBufferPointer { body(base, $0, 1) }
      }
    } while advance(&indexes)
  }

  /// Goes on to the next row; false after the last one.
  private func advance(_ indexes: inout [Int]) -> Bool {
    for axis in shape.indices.dropLast().reversed() {
      indexes[axis] += 1
      if indexes[axis] < shape[axis] { return true }
      indexes[axis] = 0
    }
    return false
  }
}
