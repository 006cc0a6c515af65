import BrineCore

/// What a regular selection has of one axis: `count` runs of `block` indexes, `stride` apart.
struct SelectedAxis: Sendable, Hashable {
  var start: Int
  var stride: Int
  var count: Int
  var block: Int

  /// How many indexes there are.
  var length: Int { count.multiplied(block) ?? .max }

  /// The indexes as one progression; `nil` when they are none.
  private var step: Int? {
    if count == 1 || stride == block { return 1 }
    return block == 1 ? stride : nil
  }

  /// The index with this number.
  func index(_ number: Int) -> Int { start + number / block * stride + number % block }

  /// An axis of a selection, of an extent of this length.
  init?(_ axis: DataspaceSelection.Axis, length: Int) {
    start = axis.start
    stride = max(axis.stride, 1)
    let left = max(length - min(axis.start, length), 0)
    if let block = axis.block {
      self.block = block
      // A run that reaches beyond the extent does not count here: see `clipped`.
      count = axis.count ?? (block == 0 ? 0 : (left + stride - 1) / stride)
    } else {
      block = left
      count = axis.count == 0 ? 0 : 1
    }
    guard let reach = (count - 1).multiplied(stride)?.adding(start)?.adding(block), reach <= Int.max / 2
    else {
      return nil
    }
  }

  init(start: Int, count: Int) {
    (self.start, stride, self.count, block) = (start, max(count, 1), 1, count)
  }

  /// Indexes of two axes that belong together: number for number.
  struct Pair: Sendable {
    /// In the virtual dataset, and in the source.
    var virtual: Int, source: Int
    var virtualStep: Int, sourceStep: Int
    var count: Int
  }

  /// What belongs together of two axes, of which one may be longer.
  static func pairs(_ virtual: SelectedAxis, _ source: SelectedAxis) throws(HDF5Error) -> [Pair] {
    let length = min(virtual.length, source.length)
    guard length > 0 else { return [] }
    if let step = virtual.step, let other = source.step {
      return [
        Pair(
          virtual: virtual.start, source: source.start, virtualStep: step, sourceStep: other, count: length)
      ]
    }
    var pairs: [Pair] = []
    var number = 0
    while number < length {
      let rest = min(virtual.run(from: number), source.run(from: number), length - number)
      pairs.append(
        Pair(
          virtual: virtual.index(number), source: source.index(number), virtualStep: 1, sourceStep: 1,
          count: rest))
      number += rest
      guard pairs.count <= 1 << 20 else {
        throw HDF5Error(.tooLarge, "a mapping of a virtual dataset has more than a million parts")
      }
    }
    return pairs
  }

  /// How many indexes from this number on follow each other.
  private func run(from number: Int) -> Int {
    step == 1 ? length - number : block - number % block
  }
}

extension SelectedAxis.Pair {
  /// What of this belongs to a progression of virtual indexes: the number of its first element in the
  /// progression, how far apart the numbers are, and the source indexes.
  func part(
    start: Int, step: Int, count: Int
  ) -> (number: Int, numberStep: Int, source: Int, sourceStep: Int, count: Int)? {
    // Of two progressions, the common indexes are one too: its step is the least common multiple.
    let common = Self.greatestCommonDivisor(step, virtualStep)
    let (own, other) = (step / common, virtualStep / common)
    guard (virtual - start) % common == 0 else { return nil }
    // The first of these indexes that is on the progression; after `own` of them, all remainders have come.
    var first = 0
    while first < min(own, self.count), (virtual + first * virtualStep - start) % step != 0 { first += 1 }
    guard first < min(own, self.count) else { return nil }
    // Neither before the progression begins nor after it ends.
    let place = virtual + first * virtualStep
    if place < start {
      let period = own * virtualStep
      first += (start - place + period - 1) / period * own
    }
    guard first < self.count else { return nil }
    let number = (virtual + first * virtualStep - start) / step
    guard number < count else { return nil }
    let most = min((self.count - 1 - first) / own, (count - 1 - number) / other) + 1
    return (number, other, source + first * sourceStep, own * sourceStep, most)
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}
