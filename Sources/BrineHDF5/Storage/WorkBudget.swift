/// How many bytes of nodes a walk may still read.
///
/// A whole file's nodes can't have more bytes than the file. A walk that reads more goes over the same nodes again
/// and again, which a damaged tree can make it do for ever.
struct WorkBudget {
  private var left: Int

  init(_ storage: FileStorage) { left = storage.source.count }

  /// Takes from the budget.
  ///
  /// - Throws: `HDF5Error.Code.cyclic` when nothing is left.
  mutating func spend(_ count: Int, _ structure: StaticString, at address: Int) throws(HDF5Error) {
    left = left.subtracting(count) ?? -1
    guard left >= 0 else {
      throw HDF5Error(
        .cyclic, "its nodes are referred to again and again", structure: "\(structure)", offset: address)
    }
  }
}
