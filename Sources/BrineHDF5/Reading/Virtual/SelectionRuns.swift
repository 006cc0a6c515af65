import BrineCore

/// The elements of a selection in their order, as runs of neighbours in C order of the extent.
struct SelectionRuns {
  /// Where each run begins, and how many elements it has.
  private(set) var runs: [(start: Int, count: Int)] = []

  private static let most = 1 << 22

  /// - Throws: `HDF5Error`: `badSelection` for another number of axes, `tooLarge`.
  init(_ selection: DataspaceSelection, shape: [Int]) throws(HDF5Error) {
    guard let strides = NDArray.strides(of: shape, itemSize: 1), let total = NDArray.count(shape),
      selection.rank ?? shape.count == shape.count, !shape.isEmpty
    else { throw HDF5Error(.badSelection, "a mapping of another number of axes than its dataset") }
    switch selection.kind {
    case .none: break
    case .all: runs = [(0, total)]
    case .points(let numbers):
      for first in stride(from: 0, to: numbers.count, by: shape.count) {
        let place = Array(numbers[first..<first + shape.count])
        guard zip(place, shape).allSatisfy({ $0 < $1 }) else { throw Self.outside }
        try add(zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 }, 1)
      }
    case .blocks(let numbers):
      for first in stride(from: 0, to: numbers.count, by: 2 * shape.count) {
        let axes = shape.indices.map { axis in
          let low = numbers[first + axis]
          return SelectedAxis(start: low, count: numbers[first + shape.count + axis] - low + 1)
        }
        try add(axes, shape, strides)
      }
      merge()
    case .regular(let axes):
      var selected: [SelectedAxis] = []
      for (axis, length) in zip(axes, shape) {
        guard let part = SelectedAxis(axis, length: length) else { throw Self.outside }
        selected.append(part)
      }
      try add(selected, shape, strides)
    }
  }

  private static let outside = HDF5Error(.badSelection, "a mapping reaches beyond its dataset")

  private mutating func add(_ start: Int, _ count: Int) throws(HDF5Error) {
    guard runs.count < Self.most else {
      throw HDF5Error(.tooLarge, "a mapping of a virtual dataset has more than four million parts")
    }
    runs.append((start, count))
  }

  /// Adds all combinations of indexes.
  private mutating func add(
    _ axes: [SelectedAxis], _ shape: [Int], _ strides: [Int]
  ) throws(HDF5Error) {
    guard let last = axes.last, axes.allSatisfy({ $0.length > 0 }) else { return }
    for (axis, length) in zip(axes, shape) where axis.index(axis.length - 1) >= length { throw Self.outside }
    var numbers = [Int](repeating: 0, count: axes.count - 1)
    while true {
      var base = 0
      for axis in numbers.indices { base += axes[axis].index(numbers[axis]) * strides[axis] }
      for run in 0..<last.count { try add(base + last.start + run * last.stride, last.block) }
      var axis = numbers.count - 1
      while axis >= 0 {
        numbers[axis] += 1
        if numbers[axis] < axes[axis].length { break }
        numbers[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// Boxes are taken together: their elements are in C order, each once.
  private mutating func merge() {
    runs.sort { $0.start < $1.start }
    var merged: [(start: Int, count: Int)] = []
    for run in runs {
      if let last = merged.last, run.start <= last.start + last.count {
        merged[merged.count - 1].count = max(last.count, run.start + run.count - last.start)
      } else {
        merged.append(run)
      }
    }
    runs = merged
  }
}
