/// Gives floats that are close to each other the same hash, so that lists of them can be aligned.
///
/// Being close is not transitive. Here it is made so: values that lie close together, one next to the other, all
/// count as one. Where that says too much the comparison of the pairs tells.
struct CloseFloats {
  private let graphs: ComparedGraphs
  private let options: PickleDifferenceOptions

  private struct Item {
    let value: Double
    let isOld: Bool
    let index: Int
  }

  init(_ graphs: ComparedGraphs, _ options: PickleDifferenceOptions) {
    (self.graphs, self.options) = (graphs, options)
  }

  /// Changes the hashes of floats.
  func unite(
    _ oldHashes: inout [UInt64], _ old: ArraySlice<Word>, _ newHashes: inout [UInt64], _ new: ArraySlice<Word>
  ) {
    var items = Self.items(old, graphs.old, isOld: true) + Self.items(new, graphs.new, isOld: false)
    items.sort { $0.value < $1.value }
    var (hash, last) = (UInt64(0), Double.nan)
    for item in items {
      if last.isNaN || !options.areClose(last, item.value) {
        var hasher = Hasher()
        hasher.combine(item.value)
        hasher.combine(items.count)
        hash = UInt64(truncatingIfNeeded: hasher.finalize())
      }
      last = item.value
      if item.isOld { oldHashes[item.index] = hash } else { newHashes[item.index] = hash }
    }
  }

  private static func items(_ words: ArraySlice<Word>, _ graph: PickleGraph, isOld: Bool) -> [Item] {
    words.enumerated().compactMap { index, word in
      guard case .float(let value) = graph.meaning(word), !value.isNaN else { return nil }
      return Item(value: value, isOld: isOld, index: index)
    }
  }
}
