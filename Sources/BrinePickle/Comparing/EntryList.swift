/// The entries of one dict, or of the dicts that together are an instance's attributes.
struct EntryList {
  private let dicts: [Entries]
  /// How many entries there are.
  let count: Int

  init(_ graph: PickleGraph, _ dicts: [Word]) {
    self.dicts = dicts.map { graph.entries($0) }
    count = self.dicts.reduce(0) { $0 + $1.count }
  }

  func key(_ index: Int) -> Word {
    let (dict, index) = place(index)
    return dicts[dict].key(index)
  }

  func value(_ index: Int) -> Word {
    let (dict, index) = place(index)
    return dicts[dict].value(index)
  }

  private func place(_ index: Int) -> (dict: Int, index: Int) {
    // Nearly always there is one dict; classes with `__slots__` have two.
    var (dict, index) = (0, index)
    while index >= dicts[dict].count { (dict, index) = (dict + 1, index - dicts[dict].count) }
    return (dict, index)
  }
}
